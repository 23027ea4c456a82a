/// Where a walk that fills page tables stands.
public struct Walk: Hashable, Sendable {
  public enum Field: Hashable, Sendable {
    case range(AddressRange)
    case frame(PageFrame)
    case piece(AddressRange)
    case protection(Protection)
    case written(Int)
    case stride(UInt64)
    case isStopped(Bool)
    case dirty(Int)
  }

  /// The whole range to fill and the frame of its first page.
  public internal(set) var range = AddressRange(VirtualAddress(0), VirtualAddress(0))
  public internal(set) var frame = PageFrame(0)
  /// The part inside the PTE table of this moment.
  public internal(set) var piece = AddressRange(VirtualAddress(0), VirtualAddress(0))
  public internal(set) var protection: Protection = []
  /// Entries written so far.
  public internal(set) var written = 0
  /// How far the frames of two pages lie apart: 1, but for the posting's mixed map, which counts addresses.
  public internal(set) var stride: UInt64 = 1
  /// A fault code has ended the loop, though no error has come of it.
  public internal(set) var isStopped = false
  /// Dirty pages whose entries a zap of this table has met.
  public internal(set) var dirty = 0

  public init() {}

  mutating func set(_ field: Field) {
    switch field {
    case .range(let value): range = value
    case .frame(let value): frame = value
    case .piece(let value): piece = value
    case .protection(let value): protection = value
    case .written(let value): written = value
    case .stride(let value): stride = value
    case .isStopped(let value): isStopped = value
    case .dirty(let value): dirty = value
    }
  }

  /// The frame that belongs to an address of the range.
  public func frame(of address: VirtualAddress) -> PageFrame {
    PageFrame(frame.value &+ UInt64(AddressRange(range.start, address).pages) &* stride)
  }
}
