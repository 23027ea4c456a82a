import KernelRoutines
import MemoryModel

/// Runs a scenario and keeps everything.
struct Recorder {
  private var recording: Recording
  private var execution: Execution
  private var decisions: [AnchoredDecision]
  private var running = TaskID(0)
  // How many of the kernel's breaches are among the findings already.
  private var breachesKept = 0

  /// Starts at the beginning.
  init(_ setup: RunSetup, decisions: [Decision]) {
    recording = Recording(
      scenario: setup.scenario, program: setup.program, facts: setup.facts, initial: setup.initial,
      decisions: decisions)
    execution = Execution(state: setup.initial, facts: setup.facts, program: setup.program)
    self.decisions = Self.anchor(decisions, recording)
  }

  /// Goes on from a position of a recording: the decisions taken before it stay, one more is added.
  init(_ old: Recording, from position: Int, adding added: Decision) {
    var kept = old
    let earlier = zip(old.decisions, old.takenAt).filter { $1.map { $0 < position } ?? false }
    let end = old.changesEnd(position)
    kept.marks.removeSubrange(position...)
    kept.changes.removeSubrange(end...)
    kept.trace.removeSubrange(old.traceEnd(position)...)
    kept.keyframes.removeAll { $0.changes > end }
    kept.findings.removeAll { $0.position > position }
    kept.resultVMA =
      kept.changes.lazy.reversed().compactMap {
        if case .map(TaskID(0), .vma(let id?)) = $0 { id } else { nil }
      }.first
    (kept.unused, kept.outcome, kept.decisions) = ([], .completed, earlier.map(\.0) + [added])
    recording = kept
    execution = Execution(state: old.state(at: position), facts: old.facts, program: old.program)
    decisions = Self.anchor(kept.decisions, kept)
    for (place, taken) in earlier.map(\.1).enumerated() { decisions[place].usedAt = taken }
    running = kept.marks.last?.task ?? TaskID(0)
  }

  private static func anchor(_ decisions: [Decision], _ recording: Recording) -> [AnchoredDecision] {
    decisions.map { decision in
      let none = StepPattern(stage: .enter, pcs: [], index: nil)
      let pattern = recording.program.pattern(for: decision.step) ?? none
      return AnchoredDecision(decision: decision, pattern: pattern, task: recording.task(of: decision.step))
    }
  }

  /// Runs to the end.
  mutating func run() -> Recording {
    while execution.kernel.violation == nil {
      guard let (task, pending) = nextMove() else { break }
      step(task, pending)
      if case .completed = recording.outcome { continue }
      break
    }
    finish()
    return recording
  }

  // The running task goes on as long as it can, unless a decision lets another run.
  private mutating func nextMove() -> (TaskID, Execution.Pending)? {
    let enabled = execution.enabled()
    let order = enabled.filter { $0 == running } + enabled.filter { $0 != running }
    for task in order {
      guard let pending = execution.prepare(task) else { continue }
      if let other = chosen(instead: pending, of: task, among: enabled), let theirs = execution.prepare(other)
      {
        return (other, theirs)
      }
      return (task, pending)
    }
    return nil
  }

  // Who runs instead of a task that stands before a step.
  private mutating func chosen(instead pending: Execution.Pending, of task: TaskID, among enabled: [TaskID])
    -> TaskID?
  {
    for place in decisions.indices where decisions[place].usedAt == nil {
      guard let name = decisions[place].decision.task, decisions[place].task == task else { continue }
      guard decisions[place].pattern.matches(pc: pending.pc, stage: pending.stage, index: pending.index)
      else {
        continue
      }
      guard let other = enabled.first(where: { recording.facts.taskNames[Int($0.index)] == name }) else {
        continue
      }
      decisions[place].usedAt = recording.marks.count
      return other
    }
    return nil
  }

  private mutating func step(_ task: TaskID, _ pending: Execution.Pending) {
    running = task
    let hadResult = execution.state.task(task).result != nil
    let answer = decide(task, pending)
    let outcome = execution.advance(task, answer: answer)
    let instruction = recording.program.code[Int(pending.pc)]
    keep()
    recording.marks.append(
      Mark(
        changesEnd: UInt32(recording.changes.count), traceEnd: UInt32(recording.trace.count), pc: pending.pc,
        index: pending.index, task: task, stage: pending.stage, outcome: outcome, ways: UInt8(pending.ways),
        isMinor: instruction.isMinor || instruction.isInBurst, evidence: evidence(of: pending.pc)))
    judge(task, hasReturned: !hadResult && execution.state.task(task).result != nil)
    noteOthers(task)
    if outcome == .parked, let ring = WaitGraph(execution.state).ring(from: task) {
      recording.outcome = .deadlock(ring)
      let names = ring.map { recording.facts.taskNames[Int($0.index)] }.joined(separator: ", ")
      note([Violation(law: "no_deadlock", facts: "\(names) will never go on")])
    }
    if recording.marks.count >= Recording.limit { recording.outcome = .tooLong(Recording.limit) }
  }

