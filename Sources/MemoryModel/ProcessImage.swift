/// A process's address space as /proc/PID/maps prints it: what an imported run starts from.
///
/// Page tables, locks and counters of the mappings are not in the file and stay unknown.
public struct ProcessImage: Hashable, Sendable {
  /// The command's name, at most 15 characters, as in /proc/PID/comm.
  public var name: String
  public var pid: Int
  /// In address order, without overlaps.
  public var mappings: [ImageMapping]

  public init(name: String, pid: Int, mappings: [ImageMapping]) {
    self.name = name
    self.pid = pid
    self.mappings = mappings
  }
}

/// One line of /proc/PID/maps.
public struct ImageMapping: Hashable, Sendable {
  public var range: AddressRange
  public var protection: Protection
  /// The fourth letter: `s` when VM_MAYSHARE is set, else `p`.
  public var isShared: Bool
  /// Offset into the file in bytes.
  public var offset: UInt64
  public var device: String
  public var inode: UInt64
  /// The path or bracketed name as printed, empty for anonymous memory; unprintable bytes are replaced.
  public var name: String
  /// No page of it was ever there, as far as is known: it has no page tables and no anon_vma.
  public var isUntouched = false

  public init(
    range: AddressRange, protection: Protection, isShared: Bool, offset: UInt64, device: String,
    inode: UInt64, name: String
  ) {
    self.range = range
    self.protection = protection
    self.isShared = isShared
    self.offset = offset
    self.device = device
    self.inode = inode
    self.name = name
  }
}
