extension Law {
  /// Where a law comes from: a number of one of the two lists of what must hold, and the laws that say it.
  public struct Source: Hashable, Sendable {
    /// `L1` … are the invariants of one address space; `I1` … those of tasks that run at once.
    public var number: String
    public var laws: [String]
  }

  /// Numbers 12 and 13 of the first list, and I8, need pages and TLBs, which are not modelled.
  public static let sources: [Source] = [
    ("L1", "tree_is_ordered tree_keys_match_vmas map_count_equals_tree"),
    ("L2", "tree_holds_attached tree_vma_is_attached detached_is_write_locked"),
    ("L3", "freed_vma_is_unreachable"),
    ("L4", "file_vma_is_linked_once"),
    ("L5", "lock_is_held"),
    ("L6", "sequence_is_even_when_free sequence_is_odd_when_written"),
    ("L7", "read_lock_needs_unlocked_vma"),
    ("L8", "entry_lies_in_vma no_entry_outside_vmas"),
    ("L9", "special_entry_needs_flags remap_flags_precede_vma"),
    ("L10", "cow_frames_follow_pgoff"),
    ("L11", "entry_is_not_overwritten failed_remap_leaves_no_entry"),
    (
      "L14",
      "success_is_accounted totals_match_tree charge_is_balanced total_vm_is_balanced map_count_is_balanced"
    ),
    ("L15", "references_are_balanced writable_count_is_balanced writable_matches_vmas"),
    ("L16", "count_equals_mappings count_is_balanced"),
    ("L17", "hooks_need_a_new_vma"),
    ("L18", "prepare_makes_no_entries descriptor_range_is_kept flags_stay_after_link vma_range_is_kept"),
    ("L19", "failed_action_unmaps"),
    ("L20", "rmap_lock_only_hides munmap_without_rmap_lock"),
    ("L21", "fixed_leaves_old_or_hole"),
    ("L22", "no_fault_in_unfinished_vma"),
    ("L23", "locks_follow_their_order no_lock_is_taken_twice"),
    ("I1", "no_deadlock"),
    ("I2", "lock_classes_have_no_cycle"),
    ("I3", "only_held_locks_are_released no_lock_survives"),
    ("I4", "lock_is_held"),
    ("I5", "no_use_after_free freed_table_is_unused"),
    ("I6", "no_half_built_use"),
    ("I7", "tree_and_rmap_agree"),
    ("I9", "no_stale_grant"),
    ("I10", "count_equals_mappings count_is_balanced"),
    ("I11", "failed_call_leaves_no_vma tables_are_balanced entries_are_balanced"),
    (
      "I12",
      "returned_range_is_mapped returned_range_is_complete returned_vma_is_whole hook_error_is_reported"
    ),
    ("I13", "charge_matches_vmas counts_are_not_negative"),
    ("I14", "merge_keeps_older_vma"),
  ].map { Source(number: $0, laws: $1.split(separator: " ").map(String.init)) }

  /// The numbers that this law answers to.
  public var numbers: [String] { Self.sources.filter { $0.laws.contains(id) }.map(\.number) }
}
