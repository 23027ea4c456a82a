import KernelRoutines
import MemoryModel
import Simulation

/// The stage rail's view of a run: where each position stands on the time axis, and what became of each
/// stage.
///
/// Each stage has a fixed share of the width. A step's place in its stage is that of the plain run (no
/// answers), so that runs can be laid over each other; going back is drawn at the place of what is undone.
public struct StageTrack: Hashable, Sendable {
  /// A place on the axis: a stage of the rail and how far into it, 0 … 1.
  public struct Place: Hashable, Comparable, Sendable {
    public var stage: Int
    public var fraction: Double

    public static func < (left: Place, right: Place) -> Bool {
      (left.stage, left.fraction) < (right.stage, right.fraction)
    }
  }

  public enum Status: Hashable, Sendable {
    case pending, running, done, skipped, failed, undoing, undone, stuck
  }

  private let places: [Place]
  private let failures: [Int]
  private let unwinds: [Bool]
  private let isStuck: Bool
  private let rails: [Int]
  // For each stage the first position in it, the first at which it is undone, the last that is not undoing;
  // a picture asks for them again and again, and a run may have a hundred thousand positions.
  private let firstSeen: [Int?]
  private let firstUndone: [Int?]
  private let lastGoing: [Int?]
  private let undoing: [Int]
  private let present: [Bool]
  /// Where the plain run may fail.
  public let mayFail: [Place]

  /// The widths of the stages in the design's 78 columns.
  static let shares = [9, 11, 19, 20, 9, 10]

  public init(_ recording: Recording) {
    let plain = recording.decisions.isEmpty ? recording : recording.scenario.plain.record()
    let axis = Self.axis(plain)
    mayFail = Self.mayFail(plain, axis)
    var places = [Place(stage: 0, fraction: 0)]
    var unwinds = [false]
    var failures: [Int] = []
    // What other tasks do does not move the head, nor what the mapper unmaps once its call has returned.
    var hasReturned = false
    for (number, mark) in recording.marks.enumerated() {
      let stays = mark.task != TaskID(0) || (hasReturned && mark.stage == .unwind)
      let isUnwinding = mark.stage == .unwind && !stays
      let reached = places[places.count - 1]
      let place = stays ? reached : Self.place(mark, recording, axis, last: reached)
      let failure = failures.last.map { places[$0] }
      // What is undone stands left of the failure: what came after it in the plain run never was.
      places.append(isUnwinding ? failure.map { min(place, $0) } ?? place : place)
      unwinds.append(isUnwinding)
      if mark.stage == .leave, !hasReturned {
        hasReturned = recording.changes(at: number + 1).contains {
          if case .returned(TaskID(0), _) = $0 { true } else { false }
        }
      }
      if mark.outcome == .failed, !stays { failures.append(number + 1) }
    }
    self.places = places
    self.unwinds = unwinds
    self.failures = failures
    let rails = places.map(\.stage)
    self.rails = rails
    undoing = unwinds.indices.filter { unwinds[$0] }
    firstSeen = Stage.rail.indices.map { rails.firstIndex(of: $0) }
    let undone = undoing
    firstUndone = Stage.rail.indices.map { stage in undone.first { rails[$0] == stage } }
    lastGoing = Stage.rail.indices.map { stage in
      rails.indices.last { rails[$0] == stage && !unwinds[$0] }
    }
    // Others that wait for each other leave the mapper where it is.
    isStuck = if case .deadlock(let ring) = recording.outcome { ring.contains(TaskID(0)) } else { false }
    present = Stage.rail.indices.map { stage in
      recording.marks.contains { $0.stage == Stage.rail[stage] }
    }
  }

  /// The place of every statement of the plain run, in its order and by statement.
  private struct Axis {
    var entries: [(mark: Mark, place: Place)]
    var byStatement: [Key: Place]

    struct Key: Hashable {
      var pc: Int32
      var index: Int32
    }

    init(_ entries: [(mark: Mark, place: Place)]) {
      self.entries = entries
      byStatement = Dictionary(
        entries.map { (Key(pc: $0.mark.pc, index: $0.mark.index), $0.place) },
        uniquingKeysWith: { first, _ in first })
    }

