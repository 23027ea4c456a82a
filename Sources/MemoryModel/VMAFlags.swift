/// The flags of a VMA, `vm_flags`, with the bit numbers of 7.3.
///
/// Kernel: include/linux/mm.h; the two-letter codes and their order are those of fs/proc/task_mmu.c:
/// show_smap_vma_flags, the VmFlags line of /proc/PID/smaps.
public struct VMAFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  public static let read = VMAFlags(rawValue: 1 << 0)
  public static let write = VMAFlags(rawValue: 1 << 1)
  public static let exec = VMAFlags(rawValue: 1 << 2)
  public static let shared = VMAFlags(rawValue: 1 << 3)
  public static let mayRead = VMAFlags(rawValue: 1 << 4)
  public static let mayWrite = VMAFlags(rawValue: 1 << 5)
  public static let mayExec = VMAFlags(rawValue: 1 << 6)
  public static let mayShare = VMAFlags(rawValue: 1 << 7)
  public static let growsDown = VMAFlags(rawValue: 1 << 8)
  public static let pfnMap = VMAFlags(rawValue: 1 << 10)
  public static let locked = VMAFlags(rawValue: 1 << 13)
  public static let io = VMAFlags(rawValue: 1 << 14)
  public static let dontCopy = VMAFlags(rawValue: 1 << 17)
  public static let dontExpand = VMAFlags(rawValue: 1 << 18)
  public static let account = VMAFlags(rawValue: 1 << 20)
  public static let noReserve = VMAFlags(rawValue: 1 << 21)
  public static let hugeTLB = VMAFlags(rawValue: 1 << 22)
  public static let dontDump = VMAFlags(rawValue: 1 << 26)
  public static let softDirty = VMAFlags(rawValue: 1 << 27)
  public static let mixedMap = VMAFlags(rawValue: 1 << 28)

  /// VM_SPECIAL: a VMA with any of these never merges.
  public static let special: VMAFlags = [.io, .dontExpand, .pfnMap, .mixedMap]
  /// VM_REMAP_FLAGS: what a PFN remap sets.
  public static let remap: VMAFlags = [.io, .pfnMap, .dontExpand, .dontDump]

  /// Read, write and execute as page-table rights.
  public var protection: Protection {
    var rights: Protection = []
    if contains(.read) { rights.insert(.read) }
    if contains(.write) { rights.insert(.write) }
    if contains(.exec) { rights.insert(.execute) }
    return rights
  }

  /// `is_cow_mapping`: private and may become writable.
  public var isCow: Bool { contains(.mayWrite) && !contains(.shared) }

  /// The four letters of /proc/PID/maps; the last is `s` when VM_MAYSHARE is set.
  public var mapsLetters: String {
    protection.description + (contains(.mayShare) ? "s" : "p")
  }

  /// The codes of the VmFlags line, in its order.
  public var codes: [String] {
    Self.names.compactMap { rawValue & (1 << $0.bit) != 0 ? $0.code : nil }
  }

  /// The flag of a code of the VmFlags line.
  public init?(code: String) {
    guard let name = Self.names.first(where: { $0.code == code }) else { return nil }
    self.init(rawValue: 1 << name.bit)
  }

  /// Bit number and code of each flag that smaps prints, in bit order.
  public static let names: [(bit: UInt64, code: String)] = [
    (0, "rd"), (1, "wr"), (2, "ex"), (3, "sh"), (4, "mr"), (5, "mw"), (6, "me"), (7, "ms"), (8, "gd"),
    (9, "um"), (10, "pf"), (11, "gu"), (12, "uw"), (13, "lo"), (14, "io"), (15, "sr"), (16, "rr"),
    (17, "dc"), (18, "de"), (19, "lf"), (20, "ac"), (21, "nr"), (22, "ht"), (23, "sf"), (24, "ar"),
    (25, "wf"), (26, "dd"), (27, "sd"), (28, "mm"), (29, "hg"), (30, "nh"), (31, "mg"), (40, "dp"),
    (41, "ui"), (42, "sl"), (43, "ur"),
  ]
}
