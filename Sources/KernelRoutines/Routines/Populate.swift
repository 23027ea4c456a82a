import MemoryModel

/// A driver that maps nothing in its mmap hook and fills the VMA in an ioctl() later, as drivers do that do
/// not know the memory yet.
///
/// Kernel: `apply_to_page_range` or `vm_insert_pfn` in a loop, under mmap_lock held for reading. Fidelity:
/// customised; one walk as `remap_pfn_range` makes it.
let populateEntry: RoutineMaker = { kernel in
  Routine("ioctl", as: "", in: "the driver", stage: .populate, locals: [.look, .walk], fidelity: .customised)
  {
    Acquire("mmap_read_lock", .mmap, .read, by: "mmap_read_lock", minor: false) { k in
      k.setLook(.holdsMmap(true))
    }
    .what("{actor} is in the driver's ioctl() and holds mmap_lock for reading.")
    .why("mmap() has returned: anything may have happened to the VMA since.")
    .note("read")
    Step("find_vma", "find_vma") { k in
      k.setLook(.address(k.addressOfAccess))
      k.lookUp()
      k.beginPopulating()
    }
    .what("{actor} looks for the VMA: {seenornone}.")
    .why("The driver must look again: a munmap may have come first.")
    .note("{seenornone}")
    If("there is a VMA", otherwise: "none") {
      $0.look.seen != nil
    } then: {
      Call(remapPFNRangeInternal)
    }.orElse {
      Assign { k in k.setLook(.signal(.SIGSEGV)) }
    }
    Release("mmap_read_unlock", .mmap, .read, by: "mmap_read_unlock", minor: false) { k in
      k.setLook(.holdsMmap(false))
    }
    .what("{actor} drops mmap_lock.")
    .why("Only now is the mapping what mmap() had promised.")
    .note("free")
    Step("return", "return", minor: true) { k in
      k.emit(.returned(k.task, k.look.signal == nil ? .done : .error(.EFAULT)))
    }
    .what("ioctl() is over for {actor}.").why("The program cannot tell from mmap() when this was.").note(
      "done")
  }
}

extension Kernel {
  /// The walk over the whole VMA, from the driver's first frame on.
  fileprivate mutating func beginPopulating() {
    let driver = subject?.file.flatMap { facts.files[Int($0.index)].driver }
    guard let area = subject, let frame = driver?.populatesFrom else { return setLook(.seen(nil)) }
    setWalk(.range(area.range))
    setWalk(.frame(frame))
    setWalk(.protection(area.pageProtection))
  }
}