    func place(of mark: Mark) -> Place? { byStatement[Key(pc: mark.pc, index: mark.index)] }
  }

  private static func axis(_ plain: Recording) -> Axis {
    var counts = Array(repeating: 0, count: Stage.rail.count)
    for mark in plain.marks { if let rail = rail(mark.stage) { counts[rail] += 1 } }
    var seen = Array(repeating: 0, count: Stage.rail.count)
    let entries = plain.marks.compactMap { mark -> (mark: Mark, place: Place)? in
      guard let rail = rail(mark.stage) else { return nil }
      seen[rail] += 1
      return (mark, Place(stage: rail, fraction: Double(seen[rail]) / Double(counts[rail] + 1)))
    }
    return Axis(entries)
  }

  private static func mayFail(_ plain: Recording, _ axis: Axis) -> [Place] {
    axis.entries.filter { $0.mark.ways > 0 }.map(\.place)
  }

  private static func rail(_ stage: Stage) -> Int? { Stage.rail.firstIndex(of: stage) }

  private static func place(
    _ mark: Mark, _ recording: Recording, _ axis: Axis, last: Place
  ) -> Place {
    if mark.stage == .unwind { return undone(mark, recording, axis) ?? last }
    if let same = axis.place(of: mark) { return same }
    guard let rail = rail(mark.stage) else { return last }
    return Place(stage: rail, fraction: last.stage == rail ? last.fraction : 0.3)
  }

  // Where the thing stands that a step takes back.
  private static func undone(
    _ mark: Mark, _ recording: Recording, _ axis: Axis
  ) -> Place? {
    guard let id = recording.program.line(at: mark.pc)?.words.undoes, !id.isEmpty,
      let pattern = recording.program.pattern(for: id)
    else { return nil }
    return axis.entries.last { pattern.matches(pc: $0.mark.pc, stage: $0.mark.stage, index: $0.mark.index) }?
      .place
  }

  // MARK: Questions

  public func place(_ position: Int) -> Place { places[position] }

  /// Whether the kernel goes back at a position.
  public func isUnwinding(_ position: Int) -> Bool { unwinds[position] }

  /// The latest failure up to a position.
  public func failure(before position: Int) -> Int? { failures.last { $0 <= position } }

  /// What is to be shown of a stage at a position.
  public func status(_ stage: Int, at position: Int) -> Status {
    guard position > 0 else { return .pending }
    let here = rails[position]
    if isStuck, position == places.count - 1, stage == here { return .stuck }
    let failure = failure(before: position)
    if unwinds[position] && stage == here { return .undoing }
    if let failure, rails[failure] == stage, !isPassed(stage, failure, position) { return .failed }
    if stage == here { return .running }
    if wasUndone(stage, before: position) { return .undone }
    if wasSeen(stage, position), !isAhead(stage, position) { return .done }
    if let failure, stage > rails[failure], stage > here || !wasSeen(stage, position) {
      return isToCome(stage, after: position) ? .pending : .skipped
    }
    return !present[stage] && here > stage ? .skipped : .pending
  }

  // A failure that somebody dropped does not stop its stage.
  private func isPassed(_ stage: Int, _ failure: Int, _ position: Int) -> Bool {
    failure < position && !undoing.contains { failure <= $0 && $0 <= position } && stage == rails[position]
  }

  private func wasSeen(_ stage: Int, _ position: Int) -> Bool {
    firstSeen[stage].map { $0 <= position } ?? false
  }

  private func isAhead(_ stage: Int, _ position: Int) -> Bool {
    stage > rails[position] && !unwinds[position]
  }

  // The error hook still runs after a failed action, and every call returns.
  private func isToCome(_ stage: Int, after position: Int) -> Bool {
    lastGoing[stage].map { $0 >= position } ?? false
  }

  private func wasUndone(_ stage: Int, before position: Int) -> Bool {
    firstUndone[stage].map { $0 <= position } ?? false
  }
}
