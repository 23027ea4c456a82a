import MemoryModel

// MAP_FIXED: what lies in the range goes before the new mapping is there.

/// Clears what is replaced while it is still in the tree, and tells its drivers: from here on it cannot be
/// put back.
///
/// Kernel: `vms_clean_up_area`, mm/vma.c.
let cleanUpArea: RoutineMaker = { kernel in
  Routine("vms_clean_up_area", as: "clean_up", in: "mm/vma.c") {
    if kernel >= .v7_0 { Call(unmapRegion("clean_up")) } else { regionSteps("clean_up") }
    ForEach("VMA of the detach tree", quiet: true, count: { $0.vms.detached.count }) {
      Assign { k in k.workOnDetached() }
      Call(vmaClose)
    }
    Assign { k in
      k.setVMS(.gathered(nil))
      k.setVMS(.clearPTEs(false))
    }
  }
}

/// What an mmap() that failed does with what it was to replace: put it back, or leave a hole.
///
/// Kernel: `vms_abort_munmap_vmas`, mm/vma.c.
let abortMunmap: RoutineMaker = { kernel in
  Routine("vms_abort_munmap_vmas", as: "abort", in: "mm/vma.c") {
    If("clear_ptes", otherwise: "the entries are gone") {
      $0.vms.clearPTEs
    } then: {
      Call(reattachVMAs("abort"))
    }.orElse {
      Step("leave_gap", "mas_store_gfp(NULL)") { k in k.emit(.treeCleared(k.mmID, k.vms.range)) }
        .what("The range is cleared in the tree: a hole where the old mapping was.")
        .why("Its entries are gone and close() has run: open() would not undo that.")
        .note("a hole")
      Call(vmsComplete("abort", undoing: false))
    }
    Assign { k in k.setVMS(.gathered(nil)) }
  }
}

extension Kernel {
  /// Something lies in the range of this mmap(): MAP_FIXED.
  var replacesAny: Bool { !vms.detached.isEmpty }
}
