import MemoryModel

// A VMA grows over a new range, and over the VMA behind it where that can be one with it.

/// Kernel: `vma_expand`, mm/vma.c. Fidelity: customised; whether the VMA behind is marked before or after its
/// anon_vma is cloned differs by release, and no recording shows it.
let vmaExpand: RoutineMaker = { kernel in
  Routine("vma_expand", in: "mm/vma.c", fidelity: .customised) {
    Assign { k in k.setMap(.vma(k.map.target)) }
    If("not write-locked yet", otherwise: "write-locked already") {
      !$0.isSubjectWriteLocked
    } then: {
      Call(vmaStartWrite(at: "vma_expand"))
    }
    If("the VMA behind goes", otherwise: "it stays") {
      $0.map.removed != nil
    } then: {
      If("not write-locked yet", otherwise: "write-locked already") {
        !($0.removed.map($0.state.isWriteLocked) ?? true)
      } then: {
        Call(vmaStartWrite(at: "vma_expand_next", naming: "VMA behind") { $0.map.removed })
      }
      If("only it has an anon_vma", otherwise: "nothing to clone") {
        $0.clonesAnon
      } then: {
        Call(dupAnonVMA)
      }
    }
    Call(commitMerge)
  }
}

/// Kernel: `dup_anon_vma`, mm/vma.c, and the `anon_vma_clone` it calls.
private let dupAnonVMA: RoutineMaker = { kernel in
  Routine("anon_vma_clone", as: "vma_expand", in: "mm/rmap.c") {
    Step("dup_anon", "anon_vma_clone", mayFail: .ENOMEM) { _ in }
      .what("The links for one more VMA in the anonymous rmap are allocated.")
      .why("The pages of the VMA that goes must be found through the one that stays.")
      .note("allocated")
    anonLock("dup") {
      Step("anon_clone", anonInsert(kernel), minor: true) { k in k.cloneAnon() }
        .what("The VMA that stays enters the anonymous rmap of the other one's pages.")
        .why("It will cover them: a walker must find it from each.")
        .note("linked").traced(anonInsert(kernel))
    }
  }
}

/// Kernel: `commit_merge`, mm/vma.c: one tree store while no walker of the rmap can look.
private let commitMerge: RoutineMaker = { kernel in
  Routine("commit_merge", as: "vma_expand", in: "mm/vma.c") {
    Step("init_multi_vma_prep", "init_multi_vma_prep", minor: true) { _ in }
      .what("What has to be locked for the change is written down.")
      .why("File and anonymous rmap of all VMAs involved: here {involved}.")
      .note("{involved}").traced("init_multi_vma_prep")
    Step("prealloc", "vma_iter_prealloc", mayFail: .ENOMEM) { _ in }
      .what("Maple-tree nodes are reserved for the store that follows.")
      .why("If there are none, what was cloned is undone, and a new VMA is made.")
      .note("nodes reserved")
    Call(vmaPrepare("vma_expand"))
    Step("adjust_thp", "vma_adjust_trans_huge", minor: true) { _ in }
      .what("No huge page straddles the new end.")
      .why("One that did would be split first.")
      .note("none").traced("vma_adjust_trans_huge")
    Step("set_range", "vma_set_range") { k in k.growTarget() }
      .what("The VMA now spans {grown}.")
      .why("It is write-locked and in no rmap: nobody meets it half-resized.")
      .note("{growth}")
    Step("store", "vma_iter_store_overwrite") { k in k.storeVMA() }
      .what("One store makes the tree show the VMA over the whole of it.")
      .why("A lock-free reader finds the old entry or the new one, never a gap.")
      .note("one store")
    Call(vmaComplete("vma_expand"))
  }
}

/// The end of `vma_complete`, mm/vma.c, for the VMA that the merge makes needless.
@RoutineBuilder func freeRemoved(_ kernel: Revision) -> [any Statement] {
  Step("detach_removed", "vma_mark_detached") { k in k.detachRemoved() }
    .what("The VMA behind is marked detached: nobody finds it any more.")
    .why("Who had found it before the store sees the mark and looks again.")
    .note("detached").traced(kernel >= .v7_0 ? "" : "vma_mark_detached")
  If("vma->vm_file", otherwise: "no file") {
    $0.removed?.file != nil
  } then: {
    Step("uprobe_removed", "uprobe_munmap", minor: true) { _ in }
      .what("No breakpoint has to be taken out of it.")
      .why("Those of the file belong to the VMA that has grown.")
      .note("none").traced("uprobe_munmap")
    Step("fput_removed", "fput") { k in k.putFile(k.removed?.file) }
      .what("Its reference to {vmfile} is given back.")
      .why("One VMA is left, and it has one of its own.")
      .note("-1 reference").traced("fput")
  }
  If("anon_vma", otherwise: "no anon_vma") {
    $0.removed?.hasAnonVMA ?? false
  } then: {
    anonLock("removed") {
      Step("anon_unlink_removed", anonRemove(kernel), minor: true) { k in
        if let removed = k.removed { k.emit(.vma(removed.id, .anonVMA(false))) }
      }
      .what("It leaves the anonymous rmap of its pages.")
      .why("The one that has grown stands there for them.")
      .note("unlinked").traced(anonRemove(kernel))
    }
  }
  Step("free_removed", "vm_area_free") { k in k.freeRemoved() }
    .what("The VMA behind is freed; map_count goes down by one.")
    .why("One VMA covers what were two and a gap between them.")
    .note("freed").traced("vm_area_free")
}
