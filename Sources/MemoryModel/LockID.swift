/// A lock of the machine.
public enum LockID: Hashable, Sendable {
  /// `mm->mmap_lock`.
  case mmap(MMID)
  /// The per-VMA lock: a sequence number and a reference count, no lock word of its own.
  case vma(VMAID)
  /// `mapping->i_mmap_rwsem`.
  case iMmap(FileID)
  /// `anon_vma->root->rwsem`.
  case anonVMA(MMID)
  /// The spin lock of one page-table page; `.pgd` is `mm->page_table_lock`, which also guards the entries
  /// of PUD tables.
  case pageTable(MMID, PageLevel, UInt64)

  /// The name on the screen.
  public var name: String {
    switch self {
    case .mmap: "mmap_lock"
    case .vma: "VMA lock"
    case .iMmap: "i_mmap"
    case .anonVMA: "anon_vma"
    case .pageTable(_, .pte, _): "PTE lock"
    case .pageTable(_, .pmd, _): "PMD lock"
    case .pageTable: "page_table_lock"
    }
  }
}

/// A spin lock that somebody holds.
public struct HeldSpin: Hashable, Sendable {
  public var lock: LockID
  public var task: TaskID
}

/// What happens to a lock.
public enum LockEvent: UInt8, Hashable, Sendable {
  case waits, acquired, released, gaveUp
  /// Held for writing before, for reading now.
  case downgraded
}
