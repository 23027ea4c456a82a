import MemoryModel

// What a merge and a split have in common: a VMA in the rmap must not change its range.

/// Takes what is resized out of the rmap, under its lock.
///
/// Kernel: `vma_prepare`, mm/vma.c.
func vmaPrepare(_ place: String) -> RoutineMaker {
  { kernel in
    let insert = kernel >= .v7_3 ? "mapping_rmap_tree_insert" : "vma_interval_tree_insert"
    return Routine("vma_prepare", as: place, in: "mm/vma.c") {
      If("vma->vm_file", otherwise: "no file") {
        $0.subject?.file != nil
      } then: {
        Step("uprobe_munmap", "uprobe_munmap", minor: true) { _ in }
          .what("No breakpoint has to be taken out.")
          .why("Those of the file are set again when the range is final.")
          .note("none").traced("uprobe_munmap")
        Acquire("lock", .iMmap, .write, by: "i_mmap_lock_write")
          .what("The file's rmap lock i_mmap is taken for writing.")
          .why("A truncate shall see the old range or the new one, nothing between.")
          .note("write").traced("down_write")
        If("a piece is cut off", otherwise: "no piece") {
          $0.current.vms?.piece != nil
        } then: {
          Step("link_piece", insert, minor: true) { k in k.linkPiece() }
            .what("The piece that is cut off enters the i_mmap tree.")
            .why("A walker that comes later finds its pages through it.")
            .note("in the rmap").traced(insert)
        }
        Step("unlink", rmapRemove(kernel), minor: true) { k in k.unlink() }
          .what("The VMA leaves the i_mmap tree of {vmfile} for a moment.")
          .why("The tree is ordered by file pages: a VMA in it must not be resized.")
          .note("out of the rmap").traced(rmapRemove(kernel))
      }
      If("anon_vma", otherwise: "no anon_vma") {
        $0.subject?.hasAnonVMA ?? false
      } then: {
        Acquire("anon_lock", .anonVMA, .write, by: "anon_vma_lock_write")
          .what("The lock of the anonymous rmap is taken for writing.")
          .why("Reclaim and migration walk it from a page: they wait.")
          .note("write").traced("down_write")
        Step("anon_unlink", anonRemove(kernel), minor: true) { _ in }
          .what("The VMA leaves the anonymous rmap for a moment.")
          .why("Its tree is ordered by page offset too.")
          .note("out").traced(anonRemove(kernel))
      }
    }
  }
}

/// Puts it back, and lets walkers look again.
///
/// Kernel: `vma_complete`, mm/vma.c.
func vmaComplete(_ place: String) -> RoutineMaker {
  { kernel in
    let insert = kernel >= .v7_3 ? "mapping_rmap_tree_insert" : "vma_interval_tree_insert"
    return Routine("vma_complete", as: place, in: "mm/vma.c") {
      If("vma->vm_file", otherwise: "no file") {
        $0.subject?.file != nil
      } then: {
        Step("link", insert) { k in k.link() }
          .what("The VMA is back in the i_mmap tree, with its new file pages.")
          .why("It is the same VMA: no reference is taken, vm_ops stay as they are.")
          .note("in the rmap").traced(insert)
        If("a VMA goes", otherwise: "none goes") {
          $0.map.removed != nil
        } then: {
          Step("unlink_removed", rmapRemove(kernel)) { k in k.unlinkRemoved() }
            .what("The VMA behind leaves the i_mmap tree for good.")
            .why("Its file pages are found through the one that has grown over it.")
            .note("out of the rmap").traced(rmapRemove(kernel))
        }
      }
      If("a piece is cut off", otherwise: "no piece") {
        $0.current.vms?.piece != nil
      } then: {
        Step("store_piece", "vma_iter_store_new") { k in k.storePiece() }
          .what("The piece is stored in the tree: two VMAs where there was one.")
          .why("The split stays, whatever becomes of this mmap().")
          .note("in the tree")
      }
      If("anon_vma", otherwise: "no anon_vma") {
        $0.subject?.hasAnonVMA ?? false
      } then: {
        Step("anon_link", anonInsert(kernel), minor: true) { _ in }
          .what("The VMA is back in the anonymous rmap.")
          .why("Its pages are found through it again.")
          .note("in").traced(anonInsert(kernel))
        Release("anon_unlock", .anonVMA, .write, by: "anon_vma_unlock_write")
          .what("The lock of the anonymous rmap is dropped.")
          .why("Walkers go on.")
          .note("free").traced("up_write")
      }
      If("vma->vm_file", otherwise: "no file") {
        $0.subject?.file != nil
      } then: {
        Release("unlock", .iMmap, .write, by: "i_mmap_unlock_write")
          .what("The rmap lock is dropped.")
          .why("Walkers of the file find the whole range from now on.")
          .note("free").traced("up_write")
        Step("uprobe_mmap", "uprobe_mmap", minor: true) { _ in }
          .what("No breakpoint is set in this file.")
          .why("With one, it would be written into the resized mapping here.")
          .note("none").traced("uprobe_mmap")
      }
      If("a VMA goes", otherwise: "none goes") {
        $0.map.removed != nil
      } then: {
        freeRemoved(kernel)
      }
    }
  }
}

func rmapRemove(_ kernel: Revision) -> String {
  kernel >= .v7_3 ? "mapping_rmap_tree_remove" : "vma_interval_tree_remove"
}

func anonInsert(_ kernel: Revision) -> String {
  kernel >= .v7_3 ? "anon_rmap_tree_insert" : "anon_vma_interval_tree_insert"
}

func anonRemove(_ kernel: Revision) -> String {
  kernel >= .v7_3 ? "anon_rmap_tree_remove" : "anon_vma_interval_tree_remove"
}
