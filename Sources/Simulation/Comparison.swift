import KernelRoutines
import MemoryModel

/// The same scenario under several kernels, aligned on step ids.
public struct Comparison: Sendable {
  /// One row: a step id, and for each run whether it came there and how.
  public struct Row: Hashable, Sendable {
    public var id: String
    /// What each run says of the step: an outcome in a word or two, or empty where it has none.
    public var cells: [String]

    /// The runs differ here.
    public var differs: Bool { !cells.allSatisfy { $0 == cells[0] } }
  }

  public let runs: [Recording]
  public let rows: [Row]

  public init(_ scenario: Scenario, revisions: [Revision]) {
    let runs = revisions.map { revision in
      var copy = scenario
      copy.revision = revision
      return copy.record()
    }
    self.runs = runs
    let ids = runs.map { run in (1..<max(run.last + 1, 1)).map { run.id($0) } }
    rows = Self.merge(ids).map { id in
      Row(id: id, cells: runs.indices.map { Self.cell(id, runs[$0], ids[$0]) })
    }
  }

  /// The first row in which the runs differ.
  public var firstDifference: Int? { rows.firstIndex { $0.differs } }

  // Every id once, in an order that respects each run's own as far as they agree.
  private static func merge(_ lists: [[String]]) -> [String] {
    guard var merged = lists.first else { return [] }
    for list in lists.dropFirst() { merged = merge(merged, list) }
    return merged
  }

  private static func merge(_ left: [String], _ right: [String]) -> [String] {
    var removed: [String] = []
    for change in right.difference(from: left) {
      if case .remove(_, let id, _) = change { removed.append(id) }
    }
    var result: [String] = []
    var rest = right[...]
    for id in left {
      if removed.contains(id) {
        result.append(id)
        continue
      }
      while let next = rest.first {
        rest = rest.dropFirst()
        if !result.contains(next) { result.append(next) }
        if next == id { break }
      }
    }
    for id in rest where !result.contains(id) { result.append(id) }
    return result
  }

  private static func cell(_ id: String, _ run: Recording, _ ids: [String]) -> String {
    guard let place = ids.firstIndex(of: id), let mark = run.mark(place + 1) else { return "" }
    switch mark.outcome {
    case .ran: return note(run, place + 1)
    case .failed: return "fails -" + Narrator(run, at: place + 1).fill("{errno}")
    case .parked: return "waits for ever"
    }
  }

  private static func note(_ run: Recording, _ position: Int) -> String {
    let text = run.line(position).map { Narrator(run, at: position).note($0) } ?? ""
    return text.isEmpty ? "done" : text
  }

  /// What the program is told by a run.
  public static func told(_ run: Recording) -> String {
    switch run.returned {
    case .address(let address)?: "address \(address)"
    case .error(let errno)?: "-\(errno)"
    case .done?: "0"
    case .signal(let signal)?: signal.description
    case nil: run.outcome == .completed ? "nothing" : "nothing: it waits for ever"
    }
  }

  /// What a run leaves behind, line by line of the ledger, where it differs from the start.
  public static func left(_ run: Recording) -> String {
    let end = run.state(at: run.last)
    let before = Ledger(run.initial, mm: MMID(0), file: run.mappedFile)
    let after = Ledger(end, mm: MMID(0), file: run.mappedFile)
    let lines = Ledger.Line.allCases.compactMap { line -> String? in
      let change = after[line] - before[line]
      return change == 0 ? nil : "\(line.name) \(change > 0 ? "+" : "")\(change)"
    }
    return lines.isEmpty ? "nothing" : lines.joined(separator: ", ")
  }
}
