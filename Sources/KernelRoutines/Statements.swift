import MemoryModel

// The words a routine is written in. Each is a struct; modifiers return a copy.

/// Statements that are seen: they carry words.
public protocol Spoken: Statement {
  var words: Words { get set }
}

extension Spoken {
  /// What happens, as a sentence.
  public func what(_ text: String) -> Self { saying { $0.what = text } }
  /// Why it matters, as a sentence.
  public func why(_ text: String) -> Self { saying { $0.why = text } }
  /// What is said instead when it fails: what happens, and why it matters.
  public func onFailure(_ what: String, _ why: String) -> Self {
    saying {
      $0.failedWhat = what
      $0.failedWhy = why
    }
  }
  /// The outcome shown in the listing once it ran.
  public func note(_ text: String) -> Self { saying { $0.note = text } }
  /// Which step's work this one takes back.
  public func undoes(_ id: String) -> Self { saying { $0.undoes = id } }
  /// The function a trace shows for it.
  public func traced(_ function: String) -> Self { saying { $0.function = function } }

  private func saying(_ change: (inout Words) -> Void) -> Self {
    var copy = self
    change(&copy.words)
    return copy
  }
}

/// One visible, atomic step. It may fail only as data: each way listed is a choice.
public struct Step: Spoken {
  public var words = Words()
  let label: String
  let text: String
  let ways: [Way]
  let minor: Bool
  let stage: Stage?
  let refusal: Refusal?
  let effect: Effect

  /// - Parameters:
  ///   - errors: the errors with which the step may fail, each one more choice.
  ///   - minor: a sub-step even outside a burst.
  ///   - stage: the stage of this step alone, where it differs from its routine's.
  ///   - refusal: the error with which the step fails by itself, from the state or the driver's description.
  public init(
    _ label: String, _ text: String, mayFail errors: Errno..., ways: [Way] = [], minor: Bool = false,
    stage: Stage? = nil, refusal: Refusal? = nil, _ effect: @escaping Effect
  ) {
    self.label = label
    self.text = text
    self.ways = errors.map { Way($0) } + ways
    self.minor = minor
    self.stage = stage
    self.refusal = refusal
    self.effect = effect
  }

  public func assemble(into assembler: inout Assembler) {
    assembler.visible(
      .step(effect), label: label, text: text, words: words, ways: ways, minor: minor, stage: stage,
      refusal: refusal)
  }
}

/// An error that follows from the state: not a choice, and silent unless it happens.
public struct Fail: Spoken {
  public var words = Words()
  let label: String
  let text: String
  let refusal: Refusal

  public init(_ label: String, if text: String, with refusal: @escaping Refusal) {
    self.label = label
    self.text = text
    self.refusal = refusal
  }

  public func assemble(into assembler: inout Assembler) {
    assembler.failure(refusal, label: label, text: text, words: words)
  }
}

/// Takes a semaphore, or queues for it.
public struct Acquire: Spoken {
  public var words = Words()
  let label: String
  let lock: LockName
  let mode: LockMode
  let function: String
  let ways: [Way]
  let minor: Bool
  let then: Effect

  /// - Parameter killable: a fatal signal may end the waiting: EINTR, nothing held. Other threads of the
  ///   process are not part of every scenario, so the way is open even when no modelled task holds the lock.
  public init(
    _ label: String, _ lock: LockName, _ mode: LockMode, by function: String, killable: Bool = false,
    minor: Bool = true, then: @escaping Effect = { _ in }
  ) {
    self.label = label
    self.lock = lock
    self.mode = mode
    self.function = function
    ways = killable ? [Way(named: "signal", error: .EINTR)] : []
    self.minor = minor
    self.then = then
  }

  public func assemble(into assembler: inout Assembler) {
    assembler.visible(
      .acquire(lock, mode, then), label: label, text: function, words: words, ways: ways, minor: minor)
  }
}

/// Lets go of a semaphore; whoever waited becomes able to move, nobody is moved.
public struct Release: Spoken {
  public var words = Words()
  let label: String
  let lock: LockName
  let mode: LockMode
  let function: String
  let minor: Bool
  let stage: Stage?
  let first: Effect

  public init(
    _ label: String, _ lock: LockName, _ mode: LockMode, by function: String, minor: Bool = true,
    stage: Stage? = nil, first: @escaping Effect = { _ in }
  ) {
    self.label = label
    self.lock = lock
    self.mode = mode
    self.function = function
    self.minor = minor
    self.stage = stage
    self.first = first
  }

  public func assemble(into assembler: inout Assembler) {
    assembler.visible(
      .release(lock, mode, first), label: label, text: function, words: words, ways: [], minor: minor,
      stage: stage)
  }
}

/// Turns a write hold of a semaphore into a read hold; readers that waited may go on.
public struct Downgrade: Spoken {
  public var words = Words()
  let label: String
  let lock: LockName
  let function: String
  let first: Effect

  public init(_ label: String, _ lock: LockName, by function: String, first: @escaping Effect = { _ in }) {
    self.label = label
    self.lock = lock
    self.function = function
    self.first = first
  }

  public func assemble(into assembler: inout Assembler) {
    assembler.visible(
      .downgrade(lock, first), label: label, text: function, words: words, ways: [], minor: false)
  }
}

/// Parks until a condition holds; the lock named tells whom the task waits for.
public struct Wait: Spoken {
  public var words = Words()
  let label: String
  let text: String
  let condition: Condition

  public init(_ label: String, _ text: String, until condition: @escaping Condition) {
    self.label = label
    self.text = text
    self.condition = condition
  }

  public func assemble(into assembler: inout Assembler) {
    assembler.visible(.wait(condition), label: label, text: text, words: words, ways: [], minor: true)
  }
}

/// A spin lock: its statements are sub-steps, and no other task moves before it ends.
public struct Burst: Statement {
  let label: String
  let lock: LockName
  let function: String
  let traced: String
  let body: [any Statement]

  public init(
    _ label: String, _ lock: LockName, by function: String, traced: String = "",
    @RoutineBuilder _ body: () -> [any Statement]
  ) {
    self.label = label
    self.lock = lock
    self.function = function
    self.traced = traced
    self.body = body()
  }

  public func assemble(into assembler: inout Assembler) {
    assembler.burst(lock, label: label, function: function, traced: traced, body: body)
  }
}
