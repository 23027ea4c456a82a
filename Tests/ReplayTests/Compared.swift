/// The functions that are compared with 6.19, written out so that coverage cannot shrink unnoticed.
enum Compared {
  static let functions = [
    "devmem_vga_shared": entry + mapped("mmap_mem_prepare", prepare: remapPrepare, action: remap) + exit,
    "lab_remap_full": entry + mapped("lab_mmap_prepare", prepare: remapPrepare, action: remap) + exit,
    "lab_remap_mixed": entry + mapped("lab_mmap_prepare", prepare: remapPrepare, action: refused) + exit,
    "lab_nothing": entry + mapped("lab_mmap_prepare", prepare: [], action: []) + exit,
    "lab_prepare_fail": entry + region + ["      lab_mmap_prepare"] + exit,
  ]

  private static let entry = [
    "down_write_killable",
    "do_mmap",
    "  __get_unmapped_area",
    "    arch_get_unmapped_area_topdown",
    "  memfd_check_seals_mmap",
  ]
  private static let region = [
    "  mmap_region",
    "    __mmap_region",
    "      may_expand_vm",
  ]
  private static let exit = ["up_write"]
  private static let remapPrepare = ["        remap_pfn_range_prepare"]

  // Only what is not special is compared with its neighbours.
  private static let asked = ["        can_vma_merge_left", "        can_vma_merge_right"]

  private static func mapped(_ hook: String, prepare: [String], action: [String]) -> [String] {
    region + [
      "      " + hook,
      "      mmap_action_prepare",
    ] + prepare + [
      "      ksm_vma_flags",
      "      vma_merge_new_range",
    ] + (prepare.isEmpty ? asked : []) + [
      "      vm_area_alloc",
      "      __vma_start_write",
      "      down_write",
      "      vma_interval_tree_insert",
      "      up_write",
      "      khugepaged_enter_vma",
      "      perf_event_mmap",
      "      vms_complete_munmap_vmas",
      "      vm_stat_account",
      "      uprobe_mmap",
      "      vma_set_page_prot",
      "      mmap_action_complete",
    ] + action
  }

  private static let tracking = [
    "        remap_pfn_range_complete",
    "          remap_pfn_range_track",
    "            pfnmap_track",
  ]

  private static let remap =
    tracking + [
      "            __pud_alloc",
      "            __pmd_alloc",
      "            __pte_alloc",
      "              pte_alloc_one",
      "              pmd_install",
      "            __pte_offset_map_lock",
    ]

  private static let refused =
    tracking + [
      "        do_munmap",
      "          do_vmi_munmap",
      "            do_vmi_align_munmap",
      "              vms_gather_munmap_vmas",
      "                vma_mark_detached",
      "              vms_complete_munmap_vmas",
      "                tlb_gather_mmu",
      "                unmap_vmas",
      "                  unmap_single_vma",
      "                    uprobe_munmap",
      "                    unmap_page_range",
      "                free_pgtables",
      "                  unlink_anon_vmas",
      "                  unlink_file_vma_batch_init",
      "                  unlink_file_vma_batch_add",
      "                  unlink_file_vma_batch_final",
      "                    unlink_file_vma_batch_process",
      "                      down_write",
      "                      vma_interval_tree_remove",
      "                      up_write",
      "                  free_pgd_range",
      "                tlb_finish_mmu",
      "                remove_vma",
      "                  lab_vma_close",
      "                  fput",
      "                  vm_area_free",
    ]

  /// What the model has no step for: security modules, the search inside `__get_unmapped_area`, checks of
  /// `/dev/mem`, and the memory types behind `pfnmap_track`.
  static let leftOut = [
    "selinux_mmap_file", "ipe_mmap_file", "ima_file_mmap", "mm_get_unmapped_area_vmflags",
    "security_mmap_addr", "cap_mmap_addr", "selinux_mmap_addr",
    "shmem_mapping", "valid_mmap_phys_addr_range", "devmem_is_allowed", "phys_mem_access_prot_allowed",
    "phys_mem_access_prot", "phys_mem_access_encrypted",
    "hugepage_pmd_enabled", "__thp_vma_allowable_orders", "vma_wants_writenotify", "pat_pagerange_is_ram",
    "memtype_reserve", "memtype_kernel_map_sync", "page_is_ram", "lookup_memtype", "memtype_check_insert",
    "down_trylock",
  ]
}
