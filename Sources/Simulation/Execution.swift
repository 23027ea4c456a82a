import KernelRoutines
import MemoryModel

/// A run under way: the machine, its program, and the three questions that stepper, recorder and explorer
/// ask.
///
/// After `prepare` a task stands before its next visible statement; `advance` makes that statement. What
/// nobody else can see runs silently in between.
public struct Execution: Sendable {
  public private(set) var kernel: Kernel
  public let program: Program
  /// Which instructions ran since they were last taken out, and how they went, when the run is recorded: pc
  /// and outcome in a word.
  public private(set) var trace: [TraceWord] = []
  private let records: Bool

  /// The step a task stands before.
  public struct Pending: Hashable, Sendable {
    public var pc: Int32
    public var stage: Stage
    /// The index of the innermost loop, or -1.
    public var index: Int32
    /// How many further ways it could go.
    public var ways: Int
  }

  public enum Outcome: UInt8, Hashable, Sendable {
    case ran, failed, parked
  }

  public init(state: MachineState, facts: MachineFacts, program: Program, records: Bool = true) {
    kernel = Kernel(state: state, facts: facts, task: TaskID(0), records: records)
    self.program = program
    self.records = records
  }

  public var state: MachineState { kernel.state }

  /// Gives what happened since the last time to whoever keeps it.
  mutating func takeLog(_ keep: (_ changes: [Change], _ trace: [TraceWord]) -> Void) {
    kernel.takeLog { keep($0, trace) }
    trace.removeAll(keepingCapacity: true)
  }

  // MARK: Who could move

  /// The tasks that could move now; only the task in a burst, if there is one.
  public func enabled() -> [TaskID] {
    if let spinning = state.mms.lazy.compactMap({ $0.spins.first?.task }).first { return [spinning] }
    return state.tasks.filter { canMove($0) }.map(\.id)
  }

  private func canMove(_ task: TaskStruct) -> Bool {
    switch task.status {
    case .finished: return task.call < kernel.facts.calls[Int(task.id.index)].count
    case .ready: return true
    case .waiting: return isGranted(task)
    }
  }

  private func isGranted(_ task: TaskStruct) -> Bool {
    guard let frame = task.frames.last else { return true }
    switch program.code[Int(frame.pc)].op {
    case .acquire(_, let mode, _):
      return task.waitsFor.flatMap { state.semaphore($0) }?.grants(mode, to: task.id) ?? true
    case .wait(let condition):
      var asked = kernel
      asked.task = task.id
      return condition(asked)
    default: return true
    }
  }

  // MARK: Moving

  /// Runs what is silent, until the task stands before a visible statement; nil when its call is over.
  public mutating func prepare(_ task: TaskID) -> Pending? {
    kernel.task = task
    if kernel.current.frames.isEmpty {
      guard kernel.current.status != .finished, kernel.violation == nil else { return nil }
      enter(program.entry(of: task, call: kernel.current.call), stage: nil, error: nil)
    }
    while kernel.violation == nil, let pc = kernel.current.frames.last?.pc {
      guard runSilent(pc) else { return pending(pc) }
    }
    return nil
  }

  private func pending(_ pc: Int32) -> Pending {
    Pending(pc: pc, stage: stage(at: pc), index: loopIndex(pc), ways: openWays(pc).count)
  }

  /// The further ways in which the statement could go now. Who has waited was asked before, when it came.
  public func openWays(_ pc: Int32) -> [Way] {
    guard kernel.current.status != .waiting else { return [] }
    return program.code[Int(pc)].ways.filter { $0.condition?(kernel) ?? true }
  }

