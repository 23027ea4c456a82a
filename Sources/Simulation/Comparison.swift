import KernelRoutines
import MemoryModel

/// The same scenario under several kernels, aligned on step ids. A step that a run makes at another place
/// than the run before it is said to be earlier or later there.
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
    let runs = revisions.map { scenario.under($0).record() }
    self.runs = runs
    let ids = runs.map { run in (1..<max(run.last + 1, 1)).map { run.id($0) } }
    let firsts = ids.map { Self.unique($0) }
    let order = Self.merge(firsts)
    let moved = firsts.map { Self.moves(in: $0, against: order) }
    rows = order.map { id in
      Row(
        id: id,
        cells: runs.indices.map { number in
          let cell = Self.cell(id, runs[number], ids[number])
          return moved[number][id].map { "\(cell), \($0)" } ?? cell
        })
    }
  }

  // The steps that a run makes at another place than their row says, with the word for where.
  private static func moves(in ids: [String], against order: [String]) -> [String: String] {
    let own = Set(ids)
    let rows = order.filter { own.contains($0) }
    var words: [String: String] = [:]
    for case .insert(let place, let id, let row?) in ids.difference(from: rows).inferringMoves() {
      words[id] = place < row ? "earlier" : "later"
    }
    return words
  }

  // A step that comes again, as after a wait, counts where it comes first.
  private static func unique(_ ids: [String]) -> [String] {
    var seen: Set<String> = []
    return ids.filter { seen.insert($0).inserted }
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
    var removed: Set<String> = []
    for case .remove(_, let id, _) in right.difference(from: left) { removed.insert(id) }
    let own = Set(left)
    var result: [String] = []
    var rest = right[...]
    for id in left {
      if removed.contains(id) {
        result.append(id)
        continue
      }
      while let next = rest.first {
        rest = rest.dropFirst()
        // What the left run makes too, but elsewhere, keeps the left run's place.
        if next == id || !own.contains(next) { result.append(next) }
        if next == id { break }
      }
    }
    return result + rest.filter { !own.contains($0) }
  }

  private static func cell(_ id: String, _ run: Recording, _ ids: [String]) -> String {
    // Who waited and went on comes to the step again: the last time counts.
    guard let place = ids.lastIndex(of: id), let mark = run.mark(place + 1) else { return "" }
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
    let file = run.mappedFile ?? run.rmapFile(in: end)
    let before = Ledger(run.initial, mm: MMID(0), file: file)
    let after = Ledger(end, mm: MMID(0), file: file)
    let lines = Ledger.Line.allCases.compactMap { line -> String? in
      let change = after[line] - before[line]
      return change == 0 ? nil : "\(line.name) \(change > 0 ? "+" : "")\(change)"
    }
    return lines.isEmpty ? "nothing" : lines.joined(separator: ", ")
  }
}
