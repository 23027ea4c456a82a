import KernelRoutines

/// One call of a routine in a run, with what it called: the call tree that the Code pane, the narrator and
/// conformance read.
public struct Invocation: Hashable, Sendable {
  public var routine: Int
  /// The instruction that called it; -1 for a task's entry.
  public var caller: Int32
  /// The call it belongs to, as a place in the list; -1 for a task's entry.
  public var parent: Int
  /// What happened in it, in order.
  public var events: [Event]

  public enum Event: Hashable, Sendable {
    /// A statement ran, at a place in the trace.
    case word(TraceWord, at: Int)
    /// Its instruction called another, as a place in the list.
    case call(Int, at: Int, pc: Int32)
  }
}

extension Recording {
  /// Every call of the first task, callers before callees.
  public func invocations() -> [Invocation] {
    var list = [Invocation(routine: program.entry, caller: -1, parent: -1, events: [])]
    var stack = [0]
    for (place, word) in trace.enumerated() {
      guard let top = stack.last else { break }
      switch word.how {
      case .called:
        let callee = target(of: word.pc)
        list[top].events.append(.call(list.count, at: place, pc: word.pc))
        stack.append(list.count)
        list.append(Invocation(routine: callee, caller: word.pc, parent: top, events: []))
      case .left:
        list[top].events.append(.word(word, at: place))
        stack.removeLast()
      default: list[top].events.append(.word(word, at: place))
      }
    }
    return list
  }

  // The routine that a call or hook instruction enters.
  private func target(of pc: Int32) -> Int {
    switch program.code[Int(pc)].op {
    case .call(let routine): routine
    case .hook(let kind): program.hook(kind, of: mappedFile) ?? program.entry
    default: program.entry
    }
  }
}
