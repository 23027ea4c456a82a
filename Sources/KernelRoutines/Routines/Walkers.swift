import MemoryModel

// Other tasks beside the mapper: what races it through the file, the page table and the address space.

/// A truncate or revoke of the file: the walker that finds VMAs through the rmap.
///
/// Kernel: `unmap_mapping_range`, mm/memory.c. Fidelity: customised; the page cache, its locks and the second
/// walk of a real truncate are left out: a device has no pages there.
let truncateEntry: RoutineMaker = { kernel in
  Routine(
    "unmap_mapping_range", as: "", in: "mm/memory.c", stage: .truncate, locals: [.look], fidelity: .customised
  ) {
    Acquire("i_mmap_lock_read", .iMmap, .read, by: "i_mmap_lock_read", minor: false)
      .what("{actor} takes the rmap lock of {file} for reading.")
      .why("It holds no lock of the mapper: nothing there keeps it out.")
      .note("read").traced("down_read")
    ForEach("VMA of the file", count: { $0.state.file($0.walkedFile).iMmap.count }) {
      Assign { k in k.setLook(.seen(k.state.file(k.walkedFile).iMmap[k.index])) }
      Call(unmapMappingRangeVMA)
    }
    Release("i_mmap_unlock_read", .iMmap, .read, by: "i_mmap_unlock_read", minor: false)
      .what("{actor} drops the rmap lock: every VMA it could find is empty now.")
      .why("Entries that are set from here on it has missed.")
      .note("free").traced("up_read")
    Step("done", "return", minor: true) { k in k.emit(.returned(k.task, .done)) }
      .what("{actor} is done.")
      .why("Whether it saw the mapping depended on when it looked.")
      .note("done")
  }
}

private let unmapMappingRangeVMA: RoutineMaker = { kernel in
  Routine("unmap_mapping_range_vma", as: "", in: "mm/memory.c", locals: [.walk]) {
    Step("unmap_mapping_range_vma", "find the VMA in i_mmap") { k in
      k.setWalk(.range(k.subject?.range ?? AddressRange(VirtualAddress(0), VirtualAddress(0))))
    }
    .what("{actor} finds {seen} through the rmap of {file}.")
    .why("The VMA's write lock does not matter to it: it only clears entries.")
    .note("found")
    Call(zapRange)
  }
}

/// A page fault of another thread: the VMA lock first, mmap_lock when that is refused.
///
/// Kernel: `do_user_addr_fault`, arch/x86/mm/fault.c, and `lock_vma_under_rcu`, mm/mmap_lock.c.
let faultEntry: RoutineMaker = { kernel in
  Routine("do_user_addr_fault", as: "", in: "arch/x86/mm/fault.c", stage: .fault, locals: [.look]) {
    Assign { k in k.setLook(.address(k.addressOfAccess)) }
    Call(faultBody)
  }
}

private let faultBody: RoutineMaker = { kernel in
  Routine("handle the fault", as: "", in: "arch/x86/mm/fault.c") {
    Call(lockVMAUnderRCU)
    If("the VMA is read-locked", otherwise: "refused") {
      $0.look.isLocked
    } then: {
      Call(handleMMFault)
      Step("vma_end_read", "vma_end_read") { k in
        k.setVMA(.reader(k.task, false))
        k.setLook(.isLocked(false))
      }
      .what("{actor} lets go of the VMA lock.")
      .why("mmap_lock was never touched: mmap() of other ranges was not in the way.")
      .note("released")
    }.orElse {
      Acquire("mmap_read_lock", .mmap, .read, by: "mmap_read_lock_killable", minor: false)
        .what("{actor} holds mmap_lock for reading.")
        .why("The slow way: it has to wait for whoever writes the address space.")
        .note("read").traced("down_read_killable")
      Step("find_vma", "find_vma") { k in k.lookUp() }
        .what("{actor} looks again: {seenornone}.")
        .why("Under mmap_lock what it finds cannot go away.")
        .note("{seenornone}")
      If("there is a VMA", otherwise: "none") {
        $0.look.seen != nil
      } then: {
        Call(handleMMFault)
      }.orElse {
        Assign { k in k.setLook(.signal(.SIGSEGV)) }
      }
      Release("mmap_read_unlock", .mmap, .read, by: "mmap_read_unlock", minor: false)
        .what("{actor} drops mmap_lock.")
        .why("The fault is over; writers may go on.")
        .note("free").traced("up_read")
    }
    Step("return", "return to user space") { k in
      k.emit(.returned(k.task, k.look.signal.map { Returned.signal($0) } ?? .done))
    }
    .what("{actor} goes on with {faultresult}.")
    .why("A fault that had to wait sees the mapping only when mmap() is through.")
    .note("{faultresult}")
  }
}

private let lockVMAUnderRCU: RoutineMaker = { kernel in
  Routine("lock_vma_under_rcu", as: "lock_vma_under_rcu", in: "mm/mmap_lock.c") {
    Step("", "mas_walk") { k in k.lookUp() }
      .what("{actor} looks up {address} in the tree under RCU: {seenornone}.")
      .why("No lock is taken: the look may be outdated the moment it is done.")
      .note("{seenornone}")
    If("found", otherwise: "nothing found") {
      $0.look.seen != nil
    } then: {
      Step("vma_start_read", "vma_start_read") { k in k.tryReadLock() }
        .what("{actor} {readlock}.")
        .why("Equal sequences mean write-locked: the reader does not wait, it falls back.")
        .note("{readlocknote}")
    }
  }
}

