import MemoryModel

// The end of a VMA object.

/// Kernel: `vm_area_free`, mm/vma_init.c.
///
/// - Parameter place: the part of the steps' ids that says who frees; empty before the VMA was ever seen.
func vmAreaFree(_ place: String) -> RoutineMaker {
  { kernel in
    let wasSeen = !place.isEmpty
    return Routine("vm_area_free", as: place, in: "mm/vma_init.c") {
      If("vma->pfnmap_track_ctx", otherwise: "not tracked") {
        $0.subject?.isTracked ?? false
      } then: {
        Call(trackContextRelease(place))
      }
      Step("vm_area_free", "free the object") { k in k.freeVMA() }
        .what(wasSeen ? "The VMA object is freed." : "The VMA is freed again. Nobody ever saw it.")
        .why(
          wasSeen
            ? "The range is free for whoever maps next."
            : "Failing before the tree store leaves no trace for other tasks."
        )
        .note("freed").undoes("establish.vm_area_alloc")
    }
  }
}

/// Kernel: `vma_pfnmap_track_ctx_release` and `pfnmap_track_ctx_release`, mm/vma_init.c and mm/memory.c.
private func trackContextRelease(_ place: String) -> RoutineMaker {
  { kernel in
    Routine("pfnmap_track_ctx_release", as: place, in: "mm/memory.c") {
      Step("pfnmap_untrack", "pfnmap_untrack") { k in k.setVMA(.tracked(false)) }
        .what("The memory type that was reserved for the frames is free again.")
        .why("The reservation belonged to the VMA: it goes with the last one that has it.")
        .note("dropped").undoes("action.remap.pfnmap_track").traced("pfnmap_untrack")
    }
  }
}
