import MemoryModel

/// One instruction of a program. What other tasks can see is a step; the rest is run through silently.
public struct Instruction: Sendable {
  public enum Op: Sendable {
    // Visible.
    case step(Effect)
    case acquire(LockName, LockMode, Effect)
    case release(LockName, LockMode, Effect)
    case downgrade(LockName, Effect)
    case wait(Condition)
    case spin(LockName)
    case unspin(LockName)
    // Visible only when it fires.
    case failure(Refusal)
    // Silent.
    case set(Effect)
    case branch(Condition)
    case jump
    case loopBegin(from: Count, count: Count, quiet: Bool)
    case loopNext
    case call(Int)
    case hook(HookKind)
    case push(StackLocal.Kind)
    case rethrow
    case leave
  }

  public var op: Op
  /// Where a branch, jump or loop goes; -1 when it goes nowhere.
  public var target: Int32 = -1
  /// Where an error of this instruction goes; -1 leaves the routine.
  public var handler: Int32 = -1
  public var policy = ErrorPolicy.propagate
  /// The stage a call sets for what it calls.
  public var callStage: Stage?
  /// The stage of this step alone.
  public var ownStage: Stage?
  /// The instruction stands in an error handler.
  public var isHandler = false
  public var isInLoop = false
  public var isInBurst = false
  /// A sub-step even outside a burst.
  public var isMinor = false
  public var label = ""
  /// The error a step gives by itself.
  public var refusal: Refusal?
  public var ways: [Way] = []
  /// Its line in the listing; -1 when it has none.
  public var line: Int32 = -1
  public var routine: Int32 = 0

  public init(_ op: Op) { self.op = op }

  public var isVisible: Bool {
    switch op {
    case .step, .acquire, .release, .downgrade, .wait, .spin, .unspin, .failure: true
    default: false
    }
  }
}

/// One line of a listing.
public struct CodeLine: Hashable, Sendable {
  public enum Kind: UInt8, Hashable, Sendable {
    case step, lock, call, hook, failure
  }

  public var kind: Kind
  public var text: String
  public var words: Words
  public var pc: Int32
  /// It may fail when it runs.
  public var mayFail: Bool
  /// It stands in an error handler.
  public var isHandler: Bool
  /// The conditions around it, from the outermost to the innermost.
  public var conditions: [Condition]

  /// One condition around a line.
  public struct Condition: Hashable, Sendable {
    /// The instruction that branches.
    public var branch: Int32
    /// The line stands on the other side: it runs when the condition is not met.
    public var isElse: Bool
    /// What is said beside the line when it is passed by for this condition.
    public var otherwise: String
  }
}
