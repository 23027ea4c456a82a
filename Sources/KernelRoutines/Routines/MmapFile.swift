import MemoryModel

// The file's share of a new VMA, and the hook of drivers that want a VMA.

/// Kernel: `__mmap_new_file_vma`, mm/vma.c.
let mmapNewFileVMA: RoutineMaker = { kernel in
  Routine("__mmap_new_file_vma", as: "", in: "mm/vma.c") {
    Step("get_file", "get_file") { k in
      k.setVMA(.file(k.map.file))
      if kernel < .v7_0 || !k.isFileSwapped { k.getFile(k.map.file) }
    }
    .what("{getfile}.")
    .why("{whygetfile}.")
    .note("{getfilenote}")
    If("f_op->mmap", otherwise: "mmap_prepare was called before") {
      $0.hasMmapHook
    } then: {
      Attempt {
        Call(mmapFile)
      } onError: {
        Step("fput", "fput") { k in
          k.putFile(k.subject?.file)
          k.setVMA(.file(nil))
        }
        .what("The VMA gives {vmfile} back; it has no file any more.")
        .why("close() is not called for it: the hook undoes its own references itself.")
        .note("-1 reference").undoes("establish.get_file").traced("fput")
        Call(unmapUnlinked)
      }
      Step("copy_to_map", "map.flags, map.file = vma's") { k in k.copyFromVMA() }
        .what("Flags and file of the VMA go back to map: {flags}.")
        .why("The hook may have changed both, after the merge was refused or missed.")
        .note("{flags}")
    }
  }
}

/// Kernel: `unmap_region`, mm/vma.c, of a VMA that no tree has: it goes by itself, whatever is replaced.
private let unmapUnlinked: RoutineMaker = { kernel in
  Routine("unmap_region", as: "unmap_region", in: "mm/vma.c", locals: [.vms]) {
    Assign { k in k.gatherUnlinked() }
    regionSteps("unmap_region")
  }
}

/// Calls the hook, and disarms the VMA when it fails.
///
/// Kernel: `mmap_file`, mm/internal.h, over `vfs_mmap`, include/linux/fs.h.
private let mmapFile: RoutineMaker = { kernel in
  Routine("mmap_file", as: "", in: "mm/internal.h") {
    Assign { k in k.setMap(.runsHook(true)) }
    Attempt {
      Hook(.mmap)
    } onError: {
      Step("dummy_ops", "vm_ops = dummy") { k in
        k.setVMA(.ops(.dummy))
        k.setMap(.runsHook(false))
      }
      .what("vm_ops goes back to the dummy table.")
      .why("A close() of the driver must not run for a mapping that never was.")
      .note("dummy")
    }
    Assign { k in k.setMap(.runsHook(false)) }
  }
}

extension Kernel {
  /// The VMA that is being made, with the neighbours of its range as the bounds for freeing tables.
  fileprivate mutating func gatherUnlinked() {
    let map = self.map
    setVMS(.range(map.range))
    setVMS(
      .reach(
        floor: map.previous.flatMap { state.vma($0)?.range.end } ?? VirtualAddress(0),
        ceiling: map.next.flatMap { state.vma($0)?.range.start } ?? .taskSize))
    if let vma = map.vma { setVMS(.added(vma)) }
  }

  mutating func copyFromVMA() {
    guard let subject else { return }
    setMap(.flags(subject.flags))
    setMap(.file(subject.file))
  }
}
