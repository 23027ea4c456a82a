import KernelRoutines
import MemoryModel
import Simulation

/// The listing of one task: its call tree, opened where the task stands.
struct TaskListing: Sendable {
  typealias Line = Listing.Line
  typealias Status = Listing.Status

  private let program: Program
  private let invocations: [Invocation]
  // Where each mark ends in the trace: the trace of all tasks is one.
  private let markEnds: [UInt32]

  init(_ recording: Recording, _ task: TaskID) {
    program = recording.program
    invocations = recording.invocations(of: task)
    markEnds = recording.marks.map(\.traceEnd)
  }

  /// The position of the mark that a place in the trace belongs to.
  private func position(ofTrace place: Int) -> Int {
    var low = 0
    var high = markEnds.count
    while low < high {
      let middle = (low + high) / 2
      if Int(markEnds[middle]) > place { high = middle } else { low = middle + 1 }
    }
    return min(low + 1, markEnds.count)
  }

  /// The listing at a position, at least `rows` lines where the program has them: finished and coming calls
  /// are opened until the pane is filled.
  func lines(at position: Int, rows: Int) -> [Line] {
    let end = Int(markEnds[position - 1])
    let current = end - 1
    var opened: [Int] = []
    var lines = expand(0, end: end, current: current, depth: 0, opened: opened, ahead: [])
    var ahead: [Int] = []
    while lines.count < rows {
      guard let next = nextToOpen(lines, opened, ahead, end: end) else { break }
      switch next {
      case .finished(let place): opened.append(place)
      case .coming(let routine): ahead.append(routine)
      }
      lines = expand(0, end: end, current: current, depth: 0, opened: opened, ahead: ahead)
    }
    return lines
  }

  private enum Opening {
    case finished(Int)
    case coming(Int)
  }

  // The finished call nearest above the current line, else the nearest coming one below it.
  private func nextToOpen(_ lines: [Line], _ opened: [Int], _ ahead: [Int], end: Int) -> Opening? {
    // When the call is over nobody stands anywhere: it is opened from its end.
    guard let here = lines.lastIndex(where: { $0.isStanding }) ?? lines.indices.last else { return nil }
    for line in lines[here...] where line.status == .pending {
      if let routine = routine(calledAt: line.text.pc), !ahead.contains(routine),
        program.routines[routine].lineCount > 1
      {
        return .coming(routine)
      }
    }
    for line in lines[..<here].reversed() where line.status == .done || line.status == .failed {
      guard line.text.kind == .call || line.text.kind == .hook else { continue }
      if let place = invocation(calledAt: line.text.pc, position: line.position), !opened.contains(place) {
        return .finished(place)
      }
    }
    return nil
  }

  private func routine(calledAt pc: Int32) -> Int? {
    if case .call(let routine) = program.code[Int(pc)].op { return routine }
    return nil
  }

  private func invocation(calledAt pc: Int32, position: Int) -> Int? {
    invocations.lastIndex { $0.caller == pc && firstPosition($0) == position }
  }

  private func firstPosition(_ invocation: Invocation) -> Int {
    for event in invocation.events {
      switch event {
      case .word(_, let place): return self.position(ofTrace: place)
      case .call(let callee, _, _): return firstPosition(invocations[callee])
      }
    }
    return 0
  }

  // MARK: One routine

  private func expand(
    _ place: Int, end: Int, current: Int, depth: Int, opened: [Int], ahead: [Int]
  ) -> [Line] {
    let invocation = invocations[place]
    let seen = Seen(invocation, end: end)
    var lines: [Line] = []
    for text in program.lines[program.routines[invocation.routine].lineRange] {
      let entry = seen.latest(text.pc)
      if text.isHandler, entry == nil { continue }
      if hides(text, entry, current) { continue }
      let line = line(text, entry, seen, depth: depth, end: end, current: current)
      lines.append(line)
      if case .call(let callee, _, _)? = entry, line.status == .onStack || opened.contains(callee) {
        lines += expand(callee, end: end, current: current, depth: depth + 1, opened: opened, ahead: ahead)
      } else if line.status == .pending, let routine = routine(calledAt: text.pc), ahead.contains(routine) {
        lines += coming(routine, depth: depth + 1)
      }
    }
    return lines
  }