  /// Makes the visible statement the task stands before; answer 0 is its plain course.
  public mutating func advance(_ task: TaskID, answer: Int) -> Outcome {
    kernel.task = task
    guard let pc = kernel.current.frames.last?.pc else { return .ran }
    if answer > 0 { return go(openWays(pc)[answer - 1], at: pc) }
    if let refused = program.code[Int(pc)].refusal?(kernel) { return raise(refused, at: pc) }
    switch program.code[Int(pc)].op {
    case .step(let effect):
      effect(&kernel)
      return done(pc)
    case .acquire(let name, let mode, let then): return acquire(name, mode, then, at: pc)
    case .release(let name, let mode, let first):
      first(&kernel)
      kernel.emit(.lock(kernel.lock(name), .released, mode, task))
      return done(pc)
    case .downgrade(let name, let first):
      first(&kernel)
      kernel.emit(.lock(kernel.lock(name), .downgraded, .write, task))
      return done(pc)
    case .wait(let condition):
      guard !condition(kernel) else {
        if kernel.current.status == .waiting, let subject = kernel.subjectID {
          kernel.emit(.lock(.vma(subject), .acquired, .write, task))
        }
        return done(pc)
      }
      if let subject = kernel.subjectID { kernel.emit(.lock(.vma(subject), .waits, .write, task)) }
      return mark(pc, .parked)
    case .spin(let name):
      kernel.emit(.lock(kernel.lock(name), .acquired, .write, task))
      return done(pc)
    case .unspin(let name):
      kernel.emit(.lock(kernel.lock(name), .released, .write, task))
      return done(pc)
    case .failure(let refusal): return raise(refusal(kernel) ?? .EINVAL, at: pc)
    default: preconditionFailure("a silent instruction is not a move")
    }
  }

  private mutating func go(_ way: Way, at pc: Int32) -> Outcome {
    if kernel.current.status == .waiting, case .acquire(let name, let mode, _) = program.code[Int(pc)].op {
      kernel.emit(.lock(kernel.lock(name), .gaveUp, mode, kernel.task))
    }
    if let error = way.error { return raise(error, at: pc) }
    way.effect?(&kernel)
    return done(pc)
  }

  private mutating func acquire(_ name: LockName, _ mode: LockMode, _ then: Effect, at pc: Int32) -> Outcome {
    let lock = kernel.lock(name)
    guard state.semaphore(lock)?.grants(mode, to: kernel.task) ?? true else {
      kernel.emit(.lock(lock, .waits, mode, kernel.task))
      return mark(pc, .parked)
    }
    kernel.emit(.lock(lock, .acquired, mode, kernel.task))
    then(&kernel)
    return done(pc)
  }

  private mutating func done(_ pc: Int32) -> Outcome {
    kernel.emit(.at(kernel.task, pc + 1))
    return mark(pc, .ran)
  }

  private mutating func mark(_ pc: Int32, _ outcome: Outcome) -> Outcome {
    note(pc, outcome == .ran ? .ran : .parked)
    return outcome
  }

  // An error goes to the handler of the instruction, or out of the routine.
  private mutating func raise(_ error: Errno, at pc: Int32) -> Outcome {
    note(pc, .failed)
    deliver(error, at: pc)
    return .failed
  }

  private mutating func deliver(_ error: Errno, at pc: Int32) {
    let handler = program.code[Int(pc)].handler
    if kernel.current.frames.last?.end != 0 { kernel.emit(.loop(kernel.task, index: 0, end: 0)) }
    kernel.emit(.error(kernel.task, error))
    kernel.emit(.at(kernel.task, handler >= 0 ? handler : program.routine(at: pc).exit))
  }

  // MARK: Silent instructions

