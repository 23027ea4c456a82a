/// A user virtual address in bytes.
public struct VirtualAddress: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var value: UInt64

  public init(_ value: UInt64) { self.value = value }

  /// Bytes in a page; the whole model uses 4 KiB pages.
  public static let pageSize: UInt64 = 4096
  /// The end of the user half with four levels, TASK_SIZE: one guard page below 2^47.
  public static let taskSize = VirtualAddress((1 << 47) - 4096)

  public var isPageAligned: Bool { value & (Self.pageSize - 1) == 0 }

  /// The number of the page the address lies in.
  public var page: UInt64 { value >> 12 }

  public init(page: UInt64) { value = page << 12 }

  public func advanced(byPages pages: Int) -> VirtualAddress {
    VirtualAddress(value &+ UInt64(bitPattern: Int64(pages)) &* Self.pageSize)
  }

  public static func < (left: VirtualAddress, right: VirtualAddress) -> Bool { left.value < right.value }

  /// Hexadecimal without prefix, at least twelve digits, as the screen shows it.
  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
  }
}

/// A page-aligned range of addresses; `end` is the first address behind it.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
  public var start: VirtualAddress
  public var end: VirtualAddress

  public init(_ start: VirtualAddress, _ end: VirtualAddress) {
    self.start = start
    self.end = end
  }

  public init(_ start: VirtualAddress, pages: Int) {
    self.init(start, start.advanced(byPages: pages))
  }

  public var bytes: UInt64 { end.value &- start.value }
  public var pages: Int { Int(bytes / VirtualAddress.pageSize) }

  public func contains(_ address: VirtualAddress) -> Bool { address >= start && address < end }
  public func overlaps(_ other: AddressRange) -> Bool { start < other.end && other.start < end }

  public var description: String { "\(start)-\(end)" }
}

/// The number of a physical page.
public struct PageFrame: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var value: UInt64

  public init(_ value: UInt64) { self.value = value }

  public func advanced(by pages: Int) -> PageFrame {
    PageFrame(value &+ UInt64(bitPattern: Int64(pages)))
  }

  public static func < (left: PageFrame, right: PageFrame) -> Bool { left.value < right.value }

  public var description: String { String(value, radix: 16) }
}
