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
  { kernel in Routine("unmap_vmas", as: place, in: "mm/memory.c") { Call(unmapSingleVMA(place)) } }
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
      Assign { k in k.setWalk(.range(k.vms.range)) }
      ForEach("PTE table of the range", count: { $0.walkTables }) {
        Assign { k in k.nextPiece() }
        If("the table has entries", otherwise: "no entry set") {
          $0.entriesInPiece > 0
        } then: {
          Burst("pte", .pteTable, by: "pte_offset_map_lock", traced: offsetMapLock(kernel)) {
            Step("zap", "clear {piecepages} entries") { k in k.clearPiece() }
              .what("The entries of the range are cleared, one table at a time.")
              .why("{zapwhy}")
              .note("cleared").undoes("action.remap.pte")
          }
        }
      }
    }
  }
}

extension Kernel {
  var entriesInPiece: Int {
    state.mm(walkedMM).pageTable.count(in: walk.piece.start.page..<walk.piece.end.page)
  }

  mutating func clearPiece() {
    let piece = walk.piece
    emit(.ptesCleared(page: piece.start.page, count: Int32(piece.pages), walkedMM))
  }
}
