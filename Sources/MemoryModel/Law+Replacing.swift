// What an mmap() that replaced a mapping and then failed owes: the hole has taken with it what it held.

extension MachineState {
  /// What a call that replaced VMAs may leave less (or, after a split, more) than there was, in one line of
  /// the ledger.
  ///
  /// Worked out from the trees before and after: each VMA of a file has one reference, its pages and their
  /// charge. Zero when nothing lay in the way.
  func replaced(_ line: Ledger.Line, in mm: MMID, since before: MachineState, file: FileID?) -> Int {
    let then = before.areas(of: mm)
    let now = areas(of: mm)
    func difference(_ amount: (VMArea) -> Int) -> Int {
      now.reduce(0) { $0 + amount($1) } - then.reduce(0) { $0 + amount($1) }
    }
    guard then.map(\.range) != now.map(\.range), isReplacing(in: mm, since: before) else { return 0 }
    switch line {
    case .fileReferences: return difference { $0.file == file ? 1 : 0 }
    case .writable:
      return difference { $0.file == file && $0.flags.contains([.shared, .mayWrite]) ? 1 : 0 }
    case .committed: return difference { $0.flags.contains(.account) ? $0.range.pages : 0 }
    case .mapCount: return difference { _ in 1 }
    case .totalVM: return difference { $0.range.pages }
    case .counted:
      let counted = file.map { before.file($0).counted } ?? 0
      return counted == 0 ? 0 : difference { $0.file == file ? 1 : 0 }
    case .entries, .tables: return goneWithPages(line, in: mm, since: before)
    case .pageArrays: return 0
    }
  }

  private func areas(of id: MMID) -> [VMArea] { mm(id).tree.entries.compactMap { vma($0.vma) } }

  // A VMA that was there has lost pages: nothing else but MAP_FIXED takes any.
  private func isReplacing(in mm: MMID, since before: MachineState) -> Bool {
    before.mm(mm).tree.entries.contains { old in
      let left = self.mm(mm).tree.overlapping(old.range)
      return left.reduce(0) { $0 + $1.range.pages } != old.range.pages || left.count > 1
    }
  }

  // Entries of pages that no VMA has any more, and tables that no VMA needs.
  private func goneWithPages(_ line: Ledger.Line, in mm: MMID, since before: MachineState) -> Int {
    let (old, tree) = (before.mm(mm).pageTable, self.mm(mm).tree)
    if line == .entries {
      return -old.runs.reduce(0) { sum, run in
        sum + (run.page..<run.page + UInt64(run.count)).count { tree.find(VirtualAddress(page: $0)) == nil }
      }
    }
    return -old.tableRuns.reduce(0) { sum, run in
      sum
        + (run.first..<run.first + run.count).count {
          tree.overlapping(run.level.range(ofTable: $0)).isEmpty
        }
    }
  }

  /// What contradicts that a failed MAP_FIXED leaves all of the old mapping or a hole.
  func lostHalf(of range: AddressRange, in mm: MMID, since before: MachineState) -> [Violation] {
    let old = before.mm(mm).tree.overlapping(range)
    guard range.bytes > 0, !old.isEmpty else { return [] }
    func pages(_ state: MachineState) -> Int {
      state.mm(mm).tree.overlapping(range).reduce(0) { sum, entry in
        let part = AddressRange(max(entry.range.start, range.start), min(entry.range.end, range.end))
        return sum + part.pages
      }
    }
    let (then, now) = (pages(before), pages(self))
    guard now != 0, now != then else { return [] }
    let facts = "\(then) pages were mapped in \(range), \(now) are now"
    return [Violation(law: "fixed_leaves_old_or_hole", facts: facts)]
  }
}
