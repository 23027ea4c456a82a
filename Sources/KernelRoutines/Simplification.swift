/// Why a routine is less than the kernel's function step by step.
public enum Simplification {
  /// One sentence for a customised or stubbed routine; nil for a duplicated one.
  public static func reason(_ routine: LinkedRoutine) -> String? {
    guard routine.fidelity != .duplicated else { return nil }
    if let reason = reasons[routine.name] { return reason }
    return witnessed.contains(routine.name) ? shortened : inlined
  }

  /// What a routine may be called: as faithful as declared, but duplicated only where a recording that agrees
  /// shows the function by its name.
  static func fidelity(of routine: Routine) -> Routine.Fidelity {
    let isOfKernel = LinkedRoutine.isOfKernel(routine.file)
    let isUnseen = routine.fidelity == .duplicated && isOfKernel && !witnessed.contains(routine.name)
    return isUnseen ? .customised : routine.fidelity
  }

  private static let inlined =
    "no recording shows it by name: what it calls is recorded, its own lines are ordered by the sources"
  private static let shortened = "steps that nothing here depends on are put together or left out"

  private static let reasons = [
    "__get_unmapped_area":
      "one look for a gap, top down; no hints of drivers, no alignment to huge pages, nothing above 2^47",
    "do_mmap": "the checks before the address are one step",
    "get_next_vma": "looks at the range of the mapper only, not at every VMA",
    "__handle_mm_fault": "huge pages, swap and copies on write are left out",
    "remap_pfn_range_internal": "the loops over the levels are one loop over PTE tables, in the same order",
    "unmap_mapping_range": "no page cache and none of its locks: a device has no pages there",
    "vma_merge_new_range":
      "policy, userfaultfd context and name are equal everywhere, and no process is a fork child",
    "vma_expand": "the VMA behind is marked before its anon_vma is cloned, in every kernel",
    "vms_gather_munmap_vmas": "the store into the detach tree cannot fail, and no VMA is sealed",
    "zap_pte_range": "the entries of a table are cleared in one step",
  ]

  /// Functions of the model that stand by name in recordings with which it agrees; tested.
  static let witnessed: Set<String> = [
    "__anon_vma_prepare", "__compat_vma_mmap", "__compat_vma_mmap_prepare", "__get_unmapped_area",
    "__get_user_pages", "__handle_mm_fault", "__mm_populate", "__mmap_region", "__pmd_alloc", "__pte_alloc",
    "__pud_alloc", "__split_vma", "__vma_start_write", "__x64_sys_mmap", "__zap_vma_range", "anon_vma_clone",
    "arch_get_unmapped_area_topdown", "backing_file_mmap", "can_vma_merge_after", "can_vma_merge_left",
    "can_vma_merge_right", "check_vma_flags", "commit_merge", "compat_set_desc_from_vma", "compat_vma_mmap",
    "compat_vma_mmap_prepare", "do_anonymous_page", "do_fault", "do_mmap", "do_munmap", "do_vmi_align_munmap",
    "do_vmi_munmap", "free_pgd_range", "free_pgtables", "gup_vma_lookup", "handle_mm_fault",
    "insert_page_into_pte_locked", "insert_pages", "ksys_mmap_pgoff", "lock_mm_and_find_vma",
    "lock_vma_under_rcu", "map_kernel_pages_complete", "map_kernel_pages_prepare", "mmap_action_complete",
    "mmap_action_prepare", "mmap_region", "pfnmap_track_ctx_release", "populate_vma_page_range",
    "remap_pfn_range", "remap_pfn_range_complete", "remap_pfn_range_internal", "remap_pfn_range_prepare",
    "remap_pfn_range_track", "remove_vma", "shmem_zero_setup", "shmem_zero_setup_desc",
    "simple_ioremap_prepare", "tlb_finish_mmu", "tlb_flush_mmu", "tlb_flush_rmaps", "touch_atime",
    "unlink_anon_vmas", "unlink_file_vma_batch_final", "unlink_file_vma_batch_process", "unmap_mapping_pages",
    "unmap_mapping_range", "unmap_page_range", "unmap_region", "unmap_single_vma", "unmap_vmas",
    "vm_area_free", "vm_mmap_pgoff", "vma_complete", "vma_expand", "vma_interval_tree_iter_first",
    "vma_link_file", "vma_merge_new_range", "vma_prepare", "vma_set_file", "vms_complete_munmap_vmas",
    "vms_gather_munmap_vmas", "zap_page_range_single", "zap_page_range_single_batched",
    "zap_vma_range_batched",
  ]
}

extension LinkedRoutine {
  /// Whether it stands for a function of the kernel, and not for a driver or for hardware.
  public var isOfKernel: Bool { Self.isOfKernel(file) }

  static func isOfKernel(_ file: String) -> Bool { file != "the driver" && file != "another CPU" }
}
