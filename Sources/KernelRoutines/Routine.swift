import MemoryModel

public typealias Effect = @Sendable (inout Kernel) -> Void
public typealias Condition = @Sendable (Kernel) -> Bool
/// The error a step gives by itself, nil when it goes well.
public typealias Refusal = @Sendable (Kernel) -> Errno?
public typealias Count = @Sendable (Kernel) -> Int
/// A Swift function that makes the routine of a kernel function for a revision.
public typealias RoutineMaker = @Sendable (Revision) -> Routine

/// One kernel function: its steps, locks, calls and error paths in the kernel's order.
public struct Routine: Sendable {
  /// The kernel's name of the function in this revision.
  public var name: String
  /// The part of a step's id that stands for the function; empty when the labels say enough.
  public var short: String
  public var file: String
  /// The stage of its steps unless the caller sets one; nil inherits the caller's.
  public var stage: Stage?
  /// Which stack objects it declares.
  public var locals: [StackLocal.Kind]
  /// Its statements; made when the routine is put together, not at every call that names it.
  let body: @Sendable () -> [any Statement]
  public var fidelity: Fidelity
  /// The order of its steps is written in the posting; otherwise the order of 6.19 stands in for the seed.
  public var isPosted: Bool

  /// How far the routine can be trusted.
  public enum Fidelity: String, Hashable, Sendable {
    /// Step by step what the kernel does.
    case duplicated
    /// The kernel's order with something left out or put together.
    case customised
    /// Only that it happens.
    case stubbed
  }

  public init(
    _ name: String, as short: String? = nil, in file: String, stage: Stage? = nil,
    locals: [StackLocal.Kind] = [], fidelity: Fidelity = .duplicated, posted: Bool = false,
    @RoutineBuilder _ body: @escaping @Sendable () -> [any Statement]
  ) {
    self.name = name
    self.short = short ?? name
    self.file = file
    self.stage = stage
    self.locals = locals
    self.fidelity = fidelity
    isPosted = posted
    self.body = body
  }
}

/// One statement of a routine; it knows how to become instructions.
public protocol Statement: Sendable {
  func assemble(into assembler: inout Assembler)
}

/// Collects the statements of a routine. `if` inside a routine decides by revision, while it is built.
@resultBuilder
public enum RoutineBuilder {
  public static func buildExpression(_ statement: some Statement) -> [any Statement] { [statement] }
  public static func buildBlock(_ parts: [any Statement]...) -> [any Statement] { parts.flatMap { $0 } }
  public static func buildOptional(_ part: [any Statement]?) -> [any Statement] { part ?? [] }
  public static func buildEither(first: [any Statement]) -> [any Statement] { first }
  public static func buildEither(second: [any Statement]) -> [any Statement] { second }
  public static func buildExpression(_ statements: [any Statement]) -> [any Statement] { statements }
  public static func buildArray(_ parts: [[any Statement]]) -> [any Statement] { parts.flatMap { $0 } }
}

/// What a statement says to people; placeholders in braces are filled from the machine.
public struct Words: Hashable, Sendable {
  /// What happens, one sentence.
  public var what = ""
  /// Why it matters.
  public var why = ""
  /// The two sentences for when the step fails; empty for the usual ones.
  public var failedWhat = ""
  public var failedWhy = ""
  /// The outcome at the right of the listing, after it ran.
  public var note = ""
  /// The id of the step that this one undoes.
  public var undoes = ""
  /// The kernel function that a trace shows for the step, when it has one of its own.
  public var function = ""
}

/// One way in which a step can go other than plainly.
public struct Way: Sendable {
  /// The word in a decision string: an errno's name, `signal` or `clears`.
  public var name: String
  /// The error raised; nil when the effect stands for something else.
  public var error: Errno?
  /// When the way is open; nil is always.
  public var condition: Condition?
  /// What happens instead of the step's effect; nil changes nothing.
  public var effect: Effect?

  public init(_ error: Errno, when condition: Condition? = nil) {
    name = error.name
    self.error = error
    self.condition = condition
  }

  public init(named name: String, error: Errno?, effect: Effect? = nil) {
    self.name = name
    self.error = error
    self.effect = effect
  }
}

/// What becomes of the error of a call, hook or step.
public enum ErrorPolicy: UInt8, Hashable, Sendable {
  /// To the nearest enclosing handler.
  case propagate
  /// Dropped; the task remembers that it was.
  case ignored
  /// A hook starts with the pending error, and what it leaves is the new one.
  case replaces
}

/// The hooks a driver may supply.
public enum HookKind: UInt8, CaseIterable, Hashable, Sendable {
  case mmapPrepare, success, error, mapped, mmap, close, open, action

  /// The name in listings.
  public var name: String {
    switch self {
    case .mmapPrepare: "f_op->mmap_prepare"
    case .success: "success_hook"
    case .error: "error_hook"
    case .mapped: "vm_ops->mapped"
    case .mmap: "f_op->mmap"
    case .close: "vm_ops->close"
    case .open: "vm_ops->open"
    case .action: "action_hook"
    }
  }
}
