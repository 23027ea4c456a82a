import MemoryModel

// Entries are taken out again: after a failed remap and in munmap.

/// Clears the entries of a VMA's range and flushes; the tables stay until munmap. A failed remap does it, and
/// so does a walker that comes through the rmap.
///
/// Kernel: `zap_page_range_single`, mm/memory.c; `zap_vma_range` from 7.1 on.
///
/// - Parameter place: the part of the steps' ids that says who zaps.
func zapRange(_ place: String = "zap") -> RoutineMaker {
  { kernel in
    let name = kernel >= .v7_1 ? "zap_vma_range" : "zap_page_range_single"
    return Routine(name, as: place, in: "mm/memory.c") {
      Step("tlb_gather", "tlb_gather_mmu", minor: true) { _ in }
        .what("Pages whose entries go are gathered; they are freed after the flush.")
        .why("A CPU may still use a cached entry: no page may be reused before.")
        .note("gathering").traced("tlb_gather_mmu")
      Call(zapBatched(place))
      Step("flush", "tlb_finish_mmu") { k in k.emit(.tlbFlushed(k.walkedMM, k.walk.range)) }
        .what("Every CPU forgets the entries it may have cached.")
        .why("Until this flush another CPU could still use what was zapped.")
        .note("flushed").traced("tlb_finish_mmu")
    }
  }
}

private func zapBatched(_ place: String) -> RoutineMaker {
  { kernel in
    let name = kernel >= .v7_1 ? "zap_vma_range_batched" : "zap_page_range_single_batched"
    return Routine(name, as: place, in: "mm/memory.c") { Call(unmapSingleVMA(place, label: "", locals: [])) }
  }
}

/// Kernel: `unmap_vmas`, mm/memory.c.
func unmapVMAs(_ place: String) -> RoutineMaker {
  { kernel in
    Routine("unmap_vmas", as: place, in: "mm/memory.c") {
      ForEach("VMA of the detach tree", quiet: true, count: { $0.vms.detached.count }) {
        Assign { k in k.workOnDetached() }
        Call(unmapSingleVMA(place, label: "zap", locals: [.walk]))
      }
    }
  }
}

/// Kernel: `unmap_single_vma`, mm/memory.c; `__zap_vma_range` from 7.1 on.
///
/// - Parameters:
///   - label: the last part of the id of the step that clears.
///   - locals: a walk of its own over what is unmapped; none where the caller's is meant.
private func unmapSingleVMA(_ place: String, label: String, locals: [StackLocal.Kind]) -> RoutineMaker {
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
      Call(unmapPageRange(place, label: label, locals: locals))
    }
  }
}

/// Fidelity: customised; whether a page is dirty is not known, so every writable shared one counts as dirty.
private func unmapPageRange(_ place: String, label: String, locals: [StackLocal.Kind]) -> RoutineMaker {
  { kernel in
    Routine("unmap_page_range", as: place, in: "mm/memory.c", locals: locals, fidelity: .customised) {
      if !locals.isEmpty { Assign { k in k.setWalk(.range(k.subject?.range ?? k.vms.range)) } }
      ForEach("PTE table of the range", count: { $0.walkTables }) {
        Assign { k in k.nextPiece() }
        If("there is a table", otherwise: "no table") {
          $0.entriesInPiece > 0 || !$0.isMissing(.pte)
        } then: {
          Burst("pte", .pteTable, by: "pte_offset_map_lock", traced: offsetMapLock(kernel)) {
            Assign { k in k.setWalk(.dirty(k.dirtyInPiece)) }
            If("entries are set", otherwise: "no entry set") {
              $0.entriesInPiece > 0
            } then: {
              Step(label, "clear {piecepages} entries") { k in k.clearPiece() }
                .what("{piecepages} entries of the range are cleared, one table at a time.")
                .why("{zapwhy}")
                .note("cleared").undoes("action.remap.pte")
            }
            If("a dirty page was mapped", otherwise: "no page behind them") {
              $0.walk.dirty > 0
            } then: {
              Call(flushRmaps(place))
              Call(flushGathered(place))
            }
          }
        }
      }
    }
  }
}

/// Kernel: `tlb_flush_rmaps`, mm/mmu_gather.c.
private func flushRmaps(_ place: String) -> RoutineMaker {
  { kernel in
    Routine("tlb_flush_rmaps", as: place, in: "mm/mmu_gather.c") {
      Step("flush_rmaps", "tlb_flush_rmap_batch", minor: true) { _ in }
        .what("All CPUs flush now, then {dirty} pages lose their rmap.")
        .why("They are dirty: they must not be cleaned while a CPU can still write them.")
        .note("flushed").traced("tlb_flush_rmap_batch")
    }
  }
}

/// Kernel: `tlb_flush_mmu`, mm/mmu_gather.c.
private func flushGathered(_ place: String) -> RoutineMaker {
  { kernel in
    Routine("tlb_flush_mmu", as: place, in: "mm/mmu_gather.c") {
      Step("free_pages", "free the gathered pages", minor: true) { k in
        k.emit(.tlbFlushed(k.walkedMM, k.walk.piece))
      }
      .what("The gathered pages are given back, under the PTE lock still.")
      .why("A forced flush does not wait for the end of the walk.")
      .note("given back").traced("__tlb_batch_free_encoded_pages")
    }
  }
}

extension Kernel {
  mutating func workOnDetached() { setVMS(.gathered(vms.detached[turn])) }

  var entriesInPiece: Int {
    state.mm(walkedMM).pageTable.count(in: walk.piece.start.page..<walk.piece.end.page)
  }

  /// Entries of the piece behind which a page may be dirty: those of a shared writable VMA that map pages.
  var dirtyInPiece: Int {
    // What an action inserted is clean: the kernel sets no dirty bit for it.
    guard let subject, subject.flags.contains([.shared, .write]), !subject.flags.contains(.mixedMap)
    else { return 0 }
    return pagesInPiece
  }

  // Entries of the piece behind which there is a counted page.
  private var pagesInPiece: Int {
    let pages = walk.piece.start.page..<walk.piece.end.page
    return state.mm(walkedMM).pageTable.runs.reduce(0) { sum, run in
      guard run.first.kind == .page else { return sum }
      let low = max(run.page, pages.lowerBound)
      let high = min(run.page + UInt64(run.count), pages.upperBound)
      return sum + (high > low ? Int(high - low) : 0)
    }
  }

  mutating func clearPiece() {
    let piece = walk.piece
    // A forced flush of dirty pages frees them at once.
    if let vms = state.task(task).vms, walk.dirty == 0, pagesInPiece > 0 {
      setVMS(.batch(vms.batch + pagesInPiece))
    }
    emit(.ptesCleared(page: piece.start.page, count: Int32(piece.pages), walkedMM))
  }
}
