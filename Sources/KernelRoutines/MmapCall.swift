import MemoryModel

/// The arguments of one mmap().
public struct MmapCall: Hashable, Sendable {
  /// Index of the file in the scenario's list; nil is MAP_ANONYMOUS.
  public var file: Int?
  public var pages: Int
  public var protection: Protection
  public var isShared: Bool
  /// MAP_FIXED_NOREPLACE at this address; nil lets the kernel choose.
  public var address: VirtualAddress?
  /// An address without MAP_FIXED: taken if it is free.
  public var hint: VirtualAddress?
  /// Offset into the file in pages.
  public var pageOffset: UInt64
  /// MAP_FIXED: what lies at the address is replaced.
  public var replaces = false
  /// Bytes of the offset beyond a multiple of the page size, which are not allowed.
  public var oddBytes: UInt64 = 0
  /// The place of the file that `shmem_zero_setup` makes for it; set when the machine is built.
  public var shmemFile: Int?
  /// MAP_LOCKED.
  public var isLocked = false
  /// MAP_GROWSDOWN.
  public var growsDown = false

  public init(
    file: Int? = 0, pages: Int, protection: Protection, isShared: Bool, address: VirtualAddress? = nil,
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
