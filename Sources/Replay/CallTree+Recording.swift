import KernelRoutines
import MemoryModel
import Simulation

extension CallTree {
  /// The calls of a simulated run: the routines it entered, and as leaves the functions that its steps name
  /// as what a trace shows of them.
  ///
  /// A step that fails was called too. One that parks is called once: when it goes on, or here when it
  /// never does.
  public init(_ recording: Recording) {
    let program = recording.program
    let invocations = recording.invocations()
    var trees = Array(repeating: CallTree(""), count: invocations.count)
    // The statement at which the task stands for ever.
    let stuck = recording.trace.last { $0.task == TaskID(0) }
    // Callers stand before what they call.
    for (index, invocation) in invocations.enumerated().reversed() {
      let children = invocation.events.compactMap { event -> CallTree? in
        switch event {
        case .word(let word, _): program.function(of: word, isStuck: word == stuck).map { CallTree($0) }
        case .call(let callee, _, _): trees[callee]
        }
      }
      trees[index] = CallTree(program.routines[invocation.routine].name, children)
    }
    self = trees[0]
  }
}

extension Program {
  /// Every function a run of this program could show: its routines, and what its steps name.
  public var functions: Set<String> {
    Set(routines.map(\.name)).union(lines.map(\.words.function).filter { !$0.isEmpty })
  }

  fileprivate func function(of word: TraceWord, isStuck: Bool) -> String? {
    let wasCalled = word.how == .ran || word.how == .failed || (word.how == .parked && isStuck)
    guard wasCalled, let line = line(at: word.pc) else { return nil }
    return line.words.function.isEmpty ? nil : line.words.function
  }
}
