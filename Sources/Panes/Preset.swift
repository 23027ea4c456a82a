import Drawing

/// Which panes are shown together.
public enum Preset: String, CaseIterable, Hashable, Sendable {
  case talk, study, locks, memory, merge, events
  /// This run beside those of other kernels.
  case compare

  /// Panes from top to bottom with their shares of the height.
  typealias Column = [(name: PaneName, share: Int)]

  /// A pane over the full width below the columns.
  struct Band {
    var name: PaneName
    /// Its rows, from those of the whole body.
    var rows: @Sendable (Int) -> Int
  }

  struct Plan {
    var columns: [Column]
    var band: Band?
    /// Of two columns the left one is the wider.
    var isLeftWide = false
  }

  /// Those that `v` goes through.
  public static let cycle: [Preset] = [.talk, .study, .locks, .memory, .merge, .events]

  /// What a window shows: study needs room, and is the choice where it has it.
  static func shown(_ wanted: Preset?, in size: Size) -> Preset {
    switch wanted {
    case nil: hasRoom(size) ? .study : .talk
    case .study?: hasRoom(size) ? .study : .talk
    case let wanted?: wanted
    }
  }

  private static func hasRoom(_ size: Size) -> Bool { size.columns >= 126 && size.rows >= 38 }

  /// The preset that `v` shows next in a window.
  func next(in size: Size) -> Preset {
    let place = Self.cycle.firstIndex(of: self) ?? Self.cycle.count - 1
    let next = Self.cycle[(place + 1) % Self.cycle.count]
    return Self.shown(next, in: size) == next ? next : next.next(in: size)
  }

  func plan(for size: Size) -> Plan {
    let isLarge = Self.hasRoom(size)
    // Tall and wide windows have the lanes below the columns, over the full width.
    let lanes = size.columns >= 160 && size.rows >= 52 ? Band(name: .lanes) { _ in 14 } : nil
    switch self {
    case .talk:
      return Plan(
        columns: [[(.code, 10), (.pageTable, 6)], [(.addressSpace, 10), (.locks, 6)]], band: lanes)
    case .study:
      let right: Column = [(.locks, 9), (.observers, 9), (.rmap, 6), (.ledger, 10)]
      return Plan(
        columns: [[(.code, 18), (.descriptor, 16)], [(.addressSpace, 18), (.pageTable, 16)], right],
        band: lanes)
    case .locks:
      let others: [Column] = isLarge ? [[(.locks, 9), (.observers, 9)], [(.waits, 1)]] : [[(.waits, 1)]]
      return Plan(columns: [[(.code, 1)]] + others, band: Band(name: .lanes) { $0 * 7 / 16 })
    case .memory where isLarge:
      return Plan(
        columns: [[(.addressSpace, 1)], [(.pageTable, 1)], [(.rmap, 6), (.observers, 9), (.ledger, 10)]])
    case .memory:
      return Plan(columns: [[(.addressSpace, 10), (.rmap, 6)], [(.pageTable, 1)]], isLeftWide: true)
    case .merge where isLarge:
      return Plan(
        columns: [[(.code, 1)], [(.addressSpace, 1)], [(.locks, 9), (.rmap, 6)]],
        band: Band(name: .merge) { _ in 20 })
    case .merge: return Plan(columns: [[(.merge, 1)]])
    case .events: return Plan(columns: [[(.code, 1)], [(.events, 1)]])
    case .compare: return Plan(columns: [[(.compare, 1)]])
    }
  }
}
