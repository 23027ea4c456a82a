import KernelRoutines
import Simulation

/// The run beside those of other kernels, worked out once, when it is asked for.
public struct CompareTour: Sendable {
  public let comparison: Comparison
  public let revisions: [Revision]
  // For each row the position of the first run there; nil where it has no such step.
  private let positions: [Int?]
  private let rowOfID: [String: Int]

  /// - Parameter others: the kernels beside the run's own.
  public init(_ recording: Recording, beside others: [Revision]) {
    var scenario = recording.scenario
    scenario.decisions = recording.decisions.map(\.description)
    revisions = [recording.program.revision] + others
    comparison = Comparison(scenario, revisions: revisions)
    let rows = Dictionary(
      comparison.rows.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first }
    )
    var positions: [Int?] = Array(repeating: nil, count: comparison.rows.count)
    for position in (1..<max(recording.last + 1, 1)).reversed() {
      if let row = rows[recording.id(position)] { positions[row] = position }
    }
    self.positions = positions
    rowOfID = rows
  }

  /// Beside the kernels that a script names.
  init(_ recording: Recording, kernels: [Revision]) {
    self.init(recording, beside: kernels.filter { $0 != recording.program.revision })
  }

  /// Beside the kernels that tell most, as many as a window's width has room for.
  public init(_ recording: Recording, width: Int) {
    let others = Self.telling(beside: recording).prefix(ComparePane.kernels(width) - 1)
    self.init(recording, beside: Array(others))
  }

  /// The row of a step of the run.
  func row(of id: String) -> Int { rowOfID[id] ?? 0 }

  /// How many steps the kernels do not do alike.
  var differences: Int { comparison.rows.count { $0.differs } }

  /// The next row behind a place in which the kernels differ, going round at the end.
  func nextDifference(after row: Int) -> Int? {
    let differing = comparison.rows.indices.filter { comparison.rows[$0].differs }
    return differing.first { $0 > row } ?? differing.first
  }

  /// The position of the run at a row, or at the nearest one before that it has.
  func position(at row: Int) -> Int { positions[...row].reversed().compactMap { $0 }.first ?? 0 }

  /// The kernels that tell most beside a run: those whose end differs, then those with most differences; of
  /// equals the newest.
  static func telling(beside recording: Recording) -> [Revision] {
    let own = recording.program.revision
    let others = Revision.allCases.filter { $0 != own }
    let ranked = others.enumerated().map { place, revision -> (Revision, Int, Int) in
      let tour = CompareTour(recording, beside: [revision])
      let runs = tour.comparison.runs
      let sameEnd =
        Comparison.told(runs[0]) == Comparison.told(runs[1])
        && Comparison.left(runs[0]) == Comparison.left(runs[1])
      // A kernel that lacks what the story is about differs everywhere and tells nothing.
      let isFit = runs[1].scenario.missing == nil
      let differing = tour.comparison.rows.count { $0.differs }
      return (revision, (isFit ? 1_000_000 : 0) + (sameEnd ? 0 : 100_000) + differing, place)
    }
    return ranked.sorted { ($0.1, $0.2) > ($1.1, $1.2) }.map(\.0)
  }
}
