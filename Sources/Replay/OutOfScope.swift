/// Functions of recorded graphs that the model leaves to others, so that their lines do not count as unknown.
///
/// Limit: 50 names; what is not here and not in the model lowers the share of known lines.
public enum OutOfScope {
  public static let limit = 50

  public static let functions: Set<String> = [
    // Security modules.
    "selinux_mmap_file", "ipe_mmap_file", "ima_file_mmap", "security_mmap_addr", "cap_mmap_addr",
    "selinux_mmap_addr", "cap_vm_enough_memory", "selinux_vm_enough_memory", "__vm_enough_memory",
    // Memory types: what stands behind pfnmap_track.
    "pat_pagerange_is_ram", "lookup_memtype", "memtype_reserve", "memtype_free", "memtype_check_insert",
    "memtype_kernel_map_sync", "page_is_ram", "phys_mem_access_encrypted", "phys_mem_access_prot",
    "phys_mem_access_prot_allowed", "valid_mmap_phys_addr_range", "devmem_is_allowed", "down_trylock",
    // khugepaged and transparent huge pages.
    "hugepage_pmd_enabled", "hugepage_enabled", "__thp_vma_allowable_orders", "vma_is_special_huge",
    // Flushing on the processor itself.
    "flush_tlb_mm_range", "flush_tlb_func", "flush_tlb_batched_pending", "mm_needs_global_asid",
    // What a zap and a free hand to the TLB gather, which frees it behind the flush.
    "__tlb_remove_folio_pages", "__tlb_batch_free_encoded_pages", "tlb_remove_table",
    // sysfs and PCI in front of a driver's hook.
    "kernfs_get_active", "kernfs_put_active", "sysfs_kf_bin_mmap", "pci_mmap_resource_uc",
    "pci_mmap_resource", "pci_mmap_fits", "pci_mmap_resource_range", "mutex_lock", "mutex_unlock",
  ]
}
