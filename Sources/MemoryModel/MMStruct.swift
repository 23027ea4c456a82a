/// One address space, `struct mm_struct`.
public struct MMStruct: Hashable, Sendable {
  public var id: MMID
  public internal(set) var mmapLock = RWLock()
  /// `mm_lock_seq`: odd while the mmap lock is held for writing.
  public internal(set) var seq: UInt32
  public internal(set) var tree = VMATree()
  public internal(set) var pageTable = PageTable()
  /// Page-table locks that are held now, in the order they were taken.
  public internal(set) var spins: [HeldSpin] = []
  public internal(set) var mapCount = 0
  /// The lock of the anonymous rmap. Fidelity: customised; one for all VMAs of the process.
  public internal(set) var anonLock = RWLock()
  /// Pages mapped, `total_vm`.
  public internal(set) var totalVM = 0
  /// Pages that are executable and not writable.
  public internal(set) var execVM = 0
  /// Pages that are private and writable.
  public internal(set) var dataVM = 0
  /// Pages of stacks.
  public internal(set) var stackVM = 0
  /// Pages of VMAs that are locked in memory.
  public internal(set) var lockedVM = 0
  /// Pages counted for RSS. Special entries do not count.
  public internal(set) var rss = 0

  public init(id: MMID, seq: UInt32 = 0) {
    self.id = id
    self.seq = seq
  }

  public var isSeqOdd: Bool { seq & 1 == 1 }
}

/// The accounting class of a mapping: which of the counters beside `total_vm` its pages go to.
///
/// Kernel: `vm_stat_account`, mm/vma.c.
public enum AccountClass: UInt8, Hashable, Sendable {
  case none, exec, stack, data

  public init(_ flags: VMAFlags) {
    if flags.contains(.exec), !flags.contains(.write), !flags.contains(.growsDown) {
      self = .exec
    } else if flags.contains(.growsDown) {
      self = .stack
    } else if flags.contains(.write), !flags.contains(.shared) {
      self = .data
    } else {
      self = .none
    }
  }
}
