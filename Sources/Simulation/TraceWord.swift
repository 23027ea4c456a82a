import MemoryModel

/// An instruction that a task ran and how it went, in 32 bits.
///
/// Limit: programs of one million instructions.
public struct TraceWord: Hashable, Sendable {
  public enum How: UInt32, Hashable, Sendable {
    case ran, failed, parked, taken, notTaken, called, left, absent
    /// Left with an error.
    case gaveUp
  }

  private let bits: UInt32

  public init(pc: Int32, how: How, task: TaskID = TaskID(0)) {
    bits = UInt32(pc) << 8 | UInt32(task.index) << 4 | how.rawValue
  }

  public var pc: Int32 { Int32(bits >> 8) }
  public var task: TaskID { TaskID(Int(bits >> 4 & 15)) }
  public var how: How { How(rawValue: bits & 15) ?? .ran }
}
