import MemoryModel

// Accounting, the driver's hook on the descriptor, and the first half of the action.

/// Kernel: `__mmap_setup`, mm/vma.c.
let mmapSetup: RoutineMaker = { kernel in
  Routine("__mmap_setup", as: "mmap_setup", in: "mm/vma.c") {
    Step("vma_find", "vma_find, vma_prev, vma_next") { k in k.beginMap() }
      .what("{vmafind}.")
      .why("{vmafindwhy}.")
      .note("{vmafindnote}")
    If("a VMA lies in the range", otherwise: "range is free") {
      !$0.mm.tree.overlapping($0.map.range).isEmpty
    } then: {
      Call(gatherVMAs("gather"))
      Assign { k in k.noteNeighbours() }
    }
    Step("may_expand_vm", "may_expand_vm", mayFail: .ENOMEM, refusal: { $0.expandRefusal }) { _ in }
      .what("{pages} more pages stay below RLIMIT_AS and RLIMIT_DATA.")
      .why("Nothing was taken yet: a refusal only has to drop the lock.")
      .onFailure(
        "{pages} more pages would be more than the process may have: -{errno}.",
        "Nothing was charged yet: a refusal only has to drop the lock."
      )
      .note("below the limit").traced("may_expand_vm")
    If("accountable_mapping", otherwise: "shared") {
      $0.isAccountable
    } then: {
      If("more pages than were charged for", otherwise: "the old charge is enough") {
        $0.map.range.pages != $0.vms.accounted
      } then: {
        Step("charge", "security_vm_enough_memory_mm", mayFail: .ENOMEM) { k in
          k.chargeMapping(full: kernel >= .v7_3)
        }
        .what("{chargepages} pages are charged: private and writable memory may be copied.")
        .why("Whoever fails from here on has to give the charge back.")
        .note("charged {chargepages}").traced("security_vm_enough_memory_mm")
      }.orElse {
        Assign { k in k.chargeMapping(full: kernel >= .v7_3) }
      }
    }
    If("VMAs are replaced", otherwise: "nothing is replaced") {
      $0.replacesAny
    } then: {
      Call(cleanUpArea)
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

  /// The charge of what is replaced goes over to the new mapping; only the difference is asked for.
  ///
  /// - Parameter full: the whole is remembered, so that a failure gives it all back (7.3).
  fileprivate mutating func chargeMapping(full: Bool) {
    let difference = map.range.pages - vms.accounted
    charge(difference)
    setMap(.charged(full ? map.range.pages : difference))
    setVMS(.accounted(0))
    setMap(.flags(map.flags.union(.account)))
  }

  /// prev and next, once what lies between them is detached.
  fileprivate mutating func noteNeighbours() {
    let entries = mm.tree.overlapping(map.range)
    let all = mm.tree.entries
    setMap(.previous(entries.startIndex > 0 ? all[entries.startIndex - 1].vma : nil))
    setMap(.next(entries.endIndex < all.count ? all[entries.endIndex].vma : nil))
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
