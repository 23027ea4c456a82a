/// The whole execution as one value: memory, locks, and where every task stands.
///
/// Law: `apply` is the only way it changes after it was built.
public struct MachineState: Hashable, Sendable {
  public private(set) var mms: [MMStruct]
  public private(set) var files: ChunkedArray<FileMapping>
  /// One slot each; a freed one keeps its generation.
  public private(set) var vmas = ChunkedArray<VMArea>()
  public private(set) var tasks: [TaskStruct]
  /// Pages charged against the overcommit limit by what this run maps (`vm_committed_as`, relative).
  public private(set) var committed = 0
  /// Arrays of page pointers that were allocated for actions and not freed yet.
  public private(set) var pageArrays = 0

  public init(mms: [MMStruct], files: [FileMapping], tasks: [TaskStruct]) {
    precondition(tasks.count <= TaskID.limit, "at most \(TaskID.limit) tasks")
    self.mms = mms
    self.files = ChunkedArray(files)
    self.tasks = tasks
  }

  /// The machine as earlier calls have left it, with tasks that have done nothing yet.
  public init(of earlier: MachineState, tasks: [TaskStruct]) {
    self = earlier
    self.tasks = tasks
  }

  // MARK: Questions

  @inlinable public func mm(_ id: MMID) -> MMStruct { mms[Int(id.index)] }
  @inlinable public func file(_ id: FileID) -> FileMapping { files[Int(id.index)] }
  @inlinable public func task(_ id: TaskID) -> TaskStruct { tasks[Int(id.index)] }

  /// The VMA of an id; nil when it was freed or its slot is used by a later one.
  @inlinable public func vma(_ id: VMAID) -> VMArea? {
    guard Int(id.slot) < vmas.count else { return nil }
    let area = vmas[Int(id.slot)]
    return area.id == id && area.isAllocated ? area : nil
  }

  /// The id the next `vm_area_alloc` gets: the lowest free slot, its generation raised.
  public var nextVMA: VMAID {
    for area in vmas where !area.isAllocated {
      return VMAID(slot: area.id.slot, generation: area.id.generation + 1)
    }
    return VMAID(slot: UInt32(vmas.count), generation: 0)
  }

  /// Whether the VMA counts as write-locked: its stamp equals the sequence of its mm, which is odd.
  public func isWriteLocked(_ area: VMArea) -> Bool {
    let mm = mm(area.mm)
    return mm.isSeqOdd && area.lockSeq == mm.seq
  }

  public func isInTree(_ id: VMAID) -> Bool {
    guard let area = vma(id) else { return false }
    return mm(area.mm).tree.overlapping(area.range).contains { $0.vma == id }
  }

  public func isInRmap(_ id: VMAID) -> Bool {
    guard let area = vma(id), let file = area.file else { return false }
    return self.file(file).iMmap.contains(id)
  }

  /// Whether another VMA that was there before the run lies in the block of a table: its table must exist
  /// then, though this run never saw it.
  public func neighbourSharing(_ level: PageLevel, _ table: UInt64, in mm: MMID, except subject: VMAID?)
    -> VMAID?
  {
    self.mm(mm).tree.overlapping(level.range(ofTable: table)).first {
      $0.vma != subject && vma($0.vma).map { $0.hasUnseenTables && $0.attached } == true
    }?.vma
  }

  /// The lock word of a semaphore; nil for the VMA lock and for spin locks, which have none.
  public func semaphore(_ lock: LockID) -> RWLock? {
    switch lock {
    case .mmap(let id): mm(id).mmapLock
    case .iMmap(let id): file(id).lock
    case .anonVMA(let id): mm(id).anonLock
    case .vma, .pageTable: nil
    }
  }

  // MARK: The door

  /// Makes one change. A change that contradicts the state is a fault of the caller and traps.
  public mutating func apply(_ change: Change) {
    switch change {
    case .vmaAllocated, .vmaFreed, .vma: applyVMA(change)
    case .treeStored, .treeCleared, .rmapLinked, .rmapUnlinked: applyTrees(change)
    case .tableInstalled, .tableFreed, .ptesSet, .ptesCleared, .tlbFlushed: applyPageTable(change)
    case .mmSeq, .mapCount, .vmStat, .lockedVM, .fileReferences, .writable, .counted, .committed, .pageArrays:
      applyCounter(change)
    case .lock(let lock, let event, let mode, let task): applyLock(lock, event, mode, task)
    case .request, .map, .desc, .vms, .walk, .look, .action, .pushed: applyLocal(change)
    case .at, .entered, .left, .error, .loop, .swallowed, .promised, .returned, .finished:
      applyControl(change)
    }
  }

  private mutating func applyVMA(_ change: Change) {
    switch change {
    case .vmaAllocated(let id, let mm):
      let area = VMArea(id: id, mm: mm)
      if Int(id.slot) == vmas.count { vmas.append(area) } else { vmas[Int(id.slot)] = area }
    case .vmaFreed(let id): vmas[Int(id.slot)].isAllocated = false
    case .vma(let id, let field): vmas[Int(id.slot)].set(field)
    default: break
    }
  }

