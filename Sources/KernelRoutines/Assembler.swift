import MemoryModel

/// Flattens routines into one array of instructions and one of lines.
///
/// Targets and handlers are label numbers while a routine is put together and become instruction numbers
/// when it is complete.
public struct Assembler {
  let revision: Revision
  private(set) var code: [Instruction] = []
  private(set) var lines: [CodeLine] = []
  private(set) var routines: [LinkedRoutine] = []
  private var pending: [(index: Int, routine: Routine)] = []
  private var numbers: [String: Int] = [:]

  // The routine being put together.
  private var current = 0
  private var places: [Int32] = []
  private var labels: [String: Int32] = [:]
  private var handler: Int32 = -1
  private var inHandler = false
  private var inLoop = false
  private var inBurst = false
  private var conditions: [CodeLine.Condition] = []

  init(revision: Revision) { self.revision = revision }

  // MARK: Linking

  /// The number of a routine; it is put together later if it is new. A function whose steps are named after
  /// its callers stands here once for each.
  mutating func link(_ routine: Routine) -> Int {
    let key = routine.name + " " + routine.short
    if let known = numbers[key] { return known }
    let index = routines.count
    numbers[key] = index
    routines.append(
      LinkedRoutine(
        name: routine.name, short: routine.short, file: routine.file, stage: routine.stage,
        fidelity: Simplification.fidelity(of: routine), isPosted: routine.isPosted))
    pending.append((index, routine))
    return index
  }

  /// Puts together everything that was linked and whatever that reaches.
  mutating func finish() {
    while !pending.isEmpty {
      let (index, routine) = pending.removeFirst()
      assemble(routine, at: index)
    }
  }

  private mutating func assemble(_ routine: Routine, at index: Int) {
    current = index
    places = []
    labels = [:]
    handler = -1
    (inHandler, inLoop, inBurst) = (false, false, false)
    let first = code.count
    routines[index].entry = Int32(first)
    routines[index].firstLine = lines.count
    for kind in routine.locals { silent(.push(kind)) }
    block(routine.body())
    silent(.leave)
    routines[index].exit = Int32(code.count - 1)
    routines[index].lineCount = lines.count - routines[index].firstLine
    for pc in first..<code.count {
      if code[pc].target >= 0 { code[pc].target = places[Int(code[pc].target)] }
      if code[pc].handler >= 0 { code[pc].handler = places[Int(code[pc].handler)] }
    }
  }

  private mutating func block(_ statements: [any Statement]) {
    for statement in statements { statement.assemble(into: &self) }
  }

  private mutating func newLabel() -> Int32 {
    places.append(-1)
    return Int32(places.count - 1)
  }

  private mutating func place(_ label: Int32) { places[Int(label)] = Int32(code.count) }

  private mutating func named(_ name: String) -> Int32 {
    if let known = labels[name] { return known }
    let label = newLabel()
    labels[name] = label
    return label
  }

  @discardableResult
  private mutating func append(_ op: Instruction.Op, target: Int32 = -1) -> Int {
    var instruction = Instruction(op)
    instruction.target = target
    instruction.handler = handler
    instruction.isHandler = inHandler
    instruction.isInLoop = inLoop
    instruction.isInBurst = inBurst
    instruction.routine = Int32(current)
    code.append(instruction)
    return code.count - 1
  }

  private mutating func addLine(_ kind: CodeLine.Kind, _ text: String, _ words: Words, pc: Int, mayFail: Bool)
  {
    code[pc].line = Int32(lines.count)
    lines.append(
      CodeLine(
        kind: kind, text: text, words: words, pc: Int32(pc), mayFail: mayFail, isHandler: inHandler,
        conditions: conditions))
  }

  // MARK: Statements

  mutating func silent(_ op: Instruction.Op) { append(op) }

  mutating func visible(
    _ op: Instruction.Op, label: String, text: String, words: Words, ways: [Way], minor: Bool,
    stage: Stage? = nil, refusal: Refusal? = nil
  ) {
    let pc = append(op)
    code[pc].ownStage = stage
    code[pc].refusal = refusal
    code[pc].label = label
    code[pc].ways = ways
    code[pc].isMinor = minor
    let kind: CodeLine.Kind
    switch op {
    case .acquire, .release, .downgrade, .spin, .unspin, .wait: kind = .lock
    default: kind = .step
    }
    addLine(kind, text, words, pc: pc, mayFail: !ways.isEmpty)
  }

