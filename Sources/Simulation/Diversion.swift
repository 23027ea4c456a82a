import KernelRoutines
import MemoryModel

// What-ifs: a recording whose last part was decided otherwise. The part before is shared, not run again.

extension Recording {
  /// The ways the step before a position could have gone instead; empty when it cannot fail.
  public func ways(at position: Int) -> [String] {
    guard let mark = mark(position), mark.ways > 0 else { return [] }
    var execution = Execution(
      state: state(at: position - 1), facts: facts, program: program, records: false)
    guard execution.prepare(mark.task) != nil else { return [] }
    return execution.openWays(mark.pc).map(\.name)
  }

  /// The same run up to a step, which now goes another way.
  ///
  /// - Parameters:
  ///   - position: the position behind the step.
  ///   - way: an errno's name, `signal` or `clears`; nil takes the first.
  ///   - lasts: whether later steps of the task go that way too, where they can.
  /// - Returns: nil when the step cannot go that way.
  public func failing(at position: Int, way: String? = nil, lasts: Bool = false) -> Recording? {
    let ways = ways(at: position)
    guard let chosen = way ?? ways.first, ways.contains(chosen) else { return nil }
    var decision = Decision(step: id(position), way: chosen)
    decision.lasts = lasts
    var recorder = Recorder(self, from: position - 1, adding: decision)
    return recorder.run()
  }

  /// The same run once more, with the routines that are linked already: it must come out equal.
  public func again() -> Recording {
    var recorder = Recorder(RunSetup(of: self), decisions: decisions)
    return recorder.run()
  }

  /// The tasks that could run next instead of the one that does, in task order.
  public func others(at position: Int) -> [TaskID] {
    guard position < last, let next = mark(position + 1) else { return [] }
    let movable =
      position == 0 ? facts.taskNames.indices.map { TaskID($0) } : mark(position)?.movable.members ?? []
    return movable.filter { $0 != next.task }
  }

  /// The same run up to a position, from where another task runs.
  public func running(_ task: TaskID, from position: Int) -> Recording? {
    guard others(at: position).contains(task), position < last else { return nil }
    let added = Decision(step: id(position + 1), task: facts.taskNames[Int(task.index)])
    var recorder = Recorder(self, from: position, adding: added)
    return recorder.run()
  }
}

extension StepPattern {
  func matches(_ mark: Mark) -> Bool { matches(pc: mark.pc, stage: mark.stage, index: mark.index) }
}
