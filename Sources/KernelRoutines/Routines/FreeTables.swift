import MemoryModel

// The rmap is left and the page-table pages go.

/// Kernel: `free_pgtables`, mm/memory.c.
///
/// - Parameter place: the part of the steps' ids that says who unmaps.
func freePgtables(_ place: String) -> RoutineMaker {
  { kernel in
    let here = place + ".free_pgtables"
    return Routine("free_pgtables", as: here, in: "mm/memory.c") {
      ForEach("VMA of the detach tree", quiet: true, count: { $0.vms.detached.count }) {
        Assign { k in k.workOnDetached() }
        Call(freeTablesOf(place))
      }
    }
  }
}

/// One turn of the loop of `free_pgtables`.
private func freeTablesOf(_ place: String) -> RoutineMaker {
  { kernel in
    let here = place + ".free_pgtables"
    return Routine("free_pgtables of one VMA", as: here, in: "mm/memory.c") {
      If("mm_wr_locked, not write-locked yet", otherwise: "write-locked already") {
        $0.mm.mmapLock.writer == $0.task && !$0.isSubjectWriteLocked
      } then: {
        Call(vmaStartWrite)
      }
      If("vma->anon_vma", otherwise: "none") {
        $0.subject?.hasAnonVMA ?? false
      } then: {
        Call(unlinkAnonVMAs(here))
      }.orElse {
        Step("anon", "unlink_anon_vmas", minor: true) { _ in }
          .what("The VMA has no anon_vma: nothing was ever copied.")
          .why("Anonymous rmap links would go here.")
          .note("none").traced("unlink_anon_vmas")
      }
      Step("batch_init", "unlink_file_vma_batch_init", minor: true) { _ in }
        .what("A list of VMAs that leave the rmap together is begun; it is empty.")
        .why("VMAs of one file often lie side by side: one lock serves them all.")
        .note("empty").traced("unlink_file_vma_batch_init")
      Step("batch_add", "unlink_file_vma_batch_add", minor: true) { _ in }
        .what("The VMA is put on a list of VMAs of the same file{nofile}.")
        .why("Up to eight of them leave the rmap under one hold of its lock.")
        .note("{batched}").traced("unlink_file_vma_batch_add")
      Call(unlinkFinal(here))
      Call(freePgdRange(place))
    }
  }
}

/// Kernel: `unlink_anon_vmas`, mm/rmap.c.
private func unlinkAnonVMAs(_ here: String) -> RoutineMaker {
  { kernel in
    Routine("unlink_anon_vmas", as: here, in: "mm/rmap.c") {
      anonLock("anon") {
        Step("anon_unlink", anonRemove(kernel), minor: true) { k in k.setVMA(.anonVMA(false)) }
          .what("The VMA leaves the anonymous rmap of its pages.")
          .why("No walker can come from a page to it any more.")
          .note("unlinked").traced(anonRemove(kernel))
      }
      If("the last VMA of the anon_vma", otherwise: "others have it") {
        $0.isLastOfAnonVMA
      } then: {
        Step("put_anon_vma", "__put_anon_vma", minor: true) { _ in }
          .what("No VMA needs the anon_vma any more: it is freed.")
          .why("Pieces of a split VMA share one.")
          .note("freed").traced("__put_anon_vma")
      }
    }
  }
}

private func unlinkFinal(_ here: String) -> RoutineMaker {
  { kernel in
    Routine("unlink_file_vma_batch_final", as: here, in: "mm/vma.c") {
      If("a VMA is on the list", otherwise: "the list is empty") {
        $0.subject?.file != nil
      } then: {
        Call(unlinkProcess(here))
      }
    }
  }
}

/// Kernel: `unlink_file_vma_batch_process`, mm/vma.c: here 6.19 waits for itself when the rmap lock is held.
private func unlinkProcess(_ here: String) -> RoutineMaker {
  { kernel in
    let remove = kernel >= .v7_3 ? "mapping_rmap_tree_remove" : "vma_interval_tree_remove"
    return Routine("unlink_file_vma_batch_process", as: here, in: "mm/vma.c") {
      Acquire("lock", .iMmap, .write, by: "i_mmap_lock_write")
        .what("The file's rmap lock i_mmap is taken for writing.")
        .why("Who kept it over a failed action, as 6.19 can, waits for itself here.")
        .note("write").traced("down_write")
      Step("", remove) { k in
        if k.subject?.flags.contains([.shared, .mayWrite]) == true { k.countWritable(k.subject?.file, -1) }
        k.unlink()
      }
      .what("The VMA leaves the file's rmap tree: no walker can find it any more.")
      .why("Between the tree and here a truncate could still meet it.")
      .note("out of the rmap").undoes("establish.vma_link_file").traced(remove)
      Release("unlock", .iMmap, .write, by: "i_mmap_unlock_write")
        .what("The rmap lock is dropped.")
        .why("Walkers of the file go on; they no longer meet the VMA.")
        .note("free").traced("up_write")
    }
  }
}

/// Frees the tables whose whole span lies between the neighbours, from the bottom up.
///
/// Kernel: `free_pgd_range`, mm/memory.c.
private func freePgdRange(_ place: String) -> RoutineMaker {
  { kernel in
    Routine("free_pgd_range", as: place, in: "mm/memory.c") {
      for level in PageLevel.installed.reversed() {
        let name = level.name.lowercased()
        If("\(level.name) tables nobody else needs", otherwise: "none to free") {
          !$0.tablesToFree(level).isEmpty
        } then: {
          Step("free_\(name)", "free the \(level.name) table") { k in
            for table in k.tablesToFree(level) { k.emit(.tableFreed(k.mmID, level, table)) }
          }
          .what("The \(level.name) table goes: nothing between the neighbours needs it.")
          .why("A table that a neighbour shares would stay.")
          .note("freed").undoes("action.remap.\(name)_install").traced("___\(name)_free_tlb")
        }
      }
    }
  }
}

extension Kernel {
  /// No VMA is linked any more to the anon_vma that the one at hand was linked to.
  fileprivate var isLastOfAnonVMA: Bool {
    guard let gone = subject else { return true }
    return !state.vmas.contains { $0.isAllocated && $0.hasAnonVMA && $0.anonRoot == gone.anonRoot }
  }

  /// No VMA but those that go lies under a table; one that is freed piece by piece goes with the last piece.
  private func isUnused(_ level: PageLevel, _ span: AddressRange) -> Bool {
    mm.pageTable.table(level, level.table(of: span.start))?.used == 0
      && mm.tree.overlapping(span).allSatisfy { state.vma($0.vma)?.attached != true }
  }

  /// The tables of a level under the unmapped range that this run installed and that lie wholly between
  /// the neighbours.
  func tablesToFree(_ level: PageLevel) -> [UInt64] {
    let range = subject?.range ?? vms.range
    guard range.bytes > 0 else { return [] }
    let last = level.table(of: VirtualAddress(range.end.value - 1))
    return (level.table(of: range.start)...last).filter { table in
      guard mm.pageTable.contains(level, table) else { return false }
      let span = level.range(ofTable: table)
      return span.start >= vms.floor && span.end <= vms.ceiling && isUnused(level, span)
    }
  }
}
