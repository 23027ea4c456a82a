import MemoryModel

/// The machine as a routine sees it: the state to look at, and `emit` to change it.
///
/// Every change is checked against the laws on single changes. A broken one that says that our own routine is
/// wrong stays in `violation` and stops the run; what a real kernel or driver can break is collected.
public struct Kernel: Sendable {
  public private(set) var state: MachineState
  public let facts: MachineFacts
  /// The task whose step runs.
  public var task: TaskID
  /// The changes made since they were last taken out, when they are recorded.
  public private(set) var log: [Change] = []
  public private(set) var violation: Violation?
  /// What changes have broken that a kernel can break: the run goes on.
  public private(set) var breaches: [Violation] = []
  private let records: Bool

  public init(state: MachineState, facts: MachineFacts, task: TaskID, records: Bool) {
    self.state = state
    self.facts = facts
    self.task = task
    self.records = records
  }

  /// Gives the changes to whoever keeps them, and forgets them; the room they took is used again.
  public mutating func takeLog(_ keep: ([Change]) -> Void) {
    keep(log)
    log.removeAll(keepingCapacity: true)
  }

  /// Makes one change, unless a law is broken already.
  public mutating func emit(_ change: Change) {
    guard violation == nil else { return }
    if let found = state.violation(before: change, by: task) {
      violation = found
      return
    }
    breaches += state.breaches(before: change, by: task)
    state.apply(change)
    if records { log.append(change) }
    violation = state.violation(after: change)
  }
}

// MARK: What conditions look at

extension Kernel {
  @inlinable public var current: TaskStruct { state.task(task) }
  @inlinable public var mm: MMStruct { state.mm(current.mm) }
  @inlinable public var mmID: MMID { current.mm }
  public var call: MmapCall {
    if case .mmap(let call) = taskCall { return call }
    return facts.mmapCall ?? MmapCall(pages: 0, protection: [], isShared: false)
  }
  /// What the running task does.
  public var taskCall: TaskCall { facts.calls[Int(task.index)][current.call] }

  @inlinable public var request: MmapRequest { current.request ?? MmapRequest() }
  @inlinable public var map: MmapState { current.map ?? MmapState() }
  @inlinable public var desc: VMAreaDesc { current.desc ?? VMAreaDesc() }
  @inlinable public var vms: VMAMunmap { current.vms ?? VMAMunmap() }
  @inlinable public var walk: Walk { current.walk ?? Walk() }
  @inlinable public var look: Look { current.look ?? Look() }

  /// The pending error of the routine that runs.
  @inlinable public var error: Errno? { current.frames.last?.error }
  @inlinable public var hasError: Bool { error != nil }
  /// The counter of the innermost loop that runs, which may be a caller's.
  @inlinable public var index: Int { Int(current.frames.last { $0.end != 0 }?.index ?? 0) }
  /// The turn of the routine's own loop: 0 where there is one turn only, whatever its callers count.
  var turn: Int { Int(current.frames.last?.index ?? 0) }

  /// The VMA the routine works on: the one being built, or the one being unmapped.
  @inlinable public var subjectID: VMAID? { current.vms?.gathered ?? current.look?.seen ?? current.map?.vma }
  @inlinable public var subject: VMArea? { subjectID.flatMap { state.vma($0) } }

  /// Whether the file that is mapped has `f_op->mmap` rather than `mmap_prepare`.
  public var hasMmapHook: Bool { driver?.hasMmapHook ?? false }
  /// Whether there is a file with `mmap_prepare`: anonymous memory has no hook at all.
  var hasPrepareHook: Bool { driver != nil && !hasMmapHook }
  /// Whether a hook of the action was put into the descriptor; the others belong to the driver itself.
  public func isSet(_ kind: HookKind) -> Bool { kind != .success || desc.action.hasSuccessHook }
  /// `check_ksm_early`: no hook that could still change the flags; shmem promises not to.
  var checksKSMEarly: Bool { !hasMmapHook || driver?.isShmemItself == true }
  /// The driver behind the file that is mapped.
  public var driver: Driver? { request.file.flatMap { facts.files[Int($0.index)].driver } }
}

/// Which lock a statement means, before the machine says which object that is.
public enum LockName: Hashable, Sendable {
  case mmap, iMmap, anonVMA
  /// The lock under which a table of this level is installed.
  case install(PageLevel)
  /// The lock of the PTE table that the walk fills or clears.
  case pteTable

  public var name: String {
    switch self {
    case .mmap: "mmap_lock"
    case .iMmap: "i_mmap"
    case .anonVMA: "anon_vma"
    case .install(.pte): "PMD lock"
    case .install: "page_table_lock"
    case .pteTable: "PTE lock"
    }
  }
}

extension Kernel {
  /// The file whose rmap the running task walks.
  var walkedFile: FileID {
    switch taskCall {
    case .truncate(let file, _), .revoke(let file): FileID(file)
    default: FileID(facts.mmapCall?.file ?? 0)
    }
  }

  /// The address space whose mmap lock is meant: a reader of maps takes that of the process it reads about.
  private var lockedMM: MMID { taskCall == .readMaps ? MMID(0) : mmID }

  /// The address space whose page table is walked: that of the VMA, which may be another process's.
  var walkedMM: MMID { subject?.mm ?? mmID }

  /// The lock a name stands for at this moment.
  public func lock(_ name: LockName) -> LockID {
    switch name {
    case .mmap: .mmap(lockedMM)
    case .anonVMA: .anonVMA(mmID)
    case .iMmap: .iMmap(subject?.file ?? request.file ?? walkedFile)
    case .install(let level):
      MachineState.installLock(mmID, level, level.table(of: walk.piece.start))
    case .pteTable: .pageTable(walkedMM, .pte, PageLevel.pte.table(of: walk.piece.start))
    }
  }
}
