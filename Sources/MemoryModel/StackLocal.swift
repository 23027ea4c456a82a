/// The kernel's stack objects: what a reader of the source would see as locals. They live in the task, are
/// changed by changes, and a callee sees the innermost one of a kind.
public enum StackLocal: Hashable, Sendable {
  case request(MmapRequest)
  case map(MmapState)
  case desc(VMAreaDesc)
  case vms(VMAMunmap)
  case walk(Walk)
  case look(Look)
  /// An action of a driver's hook, apart from the one in the descriptor.
  case action(MmapAction)

  public enum Kind: UInt8, Hashable, Sendable {
    case request, map, desc, vms, walk, look, action
  }

  public var kind: Kind {
    switch self {
    case .request: .request
    case .map: .map
    case .desc: .desc
    case .vms: .vms
    case .walk: .walk
    case .look: .look
    case .action: .action
    }
  }

  init(_ kind: Kind) {
    switch kind {
    case .request: self = .request(MmapRequest())
    case .map: self = .map(MmapState())
    case .desc: self = .desc(VMAreaDesc())
    case .vms: self = .vms(VMAMunmap())
    case .walk: self = .walk(Walk())
    case .look: self = .look(Look())
    case .action: self = .action(MmapAction())
    }
  }
}

/// What `do_mmap` has worked out so far: address, flags and offset.
public struct MmapRequest: Hashable, Sendable {
  public enum Field: Hashable, Sendable {
    case range(AddressRange)
    case flags(VMAFlags)
    case pageOffset(UInt64)
    case file(FileID?)
  }

  public internal(set) var range = AddressRange(VirtualAddress(0), VirtualAddress(0))
  public internal(set) var flags: VMAFlags = []
  /// In pages.
  public internal(set) var pageOffset: UInt64 = 0
  public internal(set) var file: FileID?

  public init() {}

  mutating func set(_ field: Field) {
    switch field {
    case .range(let value): range = value
    case .flags(let value): flags = value
    case .pageOffset(let value): pageOffset = value
    case .file(let value): file = value
    }
  }
}

/// The state of one mmap(), `struct mmap_state` (`map`), mm/vma.c.
public struct MmapState: Hashable, Sendable {
  public enum Field: Hashable, Sendable {
    case range(AddressRange)
    case pageOffset(UInt64)
    case flags(VMAFlags)
    case file(FileID?)
    case pageProtection(Protection)
    case ops(VMOps)
    case privateData(Bool)
    case charged(Int)
    case previous(VMAID?)
    case next(VMAID?)
    case vma(VMAID?)
    case allocatedNew(Bool)
    case holdsRmap(Bool)
    case runsHook(Bool)
    case target(VMAID?)
    case removed(VMAID?)
    case clonedAnon(Bool)
  }

  public internal(set) var range = AddressRange(VirtualAddress(0), VirtualAddress(0))
  public internal(set) var pageOffset: UInt64 = 0
  public internal(set) var flags: VMAFlags = []
  public internal(set) var file: FileID?
  public internal(set) var pageProtection: Protection = []
  public internal(set) var ops = VMOps.dummy
  public internal(set) var hasPrivateData = false
  /// Pages charged to overcommit for this mapping.
  public internal(set) var charged = 0
  public internal(set) var previous: VMAID?
  public internal(set) var next: VMAID?
  /// The VMA under construction, once there is one.
  public internal(set) var vma: VMAID?
  public internal(set) var allocatedNew = false
  /// The rmap lock of the file is kept from the link until the action is complete.
  public internal(set) var holdsRmap = false
  /// `f_op->mmap` is at work on the VMA, which is in no tree yet.
  public internal(set) var runsHook = false
  /// The neighbour that takes the range, `vmg.target`; nil when none can.
  public internal(set) var target: VMAID?
  /// The VMA that goes when the target grows over it too, `vmg.__remove_next`.
  public internal(set) var removed: VMAID?
  /// The target has got the anon_vma of the VMA that goes, `anon_dup`.
  public internal(set) var hasClonedAnon = false

  public init() {}

  mutating func set(_ field: Field) {
    switch field {
    case .range(let value): range = value
    case .pageOffset(let value): pageOffset = value
    case .flags(let value): flags = value
    case .file(let value): file = value
    case .pageProtection(let value): pageProtection = value
    case .ops(let value): ops = value
    case .privateData(let value): hasPrivateData = value
    case .charged(let value): charged = value
    case .previous(let value): previous = value
    case .next(let value): next = value
    case .vma(let value): vma = value
    case .allocatedNew(let value): allocatedNew = value
    case .holdsRmap(let value): holdsRmap = value
    case .runsHook(let value): runsHook = value
    case .target(let value): target = value
    case .removed(let value): removed = value
    case .clonedAnon(let value): hasClonedAnon = value
    }
  }
}

/// What is being unmapped, `struct vma_munmap_struct` (`vms`), mm/vma.h.
public struct VMAMunmap: Hashable, Sendable {
  public enum Field: Hashable, Sendable {
    case range(AddressRange)
    case reach(floor: VirtualAddress, ceiling: VirtualAddress)
    case gathered(VMAID?)
    case added(VMAID)
    case emptied
    case piece(VMAID?)
    case pages(Int)
    case accounted(Int)
    case clearPTEs(Bool)
    case downgrades(Bool)
    case batch(Int)
  }

  public internal(set) var range = AddressRange(VirtualAddress(0), VirtualAddress(0))
  /// How far page tables may be freed: the end of the previous VMA and the start of the next one.
  public internal(set) var floor = VirtualAddress(0)
  public internal(set) var ceiling = VirtualAddress.taskSize
  /// The VMA that is being worked on.
  public internal(set) var gathered: VMAID?
  /// The detach tree: every VMA that was taken out of use, in address order.
  public internal(set) var detached: [VMAID] = []
  /// The VMA that a split cuts off.
  public internal(set) var piece: VMAID?
  public internal(set) var pages = 0
  /// Pages whose charge is given back.
  public internal(set) var accounted = 0
  public internal(set) var clearPTEs = false

  /// Whether a VMA is on its way out.
  public func isGoing(_ id: VMAID) -> Bool { gathered == id || detached.contains(id) }
  /// Pages of the TLB gather whose entries are gone; they are freed behind the flush.
  public internal(set) var batch = 0
  /// `unlock`: the mmap lock is downgraded once the tree is cleared.
  public internal(set) var downgrades = false

  public init() {}

  mutating func set(_ field: Field) {
    switch field {
    case .range(let value): range = value
    case .reach(let low, let high): (floor, ceiling) = (low, high)
    case .gathered(let value): gathered = value
    case .added(let value): detached.append(value)
    case .emptied: detached = []
    case .piece(let value): piece = value
    case .pages(let value): pages = value
    case .accounted(let value): accounted = value
    case .clearPTEs(let value): clearPTEs = value
    case .downgrades(let value): downgrades = value
    case .batch(let value): batch = value
    }
  }
}
