import KernelRoutines
import MemoryModel

/// A finished run as a value: everything that browsing it needs. Nothing is ever executed backwards.
///
/// Position 0 is the start, before anything happened; position p stands behind mark p - 1.
public struct Recording: Sendable {
  public let scenario: Scenario
  public let program: Program
  public let facts: MachineFacts
  public let initial: MachineState
  public internal(set) var changes: [Change] = []
  public internal(set) var trace: [TraceWord] = []
  public internal(set) var marks: [Mark] = []
  public internal(set) var decisions: [Decision]
  /// For each decision the mark at which it was taken; nil when it never was.
  var takenAt: [Int?] = []
  /// Decisions whose step was never reached, or could not go that way.
  public internal(set) var unused: [Decision] = []
  public internal(set) var outcome = Outcome.completed
  /// Broken laws with the position at which they showed.
  public internal(set) var findings: [Finding] = []
  var keyframes: [Keyframe] = []
  /// The VMA that became the mapping: a new one, or the neighbour that grew.
  public internal(set) var resultVMA: VMAID?

  public enum Outcome: Hashable, Sendable {
    case completed
    /// Tasks that wait for each other in a ring; one that waits for itself is a ring of one.
    case deadlock([TaskID])
    /// Our own routine broke a law on single changes: the run stopped there.
    case brokenLaw(Violation)
    /// More marks than a recording may have.
    case tooLong(Int)
  }

  public struct Finding: Hashable, Sendable {
    public var position: Int
    public var violation: Violation

    public init(position: Int, violation: Violation) {
      self.position = position
      self.violation = violation
    }
  }

  struct Keyframe: Sendable {
    var changes: Int
    var state: MachineState
  }

  // Where the changes of the last step end; behind it its task leaves the kernel, which nobody sees.
  var lastStepEnd = 0

  /// Changes between two keyframes.
  static let keyframeInterval = 512
  /// Limit: marks of one recording. A 65,536-page remap has some 66,000.
  public static let limit = 1_000_000

  init(
    scenario: Scenario, program: Program, facts: MachineFacts, initial: MachineState, decisions: [Decision]
  ) {
    self.scenario = scenario
    self.program = program
    self.facts = facts
    self.initial = initial
    self.decisions = decisions
    keyframes = [Keyframe(changes: 0, state: initial)]
  }

  /// The last position.
  public var last: Int { marks.count }

  /// The state at a position: the nearest keyframe before it, and the changes from there folded in.
  public func state(at position: Int) -> MachineState { state(behind: changesEnd(position)) }

  /// The state right behind the step before a position: the same, but that at the last one the task has not
  /// left the kernel yet and what it saw is still there.
  func stateBehindStep(at position: Int) -> MachineState {
    state(behind: position == last ? lastStepEnd : changesEnd(position))
  }

  private func state(behind end: Int) -> MachineState {
    var low = 0
    var high = keyframes.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if keyframes[middle].changes <= end { low = middle } else { high = middle }
    }
    var state = keyframes[low].state
    for index in keyframes[low].changes..<end { state.apply(changes[index]) }
    return state
  }

  /// The changes the step before a position made.
  public func changes(at position: Int) -> ArraySlice<Change> {
    guard position > 0 else { return changes[0..<0] }
    return changes[changesEnd(position - 1)..<changesEnd(position)]
  }

  /// The changes between two positions, the earlier one first.
  public func changes(from first: Int, to second: Int) -> ArraySlice<Change> {
    changes[changesEnd(first)..<changesEnd(max(first, second))]
  }

  /// The step before a position; nil at the start.
  public func mark(_ position: Int) -> Mark? {
    position > 0 && position <= marks.count ? marks[position - 1] : nil
  }

  /// The id of the step before a position; `start` at the start.
  public func id(_ position: Int) -> String {
    guard let mark = mark(position) else { return "start" }
    let id = program.stepID(pc: mark.pc, stage: mark.stage, index: mark.index)
    // The first task's name is left out.
    return mark.task == TaskID(0) ? id : "\(facts.taskNames[Int(mark.task.index)])/\(id)"
  }

  /// The task that a step's id names; the first where it names none.
  func task(of id: String) -> TaskID {
    guard let slash = id.firstIndex(of: "/") else { return TaskID(0) }
    return facts.taskNames.firstIndex(of: String(id[..<slash])).map { TaskID($0) } ?? TaskID(0)
  }

  /// The words of the step before a position.
  public func line(_ position: Int) -> CodeLine? { mark(position).flatMap { program.line(at: $0.pc) } }

  /// What the mapper's call returned; nil when it did not return.
  public var returned: Returned? { state(at: last).task(TaskID(0)).result }

  func changesEnd(_ position: Int) -> Int { position > 0 ? Int(marks[position - 1].changesEnd) : 0 }
  func traceEnd(_ position: Int) -> Int { position > 0 ? Int(marks[position - 1].traceEnd) : 0 }
}
