import MemoryModel

/// The arguments of one mmap() of a file.
public struct MmapCall: Hashable, Sendable {
  /// Index of the file in the scenario's list.
  public var file: Int
  public var pages: Int
  public var protection: Protection
  public var isShared: Bool
  /// MAP_FIXED_NOREPLACE at this address; nil lets the kernel choose.
  public var address: VirtualAddress?
  /// Offset into the file in pages.
  public var pageOffset: UInt64
  /// MAP_FIXED: what lies at the address is replaced.
  public var replaces = false

  public init(
    file: Int = 0, pages: Int, protection: Protection, isShared: Bool, address: VirtualAddress? = nil,
    pageOffset: UInt64 = 0
  ) {
    self.file = file
    self.pages = pages
    self.protection = protection
    self.isShared = isShared
    self.address = address
    self.pageOffset = pageOffset
  }
}