  // Runs one silent instruction; false when the one at pc is visible.
  private mutating func runSilent(_ pc: Int32) -> Bool {
    // In place: copying an instruction copies its closures.
    switch program.code[Int(pc)].op {
    case .step, .acquire, .release, .downgrade, .wait, .spin, .unspin: return false
    case .failure(let refusal):
      if refusal(kernel) != nil { return false }
      go(to: pc + 1)
    case .set(let effect):
      effect(&kernel)
      go(to: pc + 1)
    case .push(let kind):
      kernel.emit(.pushed(kernel.task, kind))
      go(to: pc + 1)
    case .branch(let condition):
      let taken = condition(kernel)
      note(pc, taken ? .taken : .notTaken)
      go(to: taken ? pc + 1 : program.code[Int(pc)].target)
    case .jump: go(to: program.code[Int(pc)].target)
    case .loopBegin(let from, let count, let quiet):
      // A single quiet turn is no loop: the frame counts nothing.
      if quiet, count(kernel) == 1 { go(to: pc + 1) } else { begin(from(kernel), count(kernel), at: pc) }
    case .loopNext: next(at: pc)
    case .call(let routine): call(routine, at: pc, error: nil)
    case .hook(let kind): hook(kind, at: pc)
    case .rethrow: rethrow(at: pc)
    case .leave: leave(at: pc)
    }
    return true
  }

  private mutating func go(to pc: Int32) { kernel.emit(.at(kernel.task, pc)) }

  private mutating func begin(_ first: Int, _ count: Int, at pc: Int32) {
    guard count > 0 else { return go(to: program.code[Int(pc)].target) }
    kernel.emit(.loop(kernel.task, index: Int32(first), end: Int32(first + count)))
    go(to: pc + 1)
  }

  private mutating func next(at pc: Int32) {
    guard let frame = kernel.current.frames.last else { return }
    if frame.index + 1 < frame.end {
      kernel.emit(.loop(kernel.task, index: frame.index + 1, end: frame.end))
      go(to: program.code[Int(pc)].target)
    } else {
      kernel.emit(.loop(kernel.task, index: 0, end: 0))
      go(to: pc + 1)
    }
  }

  private mutating func call(_ routine: Int, at pc: Int32, error: Errno?) {
    let stage = program.code[Int(pc)].callStage ?? program.routines[routine].stage ?? stage(at: pc)
    note(pc, .called)
    go(to: pc + 1)
    enter(routine, stage: stage, error: error)
  }

  private mutating func enter(_ routine: Int, stage: Stage?, error: Errno?) {
    let linked = program.routines[routine]
    let stage = stage ?? linked.stage ?? .enter
    kernel.emit(.entered(kernel.task, pc: linked.entry, stage: stage.rawValue, error: error))
  }

  private mutating func hook(_ kind: HookKind, at pc: Int32) {
    guard let routine = program.hook(kind, of: kernel.hookFile(kind)), kernel.isSet(kind) else {
      note(pc, .absent)
      return go(to: pc + 1)
    }
    call(routine, at: pc, error: program.code[Int(pc)].policy == .replaces ? kernel.error : nil)
  }

  private mutating func rethrow(at pc: Int32) {
    guard let error = kernel.error else { return go(to: pc + 1) }
    deliver(error, at: pc)
  }

  private mutating func leave(at pc: Int32) {
    let error = kernel.error
    note(pc, error == nil ? .left : .gaveUp)
    kernel.emit(.left(kernel.task))
    guard let frame = kernel.current.frames.last else { return kernel.emit(.finished(kernel.task)) }
    let caller = frame.pc - 1
    switch program.code[Int(caller)].policy {
    case .propagate: if let error { deliver(error, at: caller) }
    case .ignored: if let error { kernel.emit(.swallowed(kernel.task, error)) }
    case .replaces: kernel.emit(.error(kernel.task, error))
    }
  }

  // MARK: Where a statement belongs

  /// The stage of a statement of the running task.
  public func stage(at pc: Int32) -> Stage {
    let instruction = program.code[Int(pc)]
    if let own = instruction.ownStage { return own }
    if instruction.isHandler { return .unwind }
    return kernel.current.frames.last.flatMap { Stage(rawValue: $0.stage) } ?? .enter
  }

  // The innermost loop on the stack gives a step its index.
  private func loopIndex(_ pc: Int32) -> Int32 {
    for frame in kernel.current.frames.reversed() where frame.end != 0 { return frame.index }
    return -1
  }

  private mutating func note(_ pc: Int32, _ how: TraceWord.How) {
    if records { trace.append(TraceWord(pc: pc, how: how, task: kernel.task)) }
  }
}
