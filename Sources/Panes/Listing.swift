import KernelRoutines
import Simulation

/// The kernel functions of a run as a listing: what is on the stack is opened, what is finished is one line.
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
  }

  private let program: Program
  private let invocations: [Invocation]
  // For each word of the trace the position of the mark it belongs to.
  private let markEnds: [UInt32]
  // For each line of the program whether this run can fail there, or in what it calls.
  private let canFail: [Bool]

  init(_ recording: Recording) {
    program = recording.program
    invocations = recording.invocations()
    markEnds = recording.marks.map(\.traceEnd)
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
    // A call may fail when what it calls may: as often as calls are nested.
    for _ in program.routines {
      for (number, line) in program.lines.enumerated() where line.kind == .call {
        guard case .call(let callee) = program.code[Int(line.pc)].op, routines[callee], !line.isHandler else {
          continue
        }
        canFail[number] = true
        routines[Int(program.code[Int(line.pc)].routine)] = true
      }
    }
    return canFail
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

  /// Whether this run can fail at a line.
  public func mayFail(_ line: CodeLine) -> Bool {
    let number = program.code[Int(line.pc)].line
    return number >= 0 && canFail[Int(number)]
  }

  /// The listing at a position, at least `rows` lines where the program has them: finished and coming calls
  /// are opened until the pane is filled.
  public func lines(at position: Int, rows: Int) -> [Line] {
    guard position > 0, position <= markEnds.count else { return overview }
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

  /// The main functions of the call, before anything ran.
  public var overview: [Line] {
    guard let region = program.routines.first(where: { $0.name == "__mmap_region" }) else { return [] }
    return program.lines[region.lineRange].filter { $0.kind == .call && !$0.isHandler }.map {
      Line(depth: 0, status: .pending, text: $0, position: 0, passedBy: "")
    }
  }

  private enum Opening {
    case finished(Int)
    case coming(Int)
  }

  // The finished call nearest above the current line, else the nearest coming one below it.
  private func nextToOpen(_ lines: [Line], _ opened: [Int], _ ahead: [Int], end: Int) -> Opening? {
    guard let here = lines.lastIndex(where: { [.current, .failed, .waits].contains($0.status) }) else {
      return nil
    }
    for line in lines[here...] where line.status == .pending {
      if let routine = routine(calledAt: line.text.pc), !ahead.contains(routine),
        program.routines[routine].lineCount > 1
      {
        return .coming(routine)
      }
    }
    for line in lines[..<here].reversed() where line.status == .done {
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
      return Line(
        depth: depth, status: isOver ? .done : .onStack, text: text,
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
      let passed = seen.hasPassed(text.pc)
      return Line(
        depth: depth, status: passed ? .notTaken : .pending, text: text, position: 0,
        passedBy: passed ? text.otherwise : "")
    }
  }

  /// The file and the fidelity of the routine whose step is shown.
  public func routine(at mark: Mark) -> LinkedRoutine { program.routine(at: mark.pc) }
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
      guard pc >= 0 else { continue }
      furthest = pc
      events.append((pc, event))
    }
  }

  private static func whereabouts(_ event: Invocation.Event, _ invocation: Invocation) -> (Int32, Int) {
    switch event {
    case .word(let word, let place): (word.how == .left ? -1 : word.pc, place)
    case .call(_, let place, let pc): (pc, place)
    }
  }

  func latest(_ pc: Int32) -> Invocation.Event? {
    guard let found = events.last(where: { $0.pc == pc }) else { return nil }
    if case .word(let word, _) = found.event, word.how == .taken || word.how == .notTaken { return nil }
    return found.event
  }

  func hasPassed(_ pc: Int32) -> Bool { pc < furthest }
}

extension Invocation {
  /// Whether the call was over before a place in the trace.
  fileprivate func hasLeft(before end: Int) -> Bool {
    guard case .word(let word, let place)? = events.last, word.how == .left else { return false }
    return place < end
  }
}
