import MemoryModel

// The walkers that find VMAs through the rmap of a file: truncate in two passes, revoke in one.

/// ftruncate() by another process: the entries of what is cut off are zapped before and after the page cache
/// loses the pages.
///
/// Kernel: `do_truncate`, fs/open.c, and `truncate_pagecache`, mm/truncate.c. Fidelity: customised; the locks
/// of inode and page cache are left out, because no other modelled task takes them, and the page cache too.
let truncateEntry: RoutineMaker = { kernel in
  Routine("do_truncate", as: "", in: "fs/open.c", stage: .truncate, locals: [.look], fidelity: .customised) {
    Step("i_size", "i_size_write") { _ in }
      .what("{actor} cuts {walkedfile}: its new size is set first.")
      .why("A fault that comes later finds the page beyond the end: SIGBUS.")
      .note("cut")
    Call(unmapMappingRange(""))
    Step("pages", "truncate_inode_pages") { _ in }
      .what("{actor} takes the pages beyond the new end out of the page cache.")
      .why("A fault may have mapped one since the first pass.")
      .note("dropped")
    Call(unmapMappingRange("again"))
    walkDone
  }
}

/// A driver that takes its device back: every entry of every mapping of it goes, once.
///
/// Kernel: `unmap_mapping_range`, mm/memory.c, as drivers call it.
let revokeEntry: RoutineMaker = { kernel in
  Routine("revoke", as: "", in: "the driver", stage: .revoke, locals: [.look], fidelity: .customised) {
    Call(unmapMappingRange(""))
    walkDone
  }
}

private let walkDone = Step("done", "return", minor: true) { k in k.emit(.returned(k.task, .done)) }
  .what("{actor} is done.")
  .why("Whether it saw the mapping depended on when it looked.")
  .note("done")

/// Kernel: `unmap_mapping_range`, mm/memory.c; what walks the tree is `unmap_mapping_pages`.
///
/// - Parameter pass: the part of the steps' ids that says which pass it is.
private func unmapMappingRange(_ pass: String) -> RoutineMaker {
  { kernel in
    Routine("unmap_mapping_range", as: pass, in: "mm/memory.c") { Call(unmapMappingPages(pass)) }
  }
}

private func unmapMappingPages(_ pass: String) -> RoutineMaker {
  { kernel in
    Routine("unmap_mapping_pages", as: pass, in: "mm/memory.c") {
      Acquire("i_mmap_lock_read", .iMmap, .read, by: "i_mmap_lock_read", minor: false)
        .what("{actor} takes the rmap lock of {walkedfile} for reading.")
        .why("It holds no lock of the mapper: nothing there keeps it out.")
        .note("read").traced("down_read")
      If("the tree has VMAs", otherwise: "no VMA in i_mmap") {
        !$0.state.file($0.walkedFile).iMmap.isEmpty
      } then: {
        Call(rmapFirst(pass))
        ForEach("VMA of the file in the range", count: { $0.walkedVMAs.count }) {
          Assign { k in k.setLook(.seen(k.walkedVMAs[k.index])) }
          Call(unmapMappingRangeVMA(pass))
          rmapNext(kernel)
        }
      }
      Assign { k in k.setLook(.seen(nil)) }
      Release("i_mmap_unlock_read", .iMmap, .read, by: "i_mmap_unlock_read", minor: false)
        .what("{actor} drops the rmap lock: every VMA it could find is empty now.")
        .why("Entries that are set from here on it has missed.")
        .note("free").traced("up_read")
    }
  }
}

private func rmapFirst(_ pass: String) -> RoutineMaker {
  { kernel in
    let tree = kernel >= .v7_3 ? "mapping_rmap_tree" : "vma_interval_tree"
    let search = kernel >= .v7_3 ? "__\(tree)_subtree_search" : "\(tree)_subtree_search"
    return Routine("\(tree)_iter_first", as: pass, in: "mm/interval_tree.c") {
      Step("search", "\(tree)_iter_first", minor: true) { _ in }
        .what("{actor} looks in the tree of {walkedfile} for VMAs over what is cut.")
        .why("The tree is sorted by file offset, so only those are met.")
        .note("looked up").traced(search)
    }
  }
}

private func rmapNext(_ kernel: Revision) -> Step {
  let name = kernel >= .v7_3 ? "mapping_rmap_tree_iter_next" : "vma_interval_tree_iter_next"
  return Step("next", name, minor: true) { _ in }
    .what("{actor} looks for the next VMA of the file.")
    .why("Other processes may map the same offsets.")
    .note("looked up").traced(name)
}

/// Kernel: `unmap_mapping_range_vma`, mm/memory.c.
private func unmapMappingRangeVMA(_ pass: String) -> RoutineMaker {
  { kernel in
    Routine("unmap_mapping_range_vma", as: pass, in: "mm/memory.c", locals: [.walk]) {
      Step("unmap_mapping_range_vma", "find the VMA in i_mmap") { k in
        if let area = k.subject { k.setWalk(.range(k.walkedPart(of: area))) }
      }
      .what("{actor} finds {seen} through i_mmap{seenops}.")
      .why("The VMA's write lock does not matter to it: it only clears entries.")
      .note("found")
      Call(zapRange(pass.isEmpty ? "zap" : pass + ".zap"))
    }
  }
}

extension Kernel {
  /// The first page of the file from which on mappings are zapped.
  private var firstWalkedPage: UInt64 {
    if case .truncate(_, let pages) = taskCall { return pages }
    return 0
  }

  /// The VMAs of the walked file that reach beyond the first page zapped. The rmap lock keeps the list still.
  var walkedVMAs: [VMAID] {
    state.file(walkedFile).iMmap.filter { id in
      state.vma(id).map { walkedPart(of: $0).bytes > 0 } ?? false
    }
  }

  /// The part of a VMA that maps what is cut off.
  func walkedPart(of area: VMArea) -> AddressRange {
    guard firstWalkedPage > area.pageOffset else { return area.range }
    let kept = firstWalkedPage - area.pageOffset
    guard kept < UInt64(area.range.pages) else { return AddressRange(area.range.end, area.range.end) }
    return AddressRange(area.range.start.advanced(byPages: Int(kept)), area.range.end)
  }
}
