import KernelRoutines
import MemoryModel

/// One visible statement of a recording: where its changes end, and what it was.
public struct Mark: Hashable, Sendable {
  public var changesEnd: UInt32
  public var traceEnd: UInt32
  public var pc: Int32
  /// The index of the innermost loop, or -1.
  public var index: Int32
  public var task: TaskID
  public var stage: Stage
  public var outcome: Execution.Outcome
  /// How many further ways the step could have gone.
  public var ways: UInt8
  /// A sub-step: a lock, or a statement inside a burst.
  public var isMinor: Bool
  public var evidence: Evidence
  /// The tasks that could move next; empty when there is one task only.
  public var movable = TaskSet()

  /// How it is known that this happened.
  public enum Evidence: UInt8, Hashable, Sendable {
    /// The model did it.
    case simulated
    /// A recording of a real kernel shows it.
    case observed
    /// Concluded from what surrounds it.
    case inferred
  }
}
