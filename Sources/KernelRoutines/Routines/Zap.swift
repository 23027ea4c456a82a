import MemoryModel

// Entries are taken out again: after a failed remap and in munmap.

/// Removes what a failed remap has set so far; the tables stay until munmap.
///
/// Kernel: `zap_page_range_single`, mm/memory.c.
let zapRange: RoutineMaker = { kernel in
  Routine(kernel >= .v7_2 ? "zap_vma_range" : "zap_page_range_single", as: "zap", in: "mm/memory.c") {
    Call(zapTables)
    Step("flush", "flush the TLB") { k in k.emit(.tlbFlushed(k.walkedMM, k.walk.range)) }
      .what("Every CPU forgets the entries it may have cached.")
      .why("Until this flush another CPU could still use what was zapped.")
      .note("flushed")
  }
}

private let zapTables: RoutineMaker = { kernel in
  Routine("zap_pte_range", as: "zap", in: "mm/memory.c", fidelity: .customised) {
    ForEach("PTE table of the range", count: { $0.walkTables }) {
      Assign { k in k.nextPiece() }
      If("the table has entries", otherwise: "no entry set") {
        $0.entriesInPiece > 0
      } then: {
        Burst("pte", .pteTable, by: "pte_offset_map_lock") {
          Step("", "clear {piecepages} entries") { k in k.clearPiece() }
            .what("The entries set so far are cleared.")
            .why("A failed remap leaves no entry behind; what CPUs did with them stays.")
            .note("cleared").undoes("action.remap.pte")
        }
      }
    }
  }
}

/// Kernel: `unmap_vmas`, mm/memory.c.
func unmapVMAs(_ place: String) -> RoutineMaker {
  { kernel in
    Routine("unmap_vmas", as: place, in: "mm/memory.c") {
      ForEach("VMA of the detach tree", quiet: true, count: { $0.vmasToClear }) {
        Assign { k in k.workOnDetached() }
        Call(unmapSingleVMA(place))
      }
    }
  }
}

private func unmapSingleVMA(_ place: String) -> RoutineMaker {
  { kernel in
    let name = kernel >= .v7_1 ? "__zap_vma_range" : "unmap_single_vma"
    return Routine(name, as: place, in: "mm/memory.c") {
      If("vma->vm_file", otherwise: "no file") {
        $0.subject?.file != nil
      } then: {
        Step("uprobe_munmap", "uprobe_munmap", minor: true) { _ in }
          .what("No breakpoint has to be taken out.")
          .why("It would be removed before the entries are.")
          .note("none").traced("uprobe_munmap")
      }
      Call(unmapPageRange(place))
    }
  }
}

private func unmapPageRange(_ place: String) -> RoutineMaker {
  { kernel in
    Routine("unmap_page_range", as: place, in: "mm/memory.c", locals: [.walk]) {
      Assign { k in k.setWalk(.range(k.subject?.range ?? k.vms.range)) }
      ForEach("PTE table of the range", count: { $0.walkTables }) {
        Assign { k in k.nextPiece() }
        If("there is a table", otherwise: "no table") {
          $0.entriesInPiece > 0 || !$0.isMissing(.pte)
        } then: {
          Burst("pte", .pteTable, by: "pte_offset_map_lock", traced: offsetMapLock(kernel)) {
            If("counted pages", otherwise: "special entries") {
              $0.hasPages
            } then: {
              Call(zapPages(place))
            }
            If("special entries", otherwise: "none") {
              $0.entriesInPiece > 0
            } then: {
              Step("zap", "clear {piecepages} entries") { k in k.clearPiece() }
                .what("The entries of the range are cleared, one table at a time.")
                .why("Special entries are just dropped: no page behind them is counted.")
                .note("cleared").undoes("action.remap.pte")
            }
          }
        }
      }
    }
  }
}

// Each page that is counted is taken off by itself.
private func zapPages(_ place: String) -> RoutineMaker {
  { kernel in
    Routine("zap_present_ptes", as: place, in: "mm/memory.c") {
      ForEach("page", from: { $0.firstPage }, count: { $0.walk.piece.pages }) {
        If("pte_present", otherwise: "empty") {
          $0.mm.pageTable.entry(at: $0.addressOfPage.page) != nil
        } then: {
          Step("normal_page", "vm_normal_page", minor: true) { _ in }
            .what("The entry of {va} names a counted page.")
            .why("A special entry would just be cleared.")
            .note("a page")
          Step("zap_page", "clear [{i}]", minor: true) { k in k.clearPage() }
            .what("The entry of {va} is cleared; the page loses this mapping.")
            .why("Its last mapping: the page itself goes once the TLB is flushed.")
            .note("cleared").traced("folio_remove_rmap_ptes")
          Step("gather_page", "__tlb_remove_folio_pages", minor: true) { _ in }
            .what("The page is put on the list of those to free.")
            .why("Another CPU may use it until the flush.")
            .note("gathered").traced("__tlb_remove_folio_pages")
        }
      }
    }
  }
}

extension Kernel {
  /// How many VMAs an unmap goes through; the VMA of a failed f_op->mmap is in no detach tree.
  var vmasToClear: Int { max(1, vms.detached.count) }

  mutating func workOnDetached() {
    if vms.detached.indices.contains(index) { setVMS(.gathered(vms.detached[index])) }
  }

  /// The table holds entries of counted pages.
  var hasPages: Bool {
    let piece = walk.piece
    return (piece.start.page..<piece.end.page).contains { mm.pageTable.entry(at: $0)?.kind == .page }
  }

  mutating func clearPage() { emit(.ptesCleared(page: addressOfPage.page, count: 1, walkedMM)) }

  var entriesInPiece: Int {
    state.mm(walkedMM).pageTable.count(in: walk.piece.start.page..<walk.piece.end.page)
  }

  mutating func clearPiece() {
    let piece = walk.piece
    emit(.ptesCleared(page: piece.start.page, count: Int32(piece.pages), walkedMM))
  }
}