  private mutating func applyTrees(_ change: Change) {
    switch change {
    case .treeStored(let id):
      let area = vmas[Int(id.slot)]
      mms[Int(area.mm.index)].tree.store(area.range, id)
    case .treeCleared(let mm, let range): mms[Int(mm.index)].tree.clear(range)
    case .rmapLinked(let file, let id):
      let offset = vmas[Int(id.slot)].pageOffset
      var list = files[Int(file.index)].iMmap
      let place = list.firstIndex { vmas[Int($0.slot)].pageOffset > offset } ?? list.count
      list.insert(id, at: place)
      files[Int(file.index)].iMmap = list
    case .rmapUnlinked(let file, let id): files[Int(file.index)].iMmap.removeAll { $0 == id }
    default: break
    }
  }

  private mutating func applyPageTable(_ change: Change) {
    switch change {
    case .tableInstalled(let mm, let level, let table):
      mms[Int(mm.index)].pageTable.install(level, table)
    case .tableFreed(let mm, let level, let table): mms[Int(mm.index)].pageTable.free(level, table)
    case .ptesSet(let page, let count, let first, let mm):
      mms[Int(mm.index)].pageTable.set(page: page, count: Int(count), first: first)
      if first.kind == .page { mms[Int(mm.index)].rss += Int(count) }
    case .ptesCleared(let page, let count, let mm):
      let pages = mms[Int(mm.index)].pageTable.pages(in: page..<page + UInt64(count))
      mms[Int(mm.index)].rss -= pages
      mms[Int(mm.index)].pageTable.clear(page: page, count: Int(count))
    default: break
    }
  }

  private mutating func applyCounter(_ change: Change) {
    switch change {
    case .mmSeq(let mm, let value): mms[Int(mm.index)].seq = value
    case .mapCount(let mm, let delta): mms[Int(mm.index)].mapCount += delta
    case .vmStat(let mm, let kind, let pages): mms[Int(mm.index)].account(kind, pages)
    case .lockedVM(let mm, let pages): mms[Int(mm.index)].lockedVM += pages
    case .fileReferences(let file, let delta): files[Int(file.index)].references += delta
    case .writable(let file, let delta): files[Int(file.index)].writable += delta
    case .counted(let file, let delta): files[Int(file.index)].counted += delta
    case .committed(let pages): committed += pages
    case .pageArrays(let delta): pageArrays += delta
    default: break
    }
  }

  private mutating func applyLock(_ lock: LockID, _ event: LockEvent, _ mode: LockMode, _ task: TaskID) {
    switch event {
    case .waits:
      tasks[Int(task.index)].status = .waiting
      tasks[Int(task.index)].waitsFor = lock
    case .downgraded: break
    case .acquired, .gaveUp:
      tasks[Int(task.index)].status = .ready
      tasks[Int(task.index)].waitsFor = nil
    case .released: break
    }
    switch lock {
    case .mmap(let id): mms[Int(id.index)].mmapLock.follow(event, mode, task)
    case .iMmap(let id): files[Int(id.index)].lock.follow(event, mode, task)
    case .anonVMA(let id): mms[Int(id.index)].anonLock.follow(event, mode, task)
    case .vma: break
    case .pageTable(let mm, _, _): mms[Int(mm.index)].followSpin(lock, event, task)
    }
  }

  private mutating func applyLocal(_ change: Change) {
    switch change {
    case .pushed(let task, let kind):
      tasks[Int(task.index)].locals.append(StackLocal(kind))
      let top = tasks[Int(task.index)].frames.count - 1
      tasks[Int(task.index)].frames[top].locals += 1
    case .request(let task, let field): tasks[Int(task.index)].set(.request, field)
    case .map(let task, let field): tasks[Int(task.index)].set(.map, field)
    case .desc(let task, let field): tasks[Int(task.index)].set(.desc, field)
    case .vms(let task, let field): tasks[Int(task.index)].set(.vms, field)
    case .walk(let task, let field): tasks[Int(task.index)].set(.walk, field)
    case .look(let task, let field): tasks[Int(task.index)].set(.look, field)
    case .action(let task, let field): tasks[Int(task.index)].set(.action, field)
    default: break
    }
  }

  private mutating func applyControl(_ change: Change) {
    switch change {
    case .at(let task, let pc): tasks[Int(task.index)].withTop { $0.pc = pc }
    case .entered(let task, let pc, let stage, let error):
      tasks[Int(task.index)].frames.append(StackFrame(pc: pc, stage: stage, locals: 0, error: error))
    case .left(let task): tasks[Int(task.index)].popFrame()
    case .error(let task, let error): tasks[Int(task.index)].withTop { $0.error = error }
    case .loop(let task, let index, let end):
      tasks[Int(task.index)].withTop { ($0.index, $0.end) = (index, end) }
    case .swallowed(let task, let error): tasks[Int(task.index)].swallowed = error
    case .promised(let task, let range): tasks[Int(task.index)].promised.append(range)
    case .returned(let task, let result): tasks[Int(task.index)].result = result
    case .finished(let task):
      tasks[Int(task.index)].status = .finished
      tasks[Int(task.index)].call += 1
    default: break
    }
  }
}