  // Where the posting is silent the order of 6.19 stands in, and that is said.
  private func evidence(of pc: Int32) -> Mark.Evidence {
    let program = recording.program
    return program.revision == .seedV2 && !program.routine(at: pc).isPosted ? .inferred : .simulated
  }

  // Who else could have moved instead of the task that comes next is known behind each step.
  private mutating func noteOthers(_ task: TaskID) {
    guard execution.state.tasks.count > 1 else { return }
    let enabled = execution.enabled()
    recording.marks[recording.marks.count - 1].movable = enabled.reduce(into: TaskSet()) { $0.insert($1) }
  }

  // The answer of the first decision that is tied to this step and was not used yet.
  private mutating func decide(_ task: TaskID, _ pending: Execution.Pending) -> Int {
    guard pending.ways > 0 else { return 0 }
    for place in decisions.indices where decisions[place].usedAt == nil {
      let anchored = decisions[place]
      guard anchored.decision.task == nil, anchored.task == task else { continue }
      guard anchored.pattern.matches(pc: pending.pc, stage: pending.stage, index: pending.index) else {
        continue
      }
      let ways = execution.openWays(pending.pc)
      let wanted = anchored.decision.way
      guard let way = wanted.isEmpty ? ways.indices.first : ways.firstIndex(where: { $0.name == wanted })
      else {
        continue
      }
      decisions[place].usedAt = recording.marks.count
      return way + 1
    }
    return lastingAnswer(task, pending)
  }

  // A decision that lasts and was taken is taken again wherever it can be.
  private func lastingAnswer(_ task: TaskID, _ pending: Execution.Pending) -> Int {
    let lasting = decisions.first { $0.decision.lasts && $0.usedAt != nil && $0.task == task }
    guard let wanted = lasting?.decision.way else { return 0 }
    return execution.openWays(pending.pc).firstIndex { $0.name == wanted }.map { $0 + 1 } ?? 0
  }

  // Copies what the execution logged since the last mark.
  private mutating func keep() {
    execution.takeLog { changes, trace in
      for case .map(TaskID(0), .vma(let id?)) in changes { recording.resultVMA = id }
      recording.changes.append(contentsOf: changes)
      recording.trace.append(contentsOf: trace)
    }
    let last = recording.keyframes.last?.changes ?? 0
    if recording.changes.count - last >= Recording.keyframeInterval {
      recording.keyframes.append(.init(changes: recording.changes.count, state: execution.state))
    }
  }

  // Leaving the last routine is silent and no step follows: it belongs to the last step.
  private mutating func keepReturn() {
    recording.lastStepEnd = recording.changes.count
    guard !recording.marks.isEmpty else { return }
    keep()
    recording.marks[recording.marks.count - 1].changesEnd = UInt32(recording.changes.count)
    recording.marks[recording.marks.count - 1].traceEnd = UInt32(recording.trace.count)
  }

  private mutating func judge(_ task: TaskID, hasReturned: Bool) {
    let breaches = execution.kernel.breaches
    note(Array(breaches[breachesKept...]))
    breachesKept = breaches.count
    let state = execution.state
    note(state.violationsBehindStep() + recording.violationsOfCourse(state, by: task))
    if state.mms.contains(where: { $0.mmapLock.writer == nil }) { note(state.violationsAtRest()) }
    if hasReturned, case .mmap = execution.kernel.taskCall {
      let request = execution.kernel.request
      note(
        state.violations(of: task, since: recording.initial, file: request.file, range: request.range)
          + recording.violationsOfFailedAction(state, by: task))
    }
    if let mark = recording.marks.last, recording.program.routine(at: mark.pc).file == "the driver" {
      note(state.violationsOfDriver(recording.changes(at: recording.last), by: task))
    }
  }

  // A law that is broken already is not reported again at every later step.
  private mutating func note(_ violations: [Violation]) {
    for new in violations where !recording.findings.contains(where: { $0.violation.law == new.law }) {
      recording.findings.append(.init(position: recording.marks.count, violation: new))
    }
  }

  private mutating func finish() {
    keepReturn()
    if let violation = execution.kernel.violation {
      recording.outcome = .brokenLaw(violation)
      recording.findings.append(.init(position: recording.marks.count, violation: violation))
    }
    if recording.outcome == .completed, execution.enabled().isEmpty {
      note(execution.state.violationsAtEnd(since: recording.initial))
    }
    recording.takenAt = decisions.map(\.usedAt)
    recording.unused = decisions.filter { $0.usedAt == nil }.map(\.decision)
  }
}
