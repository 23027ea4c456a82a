import KernelRoutines
import MemoryModel
import Simulation

extension CallTree {
  /// The calls of one task of a simulated run: the routines it entered, and as leaves the functions that its
  /// steps name as what a trace shows of them.
  ///
  /// A step that fails was called too. One that parks is called once, and sleeps in its slow path; the last
  /// one of a run that waits for ever was called and never returned. Who drops a lock wakes those who wait.
  public init(_ recording: Recording, task: TaskID = TaskID(0)) {
    let program = recording.program
    let invocations = recording.invocations(of: task)
    let wakings = recording.wakings()
    var trees = Array(repeating: CallTree(""), count: invocations.count)
    // Callers stand before what they call.
    for (index, invocation) in invocations.enumerated().reversed() {
      var parked: Int32 = -1
      let children = invocation.events.compactMap { event -> CallTree? in
        switch event {
        case .word(let word, let place):
          if word.how == .parked { parked = word.pc }
          let isLast = word.how == .parked && recording.isStuck(task, at: place)
          let isAsleep = parked == word.pc
          return program.tree(of: word, isLast: isLast, slept: isAsleep, wakes: wakings.contains(place))
        case .call(let callee, _, _): return trees[callee]
        }
      }
      trees[index] = CallTree(program.routines[invocation.routine].name, children)
    }
    self = trees[0]
  }

  /// The calls of some names, each with all it calls, that no other call of those names made.
  public func topmost(_ names: Set<String>) -> [CallTree] {
    names.contains(name) ? [self] : children.flatMap { $0.topmost(names) }
  }
}

extension Recording {
  /// A task that parked at a place of the trace and never ran again.
  fileprivate func isStuck(_ task: TaskID, at place: Int) -> Bool {
    !trace[(place + 1)...].contains { $0.task == task }
  }

  /// The places of the trace at which a semaphore is dropped while somebody waits for it.
  fileprivate func wakings() -> Set<Int> {
    guard facts.calls.count > 1 else { return [] }
    var found: Set<Int> = []
    var state = initial
    for position in 1..<max(last + 1, 1) {
      guard let mark = mark(position) else { continue }
      for change in changes(at: position) {
        if case .lock(let lock, .released, _, _) = change, state.semaphore(lock)?.queue.isEmpty == false,
          let place = trace[..<Int(mark.traceEnd)].lastIndex(where: { $0.pc == mark.pc })
        {
          found.insert(place)
        }
        state.apply(change)
      }
    }
    return found
  }
}

extension Program {
  /// What a trace shows of a task that waits for a semaphore, and of one that wakes it.
  private static let waiting = [
    "rwsem_down_read_slowpath", "rwsem_down_write_slowpath", "rwsem_wake", "rwsem_mark_wake",
  ]

  /// Every function a run of this program could show: its routines, and what its steps name.
  public var functions: Set<String> {
    Set(routines.map(\.name)).union(lines.map(\.words.function).filter { !$0.isEmpty }).union(Self.waiting)
  }

  fileprivate func tree(of word: TraceWord, isLast: Bool, slept: Bool, wakes: Bool) -> CallTree? {
    guard word.how == .ran || word.how == .failed || isLast, let line = line(at: word.pc),
      !line.words.function.isEmpty
    else { return nil }
    var below: [CallTree] = []
    if slept, case .acquire(_, let mode, _) = code[Int(word.pc)].op {
      below = [CallTree(mode == .read ? "rwsem_down_read_slowpath" : "rwsem_down_write_slowpath")]
    }
    if wakes { below = [CallTree("rwsem_wake", [CallTree("rwsem_mark_wake")])] }
    return CallTree(line.words.function, below)
  }
}
