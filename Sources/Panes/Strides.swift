import KernelRoutines
import Simulation

/// The three strides over the same marks: sub-step, step and stage.
///
/// A step ends at a mark that is not a sub-step, at one that failed, and at the last statement inside a
/// burst: there everything under the spin lock is done and the lock can still be seen.
public struct Strides: Hashable, Sendable {
  private let stops: [Bool]
  private let stages: [Stage?]

  public init(_ recording: Recording) {
    var stops = [true]
    var stages: [Stage?] = [nil]
    for (number, mark) in recording.marks.enumerated() {
      let next = number + 1 < recording.marks.count ? recording.marks[number + 1] : nil
      stops.append(Self.isStop(mark, before: next, recording.program) || next == nil)
      stages.append(mark.stage)
    }
    self.stops = stops
    self.stages = stages
  }

  private static func isStop(_ mark: Mark, before next: Mark?, _ program: Program) -> Bool {
    if !mark.isMinor || mark.outcome != .ran { return true }
    guard let next, program.code[Int(mark.pc)].isInBurst else { return false }
    if case .unspin = program.code[Int(next.pc)].op, case .step = program.code[Int(mark.pc)].op {
      return true
    }
    return false
  }

  public var last: Int { stops.count - 1 }

  public func isStop(_ position: Int) -> Bool { stops[position] }

  /// The end of the next step.
  public func next(after position: Int) -> Int {
    var place = position + 1
    while place < last, !stops[place] { place += 1 }
    return min(place, last)
  }

  /// The end of the step before.
  public func previous(before position: Int) -> Int {
    var place = position - 1
    while place > 0, !stops[place] { place -= 1 }
    return max(place, 0)
  }

  /// The first stop of the next stage.
  public func nextStage(after position: Int) -> Int {
    var place = position
    repeat { place = next(after: place) } while place < last && stages[place] == stages[position]
    return place
  }

  /// The first stop of this stage, or of the one before when it is shown already.
  public func previousStage(before position: Int) -> Int {
    let place = previous(before: position)
    var first = place
    while first > 0, stages[previous(before: first)] == stages[place] { first = previous(before: first) }
    return first
  }

  /// Where the step that ends at a position began: the stop before it, or just the statement before when the
  /// position is a sub-step.
  public func start(of position: Int) -> Int {
    guard position > 0 else { return 0 }
    return stops[position] ? previous(before: position) : position - 1
  }
}
