/// An instruction that ran and how it went, in 32 bits.
public struct TraceWord: Hashable, Sendable {
  public enum How: UInt32, Hashable, Sendable {
    case ran, failed, parked, taken, notTaken, called, left, absent
  }

  private let bits: UInt32

  public init(pc: Int32, how: How) { bits = UInt32(pc) << 3 | how.rawValue }

  public var pc: Int32 { Int32(bits >> 3) }
  public var how: How { How(rawValue: bits & 7) ?? .ran }
}
