import KernelRoutines
import MemoryModel

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
  /// Every call of one task, callers before callees.
  public func invocations(of task: TaskID = TaskID(0)) -> [Invocation] {
    let entry = program.entry(of: task, call: 0)
    var list = [Invocation(routine: entry, caller: -1, parent: -1, events: [])]
    var stack = [0]
    for (place, word) in trace.enumerated() where word.task == task {
      guard let top = stack.last else { break }
      switch word.how {
      case .called:
        list[top].events.append(.call(list.count, at: place, pc: word.pc))
        stack.append(list.count)
        list.append(Invocation(routine: target(of: word.pc, entry), caller: word.pc, parent: top, events: []))
      case .left, .gaveUp:
        list[top].events.append(.word(word, at: place))
        stack.removeLast()
      default: list[top].events.append(.word(word, at: place))
      }
    }
    return list
  }

  // The routine that a call or hook instruction enters.
  private func target(of pc: Int32, _ entry: Int) -> Int {
    switch program.code[Int(pc)].op {
    case .call(let routine): routine
    case .hook(let kind): program.hook(kind, of: mappedFile) ?? entry
    default: entry
    }
  }
}