private let handleMMFault: RoutineMaker = { kernel in
  Routine("handle_mm_fault", as: "", in: "mm/memory.c", fidelity: .customised) {
    Step("handle_mm_fault", "look at the entry") { k in
      k.setLook(.found(k.mm.pageTable.entry(at: k.look.address.page) != nil))
      if !k.look.found { k.setLook(.signal(.SIGBUS)) }
    }
    .what("{actor} finds the entry of {address} {entrystate}.")
    .why("A remapped VMA has no fault handler: an empty entry is SIGBUS.")
    .note("{entrystate}")
  }
}

/// Another CPU of the process: the hardware walks the page table and asks nobody.
let touchEntry: RoutineMaker = { kernel in
  Routine("user access", as: "", in: "another CPU", stage: .cpu, locals: [.look], fidelity: .customised) {
    Assign { k in k.setLook(.address(k.addressOfAccess)) }
    Step("load", "load from the page") { k in
      k.setLook(.found(k.mm.pageTable.entry(at: k.look.address.page) != nil))
      if k.look.found { k.emit(.returned(k.task, .done)) }
    }
    .what("{actor} reads {address}: its entry is {entrystate}.")
    .why("The hardware walks the table without any lock; an entry means no fault.")
    .note("{entrystate}")
    If("no entry", otherwise: "served by the hardware") {
      !$0.look.found
    } then: {
      Call(faultBody)
    }
  }
}

/// A reader of /proc/PID/maps: VMA by VMA under RCU and the VMA lock, mmap_lock where that is refused.
///
/// Kernel: `m_next` and `get_next_vma`, fs/proc/task_mmu.c, with `lock_next_vma`, mm/mmap_lock.c.
/// Fidelity: customised; it looks at the mapper's range only, not at every VMA of the process.
let readMapsEntry: RoutineMaker = { kernel in
  Routine(
    "get_next_vma", as: "", in: "fs/proc/task_mmu.c", stage: .maps, locals: [.look], fidelity: .customised
  ) {
    Assign { k in k.setLook(.address(k.addressOfAccess)) }
    Step("lock_next_vma", "find the VMA under RCU") { k in k.lookUp() }
      .what("{actor} looks for the mapping at {address}: {seenornone}.")
      .why("An empty range is passed over: nothing to wait for.")
      .note("{seenornone}")
    If("found", otherwise: "no line to print") {
      $0.look.seen != nil
    } then: {
      Step("vma_start_read", "vma_start_read") { k in k.tryReadLock() }
        .what("{actor} {readlock}.")
        .why("For one write-locked VMA it falls back to mmap_lock; others it prints.")
        .note("{readlocknote}")
      If("read-locked", otherwise: "refused") {
        $0.look.isLocked
      } then: {
        Call(showMap)
        Step("vma_end_read", "vma_end_read") { k in
          k.setVMA(.reader(k.task, false))
          k.setLook(.isLocked(false))
        }
        .what("{actor} lets go of the VMA.").why("It holds one VMA at a time.").note("released")
      }.orElse {
        Acquire("mmap_read_lock", .mmap, .read, by: "mmap_read_lock_killable", minor: false)
          .what("{actor} holds the mapper's mmap_lock for reading.")
          .why("It had to wait until the mapper let go.")
          .note("read").traced("down_read_killable")
        Step("find_vma", "find_vma") { k in k.lookUp() }
          .what("{actor} looks again: {seenornone}.")
          .why("What it saw before may be gone by now.")
          .note("{seenornone}")
        If("there is a VMA", otherwise: "none") {
          $0.look.seen != nil
        } then: {
          Call(showMap)
        }
        Release("mmap_read_unlock", .mmap, .read, by: "mmap_read_unlock", minor: false)
          .what("{actor} drops mmap_lock.").why("Readers hold it for one VMA only.").note("free")
      }
    }
    Step("return", "return", minor: true) { k in k.emit(.returned(k.task, .done)) }
      .what("{actor} is done.").why("What it printed is true for the moment it looked.").note("done")
  }
}

private let showMap: RoutineMaker = { kernel in
  Routine("show_map", as: "", in: "fs/proc/task_mmu.c") {
    Step("show_map", "print the line") { _ in }
      .what("{actor} prints {seen}.")
      .why("The line says that there is a mapping, not that its pages are there.")
      .note("printed")
  }
}

extension Kernel {
  /// The address a task's access is about: a page of the range that the mapper asks for.
  var addressOfAccess: VirtualAddress {
    let start = mappedRange?.start ?? facts.mmapCall?.address ?? VirtualAddress(0)
    switch taskCall {
    case .fault(let page), .touch(let page): return start.advanced(byPages: page)
    default: return start
    }
  }

  /// The range that the mapper has chosen, while its call runs or after it.
  var mappedRange: AddressRange? {
    for task in state.tasks {
      if let range = task.request?.range, range.bytes > 0 { return range }
      if case .address(let address)? = task.result, let call = facts.mmapCall {
        return AddressRange(address, pages: call.pages)
      }
    }
    return nil
  }

  /// A lookup in the tree of the mapper's address space; a racy look when no lock is held.
  mutating func lookUp() { setLook(.seen(state.mm(MMID(0)).tree.find(look.address))) }

  /// `vma_start_read`: refused when write-locked, excluded or detached; never waits.
  mutating func tryReadLock() {
    guard let area = subject, area.attached, !area.excluded, !state.isWriteLocked(area) else { return }
    setVMA(.reader(task, true))
    setLook(.isLocked(true))
  }
}
