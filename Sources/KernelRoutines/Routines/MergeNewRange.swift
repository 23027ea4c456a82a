import MemoryModel

// Whether a neighbour grows over the range in place of a new VMA.

/// Looks whether a neighbour can take the range, and lets it grow. On failure to allocate a new VMA is made.
///
/// Kernel: `vma_merge_new_range`, mm/vma.c. Fidelity: customised; neighbours have no memory policy, no
/// userfaultfd context and no anonymous name that could differ.
let vmaMergeNewRange: RoutineMaker = { kernel in
  Routine("vma_merge_new_range", as: "", in: "mm/vma.c", stage: .prepare, fidelity: .customised) {
    Step("vma_merge_new_range", "compare with the neighbours") { k in k.chooseMergeTarget() }
      .what("{mergewhat}.")
      .why("{mergewhy}.")
      .note("{nomerge}")
    If("neighbours, and not VM_SPECIAL", otherwise: "not tried") {
      $0.triesMerge
    } then: {
      if kernel >= .v7_3 {
        If("the previous VMA ends here", otherwise: "a gap") {
          $0.isPreviousAdjacent
        } then: {
          Call(canMerge("can_vma_merge_after", as: "merge_left") { $0.isPreviousAlike })
        }
      } else {
        Call(
          canMerge("can_vma_merge_left", as: "merge_left") {
            $0.isPreviousAdjacent && $0.isPreviousAlike
          })
      }
      Call(canMerge("can_vma_merge_right", as: "merge_right") { $0.isNextAdjacent && $0.isNextAlike })
    }
    If("a neighbour can take it", otherwise: "none can") {
      $0.map.target != nil
    } then: {
      Capture { Call(vmaExpand, stage: .establish) }
      If("no memory", otherwise: "it has grown") {
        $0.hasError
      } then: {
        Assign { k in k.giveUpMerge() }
      }.orElse {
        Step("merged_khugepaged", "khugepaged_enter_vma", minor: true, stage: .establish) { _ in }
          .what("khugepaged looks at the VMA that has grown.")
          .why("A larger range may have become worth a huge page.")
          .note("not eligible").traced("khugepaged_enter_vma")
      }
    }
  }
}

// What is asked of one neighbour; only of one that is alike the anonymous rmap is compared.
private func canMerge(_ function: String, as place: String, _ isAlike: @escaping Condition) -> RoutineMaker {
  { kernel in
    Routine(function, as: place, in: "mm/vma.c", stage: .prepare) {
      If("same file and flags", otherwise: "not alike", isAlike) {
        Step("is_mergeable_anon_vma", "is_mergeable_anon_vma", minor: true) { _ in }
          .what("The anonymous rmap is no obstacle: the new range has none yet.")
          .why("Pages copied by different processes must not get one anon_vma.")
          .note("mergeable").traced("is_mergeable_anon_vma")
      }
    }
  }
}