  private func coming(_ routine: Int, depth: Int) -> [Line] {
    program.lines[program.routines[routine].lineRange].filter { !$0.isHandler && $0.kind != .failure }.map {
      Line(depth: depth, status: .pending, text: $0, position: 0, passedBy: "")
    }
  }

  // Conditions that did not fire are silent, and so are they here.
  private func hides(_ text: CodeLine, _ entry: Invocation.Event?, _ current: Int) -> Bool {
    text.kind == .failure && entry == nil
  }

  private func line(
    _ text: CodeLine, _ entry: Invocation.Event?, _ seen: Seen, depth: Int, end: Int, current: Int
  ) -> Line {
    switch entry {
    case .call(let callee, let place, _)?:
      let isOver = invocations[callee].hasLeft(before: end)
      let status: Status = !isOver ? .onStack : invocations[callee].gaveUp ? .failed : .done
      return Line(
        depth: depth, status: status, text: text,
        position: isOver ? firstPosition(invocations[callee]) : position(ofTrace: place), passedBy: "")
    case .word(let word, let place)?:
      let status: Status
      switch word.how {
      case .absent: status = .notTaken
      case .failed: status = .failed
      case .parked: status = .waits
      default: status = place == current ? .current : .done
      }
      return Line(
        depth: depth, status: status, text: text, position: position(ofTrace: place),
        passedBy: word.how == .absent ? "none set" : "")
    case nil:
      let other = text.conditions.last.map { $0.isElse && seen.taken($0.branch) == true } ?? false
      let passed = seen.hasPassed(text.pc) || other
      return Line(
        depth: depth, status: passed ? .notTaken : .pending, text: text, position: 0,
        passedBy: passed ? seen.reason(text.conditions) : "")
    }
  }
}

/// What happened in one call of a routine so far: for each instruction the latest event of this turn.
private struct Seen {
  private var events: [(pc: Int32, event: Invocation.Event)] = []
  private var furthest: Int32 = -1

  init(_ invocation: Invocation, end: Int) {
    for event in invocation.events {
      let (pc, place) = Self.whereabouts(event, invocation)
      guard place < end else { break }
      // Going back is the next turn of a loop: what stands further down has not run in this turn.
      if pc >= 0, pc <= furthest { events.removeAll { $0.pc >= pc } }
      guard pc >= 0 else {
        // Whoever has returned without an error has passed all that it did not call.
        if case .word(let word, _) = event, word.how == .left { furthest = .max }
        continue
      }
      furthest = pc
      events.append((pc, event))
    }
  }

  private static func whereabouts(_ event: Invocation.Event, _ invocation: Invocation) -> (Int32, Int) {
    switch event {
    case .word(let word, let place): (word.isLeaving ? -1 : word.pc, place)
    case .call(_, let place, let pc): (pc, place)
    }
  }

  func latest(_ pc: Int32) -> Invocation.Event? {
    guard let found = events.last(where: { $0.pc == pc }) else { return nil }
    if case .word(let word, _) = found.event, word.how == .taken || word.how == .notTaken { return nil }
    return found.event
  }

  func hasPassed(_ pc: Int32) -> Bool { pc < furthest }

  /// Whether the condition of a branch was met; nil where it did not come to it.
  func taken(_ branch: Int32) -> Bool? {
    guard case .word(let word, _)? = events.last(where: { $0.pc == branch })?.event else { return nil }
    return word.how == .taken ? true : word.how == .notTaken ? false : nil
  }

  /// Why a line was passed by: the outermost of the conditions around it that was not met.
  func reason(_ conditions: [CodeLine.Condition]) -> String {
    let unmet = conditions.first { !$0.otherwise.isEmpty && taken($0.branch) == $0.isElse }
    return (unmet ?? conditions.last)?.otherwise ?? ""
  }
}

extension Invocation {
  /// Whether the call was over before a place in the trace.
  fileprivate func hasLeft(before end: Int) -> Bool {
    guard case .word(let word, let place)? = events.last, word.isLeaving else { return false }
    return place < end
  }

  /// Whether it returned an error.
  fileprivate var gaveUp: Bool {
    if case .word(let word, _)? = events.last { return word.how == .gaveUp }
    return false
  }
}

extension TraceWord {
  fileprivate var isLeaving: Bool { how == .left || how == .gaveUp }
}
