import KernelRoutines
import MemoryModel
import Simulation

/// The kernel functions of a run as a listing: what is on the stack is opened, what is finished is one line.
/// Each task has a listing of its own; the one shown is that of the task whose step it was.
public struct Listing: Sendable {
  public enum Status: Hashable, Sendable {
    case done, onStack, current, pending, notTaken, failed, waits
  }

  public struct Line: Hashable, Sendable {
    public var depth: Int
    public var status: Status
    public var text: CodeLine
    /// The position of the step it shows, 0 when it did not run.
    public var position: Int
    /// What is said beside a line that was passed by.
    public var passedBy: String

    /// The task stands here: not a call that has come back with an error.
    public var isStanding: Bool {
      let isCall = text.kind == .call || text.kind == .hook
      return status == .current || status == .waits || (status == .failed && !isCall)
    }
  }

  private let program: Program
  private let tasks: [TaskListing]
  private let marks: [Int]
  // For each line of the program whether this run can fail there, or in what it calls.
  private let canFail: [Bool]

  init(_ recording: Recording) {
    program = recording.program
    tasks = recording.facts.taskNames.indices.map { TaskListing(recording, TaskID($0)) }
    marks = recording.marks.map { Int($0.task.index) }
    canFail = Self.failing(recording)
  }

  private static func failing(_ recording: Recording) -> [Bool] {
    let program = recording.program
    var canFail = Array(repeating: false, count: program.lines.count)
    var routines = Array(repeating: false, count: program.routines.count)
    for mark in recording.marks where mark.ways > 0 {
      let line = program.code[Int(mark.pc)].line
      if line >= 0 { canFail[Int(line)] = true }
      routines[Int(program.code[Int(mark.pc)].routine)] = true
    }
    // A call may fail when what it calls may, however deep.
    var calls: [(line: Int, caller: Int, callee: Int)] = []
    for number in program.lines.indices where program.lines[number].kind == .call {
      let pc = Int(program.lines[number].pc)
      guard case .call(let callee) = program.code[pc].op, !program.lines[number].isHandler else { continue }
      calls.append((number, Int(program.code[pc].routine), callee))
    }
    while let next = calls.firstIndex(where: { routines[$0.callee] }) {
      let call = calls.remove(at: next)
      canFail[call.line] = true
      routines[call.caller] = true
    }
    return canFail
  }

  /// Whether this run can fail at a line.
  public func mayFail(_ line: CodeLine) -> Bool {
    let number = program.code[Int(line.pc)].line
    return number >= 0 && canFail[Int(number)]
  }

  /// The listing at a position, at least `rows` lines where the program has them: finished and coming calls
  /// are opened until the pane is filled.
  public func lines(at position: Int, rows: Int) -> [Line] {
    guard position > 0, position <= marks.count else { return overview }
    return tasks[marks[position - 1]].lines(at: position, rows: rows)
  }

  /// The main functions of the call, before anything ran.
  public var overview: [Line] {
    guard let region = program.routines.first(where: { $0.name == "__mmap_region" }) else { return [] }
    return program.lines[region.lineRange].filter { $0.kind == .call && !$0.isHandler }.map {
      Line(depth: 0, status: .pending, text: $0, position: 0, passedBy: "")
    }
  }

  /// The file and the fidelity of the routine whose step is shown.
  public func routine(at mark: Mark) -> LinkedRoutine { program.routine(at: mark.pc) }
}
