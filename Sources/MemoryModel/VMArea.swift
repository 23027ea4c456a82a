/// Which operations table a VMA points at.
public enum VMOps: UInt8, Hashable, Sendable {
  /// `vma_dummy_vm_ops`: no callbacks, not anonymous; what every new VMA starts with.
  case dummy
  /// NULL: the VMA is anonymous.
  case anonymous
  /// The table of the driver or file system.
  case driver
}

/// One mapping, `struct vm_area_struct`.
///
/// The VMA lock is modelled as in the kernel: `attached`, `readers` and `excluded` make up `vm_refcnt`, and
/// the VMA is write-locked while `lockSeq` equals the sequence of its mm. There is no unlock.
public struct VMArea: Hashable, Sendable {
  public var id: VMAID
  /// False between `vm_area_free` and the next use of the slot.
  public var isAllocated: Bool
  public var mm: MMID
  public var range: AddressRange
  /// `vm_pgoff` in pages; the frame number for a private PFN remap.
  public var pageOffset: UInt64
  public var flags: VMAFlags
  public var pageProtection: Protection
  public var ops: VMOps
  /// Whether `vm_private_data` was written.
  public var hasPrivateData: Bool
  public var file: FileID?
  /// Which of the machine's names it shows when it has no file, such as `[heap]`; -1 for none.
  public var name: Int32
  /// Whether `vm_refcnt` counts the VMA itself: it can be read-locked.
  public var attached: Bool
  public var readers: TaskSet
  /// A writer is keeping new readers out.
  public var excluded: Bool
  /// `vm_lock_seq`; `never` until first stamped.
  public var lockSeq: UInt32
  /// `pfnmap_track_ctx`: x86 tracks the memory type of the whole range.
  public var isTracked: Bool
  /// `anon_vma` is set: a page of its own was written once.
  public var hasAnonVMA: Bool
  /// The VMA for which its `anon_vma` was made: the pieces of a split share one.
  public var anonRoot: VMAID
  /// It was there before the run: what tables and entries it has, the run never saw.
  public var hasUnseenTables: Bool

  public static let never = UInt32.max

  public init(id: VMAID, mm: MMID) {
    self.id = id
    isAllocated = true
    self.mm = mm
    range = AddressRange(VirtualAddress(0), VirtualAddress(0))
    pageOffset = 0
    flags = []
    pageProtection = []
    ops = .dummy
    hasPrivateData = false
    file = nil
    name = -1
    attached = false
    readers = TaskSet()
    excluded = false
    lockSeq = VMArea.never
    isTracked = false
    hasAnonVMA = false
    anonRoot = id
    hasUnseenTables = false
  }

  /// `vm_refcnt` as the kernel would count it, without the exclusion flag.
  public var refcount: Int { (attached ? 1 : 0) + readers.count }
}
