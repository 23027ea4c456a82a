import MemoryModel

// The statements that decide where a routine goes on. None of them is seen as a step.

/// Pushes a frame for the routine that a Swift function makes.
public struct Call: Spoken {
  public var words = Words()
  let maker: RoutineMaker
  let policy: ErrorPolicy
  let label: String?
  let stage: Stage?

  public init(
    _ maker: @escaping RoutineMaker, errors policy: ErrorPolicy = .propagate, orGoto label: String? = nil,
    stage: Stage? = nil
  ) {
    self.maker = maker
    self.policy = policy
    self.label = label
    self.stage = stage
  }

  public func assemble(into assembler: inout Assembler) {
    assembler.call(maker, policy: policy, orGoto: label, stage: stage, words: words)
  }
}

/// Calls the driver's routine if it supplied one.
public struct Hook: Spoken {
  public var words = Words()
  let kind: HookKind
  let policy: ErrorPolicy
  let stage: Stage?

  public init(_ kind: HookKind, errors policy: ErrorPolicy = .propagate, stage: Stage? = nil) {
    self.kind = kind
    self.policy = policy
    self.stage = stage
  }

  public func assemble(into assembler: inout Assembler) {
    assembler.hook(kind, policy: policy, stage: stage, words: words)
  }
}

/// Goes one way or the other by what locals and held locks allow to know.
public struct If: Statement {
  let text: String
  let condition: Condition
  let body: [any Statement]
  var alternative: [any Statement] = []
  /// What the listing says beside statements that were passed by.
  let otherwise: String

  public init(
    _ text: String, otherwise: String = "", _ condition: @escaping Condition,
    @RoutineBuilder then body: () -> [any Statement]
  ) {
    self.text = text
    self.otherwise = otherwise
    self.condition = condition
    self.body = body()
  }

  public func orElse(@RoutineBuilder _ body: () -> [any Statement]) -> If {
    var copy = self
    copy.alternative = body()
    return copy
  }

  public func assemble(into assembler: inout Assembler) {
    assembler.branch(text, condition, otherwise: otherwise, then: body, else: alternative)
  }
}

/// Repeats its body; the counter runs from `from` and the count is taken once, on entry. One loop at a time
/// in a routine.
public struct ForEach: Statement {
  let text: String
  let from: Count
  let count: Count
  let isQuiet: Bool
  let body: [any Statement]

  /// - Parameter quiet: a single turn gives its steps no number.
  public init(
    _ text: String, quiet isQuiet: Bool = false, from: @escaping Count = { _ in 0 }, count: @escaping Count,
    @RoutineBuilder _ body: () -> [any Statement]
  ) {
    self.text = text
    self.from = from
    self.count = count
    self.isQuiet = isQuiet
    self.body = body()
  }

  public func assemble(into assembler: inout Assembler) {
    assembler.loop(text, from: from, count: count, quiet: isQuiet, body: body)
  }
}

/// Runs a body; an error in it goes to the handler, at whose end unwinding continues outwards.
public struct Attempt: Statement {
  let body: [any Statement]
  let handler: [any Statement]

  public init(
    @RoutineBuilder _ body: () -> [any Statement], @RoutineBuilder onError handler: () -> [any Statement]
  ) {
    self.body = body()
    self.handler = handler()
  }

  public func assemble(into assembler: inout Assembler) {
    assembler.attempt(body: body, handler: handler)
  }
}

/// `err = …`: an error ends the block, stays in the frame, and the code after it runs.
public struct Capture: Statement {
  let body: [any Statement]

  public init(@RoutineBuilder _ body: () -> [any Statement]) { self.body = body() }

  public func assemble(into assembler: inout Assembler) { assembler.capture(body) }
}

/// A rung of an error ladder.
public struct Label: Statement {
  let name: String

  public init(_ name: String) { self.name = name }

  public func assemble(into assembler: inout Assembler) { assembler.label(name) }
}

/// Leaves the routine with the pending error.
public struct Return: Statement {
  public init() {}

  public func assemble(into assembler: inout Assembler) { assembler.leave() }
}

/// A silent assignment to a local: nobody else can see it.
public struct Assign: Statement {
  let effect: Effect

  public init(_ effect: @escaping Effect) { self.effect = effect }

  public func assemble(into assembler: inout Assembler) { assembler.silent(.set(effect)) }
}
