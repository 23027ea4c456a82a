import MemoryModel

// The VMA is established: the rest of the kernel is told and the books are kept.

/// Kernel: `__mmap_complete`, mm/vma.c.
let mmapComplete: RoutineMaker = { kernel in
  Routine("__mmap_complete", as: "mmap_complete", in: "mm/vma.c", stage: .establish) {
    Step("perf_event_mmap", "perf_event_mmap", minor: true) { _ in }
      .what("perf is told of the mapping.")
      .why("It hears of it before the action: a failed action leaves the record.")
      .note("recorded").traced("perf_event_mmap")
    If("VMAs are replaced", otherwise: "none") {
      $0.replacesAny
    } then: {
      Call(vmsComplete("replaced", undoing: false))
      Assign { k in k.setVMS(.gathered(nil)) }
    }.orElse {
      Step("vms_complete", "vms_complete_munmap_vmas", minor: true) { _ in }
        .what("VMAs that were replaced would be freed here. There are none.")
        .why("With MAP_FIXED the old mapping is gone for good from here on.")
        .note("none").traced("vms_complete_munmap_vmas")
    }
    Step("vm_stat_account", "vm_stat_account") { k in k.account(k.map.range.pages) }
      .what("total_vm grows by {pages} pages.")
      .why("The mapping counts although no page table has an entry for it yet.")
      .note("+{pages} pages").traced("vm_stat_account")
    If("VM_LOCKED", otherwise: "not locked") {
      $0.subject?.flags.contains(.locked) == true
    } then: {
      Step("locked_vm", "locked_vm += pages", minor: true) { k in k.countLocked() }
        .what("{lockedvm}.")
        .why("Their pages come after mmap_lock is dropped: no fault can be served now.")
        .note("{lockednote}").traced("get_gate_vma")
    }
    If("vma->vm_file", otherwise: "no file") {
      $0.subject?.file != nil
    } then: {
      Step("uprobe_mmap", "uprobe_mmap", minor: true) { _ in }
        .what("No breakpoint is set in this file.")
        .why("With one, it would be written into the new mapping here.")
        .note("none").traced("uprobe_mmap")
    }
    Step("vma_set_page_prot", "vma_set_page_prot") { k in
      k.setVMA(.flags((k.subject?.flags ?? []).union(.softDirty)))
      k.setVMA(.pageProtection(k.subject?.flags.protection ?? []))
    }
    .what("VM_SOFTDIRTY is set and the final page protection worked out.")
    .why("The VMA is complete: established, findable, write-locked.")
    .note("{perms}").traced("vma_set_page_prot")
  }
}

extension Kernel {
  // What has no pages of its own cannot be locked: the flag goes again.
  fileprivate mutating func countLocked() {
    guard let subject else { return }
    if subject.flags.isDisjoint(with: .special.union(.hugeTLB)) {
      emit(.lockedVM(mmID, map.range.pages))
    } else {
      setVMA(.flags(subject.flags.subtracting(.locked)))
    }
  }
}
