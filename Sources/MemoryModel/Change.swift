/// One fact that changes: the only way the machine moves. A plain value without references or text.
///
/// Fields are absolute, counters are deltas. Several changes make a step; a change is never split.
public enum Change: Hashable, Sendable {
  // VMAs
  case vmaAllocated(VMAID, MMID)
  case vmaFreed(VMAID)
  case vma(VMAID, VMAField)
  // Tree and rmap
  case treeStored(VMAID)
  case treeCleared(MMID, AddressRange)
  case rmapLinked(FileID, VMAID)
  case rmapUnlinked(FileID, VMAID)
  // Page table
  case tableInstalled(MMID, PageLevel, UInt64)
  case tableFreed(MMID, PageLevel, UInt64)
  case ptesSet(page: UInt64, count: Int32, PTE, MMID)
  case ptesCleared(page: UInt64, count: Int32, MMID)
  case tlbFlushed(MMID, AddressRange)
  // Counters
  case mmSeq(MMID, UInt32)
  case mapCount(MMID, Int)
  case vmStat(MMID, AccountClass, Int)
  case lockedVM(MMID, Int)
  case fileReferences(FileID, Int)
  case writable(FileID, Int)
  case counted(FileID, Int)
  case committed(Int)
  case pageArrays(Int)
  // Locks
  case lock(LockID, LockEvent, LockMode, TaskID)
  // Stack objects
  case request(TaskID, MmapRequest.Field)
  case map(TaskID, MmapState.Field)
  case desc(TaskID, VMAreaDesc.Field)
  case vms(TaskID, VMAMunmap.Field)
  case walk(TaskID, Walk.Field)
  case look(TaskID, Look.Field)
  case action(TaskID, MmapAction.Field)
  // Control
  case pushed(TaskID, StackLocal.Kind)
  case at(TaskID, Int32)
  case entered(TaskID, pc: Int32, stage: Int8, error: Errno?)
  case left(TaskID)
  case error(TaskID, Errno?)
  case loop(TaskID, index: Int32, end: Int32)
  case swallowed(TaskID, Errno?)
  case promised(TaskID, AddressRange)
  case returned(TaskID, Returned)
  case finished(TaskID)

  public enum VMAField: Hashable, Sendable {
    case range(AddressRange)
    case pageOffset(UInt64)
    case flags(VMAFlags)
    case pageProtection(Protection)
    case ops(VMOps)
    case privateData(Bool)
    case file(FileID?)
    case name(Int32)
    case attached(Bool)
    case reader(TaskID, Bool)
    case excluded(Bool)
    case lockSeq(UInt32)
    case tracked(Bool)
    case anonVMA(Bool)
    case anonRoot(VMAID)
    case unseenTables(Bool)
  }

  /// Whether the change belongs to the bookkeeping of the run rather than to the machine a person looks at.
  public var isControl: Bool {
    switch self {
    case .pushed, .at, .entered, .left, .error, .loop, .swallowed, .promised, .finished: true
    default: false
    }
  }
}