  mutating func failure(_ refusal: @escaping Refusal, label: String, text: String, words: Words) {
    let pc = append(.failure(refusal))
    code[pc].label = label
    addLine(.failure, text, words, pc: pc, mayFail: false)
  }

  mutating func burst(
    _ lock: LockName, label: String, function: String, traced: String, body: [any Statement]
  ) {
    let clean = newLabel()
    let over = newLabel()
    let outer = handler
    inBurst = true
    let words = Words(
      what: "\(lock.name) is taken.",
      why: "A spin lock: nobody sleeps and nobody cuts in until it is dropped.",
      note: "", undoes: "", function: traced)
    visible(.spin(lock), label: label + "_lock", text: function, words: words, ways: [], minor: true)
    handler = clean
    block(body)
    handler = outer
    unlock(lock, label: label)
    append(.jump, target: over)
    place(clean)
    let wasHandler = inHandler
    inHandler = true
    unlock(lock, label: label + "_error")
    append(.rethrow)
    inHandler = wasHandler
    inBurst = false
    place(over)
  }

  private mutating func unlock(_ lock: LockName, label: String) {
    let words = Words(what: "\(lock.name) is dropped.", why: "What was done under it is complete.")
    visible(
      .unspin(lock), label: label + "_unlock", text: "spin_unlock(\(lock.name))", words: words, ways: [],
      minor: true)
  }

  mutating func call(
    _ maker: RoutineMaker, policy: ErrorPolicy, orGoto label: String?, stage: Stage?, words: Words
  ) {
    let routine = maker(revision)
    let index = link(routine)
    let pc = append(.call(index))
    if let label { code[pc].handler = named(label) }
    code[pc].policy = policy
    code[pc].callStage = stage
    addLine(.call, routine.name, words, pc: pc, mayFail: false)
  }

  mutating func hook(_ kind: HookKind, policy: ErrorPolicy, stage: Stage?, words: Words) {
    let pc = append(.hook(kind))
    code[pc].policy = policy
    code[pc].callStage = stage
    addLine(.hook, kind.name, words, pc: pc, mayFail: false)
  }

  mutating func branch(
    _ text: String, _ condition: @escaping Condition, otherwise: String, then body: [any Statement],
    else alternative: [any Statement]
  ) {
    let other = newLabel()
    let here = Int32(append(.branch(condition), target: other))
    conditions.append(.init(branch: here, isElse: false, otherwise: otherwise))
    block(body)
    conditions.removeLast()
    guard !alternative.isEmpty else { return place(other) }
    let over = newLabel()
    append(.jump, target: over)
    place(other)
    conditions.append(.init(branch: here, isElse: true, otherwise: text))
    block(alternative)
    conditions.removeLast()
    place(over)
  }

  mutating func loop(
    _ text: String, from: @escaping Count, count: @escaping Count, quiet: Bool, body: [any Statement]
  ) {
    let exit = newLabel()
    let again = newLabel()
    append(.loopBegin(from: from, count: count, quiet: quiet), target: exit)
    place(again)
    let outer = inLoop
    inLoop = true
    block(body)
    inLoop = outer
    append(.loopNext, target: again)
    place(exit)
  }

  mutating func attempt(body: [any Statement], handler statements: [any Statement]) {
    let outer = handler
    let here = newLabel()
    let over = newLabel()
    handler = here
    block(body)
    handler = outer
    append(.jump, target: over)
    place(here)
    let wasHandler = inHandler
    inHandler = true
    block(statements)
    append(.rethrow)
    inHandler = wasHandler
    place(over)
  }

  mutating func capture(_ body: [any Statement]) {
    let outer = handler
    let after = newLabel()
    handler = after
    block(body)
    handler = outer
    place(after)
  }

  mutating func label(_ name: String) { place(named(name)) }

  mutating func leave() { append(.leave) }
}
