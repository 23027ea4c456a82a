import MemoryModel

// Accounting, the driver's hook on the descriptor, and the first half of the action.

/// Kernel: `__mmap_setup`, mm/vma.c.
let mmapSetup: RoutineMaker = { kernel in
  Routine("__mmap_setup", as: "mmap_setup", in: "mm/vma.c") {
    Step("vma_find", "vma_find, vma_prev, vma_next") { k in k.beginMap() }
      .what("No VMA lies in the range. The neighbours are {prev} and {next}.")
      .why("A VMA in the range would now be detached and cleared: MAP_FIXED.")
      .note("range is free")
    Step("may_expand_vm", "may_expand_vm", mayFail: .ENOMEM) { _ in }
      .what("{pages} more pages stay below RLIMIT_AS and RLIMIT_DATA.")
      .why("Nothing was taken yet: a refusal only has to drop the lock.")
      .note("below the limit").traced("may_expand_vm")
    If("accountable_mapping", otherwise: "shared") {
      $0.isAccountable
    } then: {
      Step("charge", "security_vm_enough_memory_mm", mayFail: .ENOMEM) { k in
        k.charge(k.map.range.pages)
        k.setMap(.charged(k.map.range.pages))
        k.setMap(.flags(k.map.flags.union(.account)))
      }
      .what("{pages} pages are charged: private and writable memory may be copied.")
      .why("Whoever fails from here on has to give the charge back.")
      .note("charged {pages}").traced("security_vm_enough_memory_mm")
    }
    Step("set_desc", "set_desc_from_map") { k in k.fillDesc() }
      .what("The descriptor is filled: range, file, offset, flags, protection.")
      .why("{descuse}.")
      .note("descriptor")
  }
}

/// Kernel: `call_mmap_prepare`, mm/vma.c.
let callMmapPrepare: RoutineMaker = { kernel in
  Routine("call_mmap_prepare", in: "mm/vma.c", stage: .prepare, posted: true) {
    Hook(.mmapPrepare)
    if kernel.hasActions { Call(mmapActionPrepare) }
    Step("copy_back", "copy the descriptor back") { k in k.copyBack() }
      .what("Offset, file, flags, protection, vm_ops and private data go back to map.")
      .why("The VMA will be made from map; the descriptor has done its work.")
      .note("copied back")
  }
}

/// Kernel: `vma_merge_new_range`, mm/vma.c. Fidelity: customised; in this revision of the model no neighbour
/// belongs to the file that is mapped, so the answer is always no.
let vmaMergeNewRange: RoutineMaker = { kernel in
  Routine("vma_merge_new_range", as: "", in: "mm/vma.c", stage: .prepare, fidelity: .customised) {
    Step("vma_merge_new_range", "compare with the neighbours") { _ in }
      .what("No neighbour can take the range: {whynomerge}.")
      .why("A merge would skip {mergeskips}: there would be no new VMA.")
      .note("{nomerge}")
  }
}

extension Kernel {
  /// MMAP_STATE and `init_vma_munmap`: the stack objects of this mmap().
  mutating func beginMap() {
    let request = self.request
    setMap(.range(request.range))
    setMap(.pageOffset(request.pageOffset))
    setMap(.flags(request.flags))
    setMap(.file(request.file))
    setMap(.pageProtection(request.flags.protection))
    let (previous, next) = mm.tree.neighbours(of: request.range)
    setMap(.previous(previous))
    setMap(.next(next))
    setVMS(.range(request.range))
  }

  mutating func fillDesc() {
    let map = self.map
    setDesc(.range(map.range))
    setDesc(.file(map.file))
    setDesc(.vmFile(map.file))
    setDesc(.pageOffset(map.pageOffset))
    setDesc(.flags(map.flags))
    setDesc(.pageProtection(map.pageProtection))
  }

  mutating func copyBack() {
    let desc = self.desc
    setMap(.pageOffset(desc.pageOffset))
    setMap(.file(desc.vmFile))
    setMap(.flags(desc.flags))
    setMap(.pageProtection(desc.pageProtection))
    setMap(.ops(desc.ops ?? .dummy))
    setMap(.privateData(desc.hasPrivateData))
    if desc.action.hidesFromRmap { setMap(.holdsRmap(true)) }
  }
}
