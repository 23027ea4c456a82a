import MemoryModel

// Which thing a change is about, where that follows from the change alone.

extension Change {
  /// Whether it takes, drops or queues for a lock.
  func isAbout(_ lock: LaneTrack.Lock) -> Bool {
    switch self {
    case .lock(let id, _, _, _): LaneTrack.lane(of: id) == lock
    case .vma(_, .lockSeq), .vma(_, .reader), .vma(_, .excluded): lock == .vma
    // The end of the write section: every stamp lapses.
    case .mmSeq: lock == .vma
    default: false
    }
  }

  /// Whether it writes a field of the descriptor.
  func isAbout(_ field: Thing.Field) -> Bool {
    guard case .desc(_, let written) = self else { return false }
    switch written {
    case .file, .vmFile: return field == .file
    case .range: return field == .range
    case .pageOffset: return field == .pgoff
    case .flags: return field == .flags
    case .pageProtection: return field == .prot
    case .ops: return field == .ops
    case .privateData: return field == .privateData
    case .action, .actionRange, .actionFrame: return field == .action
    case .hooks, .hides, .errorOverride: return field == .hooks
    }
  }

  /// Whether it moves a line of the ledger.
  func isAbout(_ line: Ledger.Line) -> Bool {
    switch self {
    case .fileReferences: line == .fileReferences
    case .writable: line == .writable
    case .committed: line == .committed
    case .mapCount: line == .mapCount
    case .vmStat: line == .totalVM
    case .tableInstalled, .tableFreed: line == .tables
    case .ptesSet, .ptesCleared: line == .entries
    default: false
    }
  }
}
