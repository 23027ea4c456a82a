import MemoryModel

// Where a walk that fills page tables stands.

extension Kernel {
  /// The action runs inside an f_op->mmap: the VMA is not its own to unmap.
  var isCompat: Bool { map.runsHook }

  mutating func beginRemap() {
    let action = self.action
    setWalk(.range(action.range))
    setWalk(.frame(action.frame))
    setWalk(.protection(subject?.pageProtection ?? []))
    emit(.promised(task, action.range))
  }

  /// How many PTE tables the range touches.
  var walkTables: Int {
    let range = walk.range
    guard range.bytes > 0 else { return 0 }
    let last = VirtualAddress(range.end.value - 1)
    return Int(PageLevel.pte.table(of: last) - PageLevel.pte.table(of: range.start)) + 1
  }

  /// The part of the range that lies in the PTE table of this turn.
  mutating func nextPiece() {
    let range = walk.range
    let table = PageLevel.pte.table(of: range.start) + UInt64(index)
    let span = PageLevel.pte.range(ofTable: table)
    setWalk(.piece(AddressRange(max(range.start, span.start), min(range.end, span.end))))
  }

  /// The walk's page with which this piece starts.
  var firstPage: Int { AddressRange(walk.range.start, walk.piece.start).pages }

  /// Whether the walk has to allocate a table: this run did not install it, and no other VMA under it shows
  /// that it must exist.
  func isMissing(_ level: PageLevel) -> Bool {
    let table = level.table(of: walk.piece.start)
    return !state.mm(walkedMM).pageTable.contains(level, table)
      && state.neighbourSharing(level, table, in: walkedMM, except: subjectID) == nil
  }

  mutating func install(_ level: PageLevel) {
    emit(.tableInstalled(mmID, level, level.table(of: walk.piece.start)))
  }

  mutating func writeEntry(_ kind: PTE.Kind) {
    let entry = PTE(kind: kind, frame: frameOfPage, protection: walk.protection)
    emit(.ptesSet(page: addressOfPage.page, count: 1, entry, mmID))
    setWalk(.written(walk.written + 1))
  }
}
