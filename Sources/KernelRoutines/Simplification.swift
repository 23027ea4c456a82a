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
    "__get_unmapped_area": "one look for a gap, top down; no hints of drivers and no alignment to huge pages",
    "do_mmap": "the checks before the address are one step",
    "get_next_vma": "looks at the range of the mapper only, not at every VMA",
    "handle_mm_fault": "an entry is there or it is not; no page is made",
    "remap_pfn_range_internal": "the loops over four levels are one loop over PTE tables, in the same order",
    "unmap_mapping_range": "no page cache, its locks and its second walk: a device has no pages there",
    "vma_merge_new_range": "no neighbour belongs to the file: the answer is always no",
    "vms_gather_munmap_vmas": "the range is one whole VMA, so nothing is split",
    "zap_pte_range": "the entries of a table are cleared in one step",
  ]

  /// Functions of the model that stand by name in recordings with which it agrees; tested.
  static let witnessed: Set<String> = [
    "__compat_vma_mmap", "__compat_vma_mmap_prepare", "__get_unmapped_area", "__mmap_region", "__pmd_alloc",
    "__pte_alloc", "__pud_alloc", "__vma_start_write", "__x64_sys_mmap", "__zap_vma_range",
    "compat_set_desc_from_vma", "compat_vma_mmap", "compat_vma_mmap_prepare", "do_mmap", "do_munmap",
    "do_vmi_align_munmap", "do_vmi_munmap", "free_pgd_range", "free_pgtables", "ksys_mmap_pgoff",
    "mmap_action_complete", "mmap_action_prepare", "mmap_region", "pfnmap_track_ctx_release",
    "remap_pfn_range", "remap_pfn_range_complete", "remap_pfn_range_internal", "remap_pfn_range_prepare",
    "remap_pfn_range_track", "remove_vma", "unlink_file_vma_batch_final", "unlink_file_vma_batch_process",
    "unmap_page_range", "unmap_region", "unmap_single_vma", "unmap_vmas", "vm_area_free", "vm_mmap_pgoff",
    "vma_link_file", "vma_merge_new_range", "vma_set_file", "vms_complete_munmap_vmas",
    "vms_gather_munmap_vmas",
  ]
}

extension LinkedRoutine {
  /// Whether it stands for a function of the kernel, and not for a driver or for hardware.
  public var isOfKernel: Bool { Self.isOfKernel(file) }

  static func isOfKernel(_ file: String) -> Bool { file != "the driver" && file != "another CPU" }
}
