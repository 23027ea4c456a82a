import MemoryModel

/// An instruction that a task ran and how it went, in 32 bits.
///
/// Limit: programs of two million instructions.
public struct TraceWord: Hashable, Sendable {
  public enum How: UInt32, Hashable, Sendable {
    case ran, failed, parked, taken, notTaken, called, left, absent
  }

  private let bits: UInt32

  public init(pc: Int32, how: How, task: TaskID = TaskID(0)) {
    bits = UInt32(pc) << 7 | UInt32(task.index) << 3 | how.rawValue
  }

  public var pc: Int32 { Int32(bits >> 7) }
  public var task: TaskID { TaskID(Int(bits >> 3 & 15)) }
  public var how: How { How(rawValue: bits & 7) ?? .ran }
}
