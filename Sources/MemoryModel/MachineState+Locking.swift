// Which locks a change needs. Checked before the change is made; imports are exempt.
//
// Kernel: the table of Documentation/mm/process_addrs.rst in our own words.

/// A lock that a change needs, and at least how it must be held.
public struct NeededLock: Hashable, Sendable {
  public var lock: LockID
  public var mode: LockMode

  public init(_ lock: LockID, _ mode: LockMode) {
    self.lock = lock
    self.mode = mode
  }
}

extension MachineState {
  /// The lock that `task` would need for a change and does not hold; nil when nothing is missing.
  ///
  /// Law: no change without the lock it needs.
  public func missingLock(for change: Change, by task: TaskID) -> LockID? {
    neededLocks(for: change, by: task).first { !isHeld($0, by: task) }?.lock
  }

  /// The locks that a change needs, in the order in which their absence is told.
  ///
  /// - Parameter task: who makes it: whoever read-locked a VMA fills its tables under that lock.
  public func neededLocks(for change: Change, by task: TaskID) -> [NeededLock] {
    switch change {
    case .vma(let id, let field): neededForVMA(id, field)
    case .treeStored(let id):
      vma(id).map { [NeededLock(.mmap($0.mm), .write), NeededLock(.vma(id), .write)] } ?? []
    case .treeCleared(let mm, _), .mmSeq(let mm, _), .mapCount(let mm, _), .lockedVM(let mm, _):
      [NeededLock(.mmap(mm), .write)]
    case .rmapLinked(let file, _), .rmapUnlinked(let file, _): [NeededLock(.iMmap(file), .write)]
    // munmap takes pages off total_vm after it has downgraded the lock: no writer can come in between.
    case .vmStat(let mm, _, let pages):
      [NeededLock(.mmap(mm), pages < 0 && self.mm(mm).mmapLock.downgrader == task ? .read : .write)]
    // It frees tables then too.
    case .tableFreed(let mm, _, _): [NeededLock(.mmap(mm), .read)]
    case .tableInstalled(let mm, let level, let table):
      [
        neededForFilling(mm, level.range(ofTable: table), task),
        NeededLock(Self.installLock(mm, level, table), .write),
      ]
    case .ptesSet(let page, _, _, let mm):
      [
        neededForFilling(mm, AddressRange(VirtualAddress(page: page), pages: 1), task),
        NeededLock(.pageTable(mm, .pte, page >> 9), .write),
      ]
    case .ptesCleared(let page, _, let mm): [NeededLock(.pageTable(mm, .pte, page >> 9), .write)]
    default: []
    }
  }

  private func isHeld(_ need: NeededLock, by task: TaskID) -> Bool {
    switch need.lock {
    case .mmap, .iMmap, .anonVMA: semaphore(need.lock)?.isHeld(by: task, for: need.mode) ?? true
    case .vma(let id):
      vma(id).map { isWriteLocked($0) || (need.mode == .read && $0.readers.contains(task)) } ?? true
    case .pageTable(let mm, _, _): self.mm(mm).spins.contains { $0.lock == need.lock && $0.task == task }
    }
  }

  private func neededForVMA(_ id: VMAID, _ field: Change.VMAField) -> [NeededLock] {
    guard let area = vma(id) else { return [] }
    switch field {
    case .reader, .excluded, .tracked, .name, .unseenTables: return []
    case .anonVMA, .anonRoot: return [NeededLock(.mmap(area.mm), .read)]
    case .lockSeq, .attached: return [NeededLock(.mmap(area.mm), .write)]
    case .range, .pageOffset:
      let walked = area.file.flatMap { isInRmap(id) ? [NeededLock(.iMmap($0), .write)] : nil } ?? []
      return walked + neededWhenAttached(area)
    case .flags, .pageProtection, .ops, .privateData, .file: return neededWhenAttached(area)
    }
  }

  // Page tables are filled under the mmap lock, or under the lock of the VMA that a fault found.
  private func neededForFilling(_ mm: MMID, _ range: AddressRange, _ task: TaskID) -> NeededLock {
    let read = self.mm(mm).tree.overlapping(range).first { vma($0.vma)?.readers.contains(task) ?? false }
    return read.map { NeededLock(.vma($0.vma), .read) } ?? NeededLock(.mmap(mm), .read)
  }

  // A VMA that nobody can find may be written freely; a findable one needs both write locks.
  private func neededWhenAttached(_ area: VMArea) -> [NeededLock] {
    area.attached ? [NeededLock(.mmap(area.mm), .write), NeededLock(.vma(area.id), .write)] : []
  }

  /// The spin lock under which a table is put into its parent: the lock of the PMD table's page for a PTE
  /// table, `mm->page_table_lock` above that.
  public static func installLock(_ mm: MMID, _ level: PageLevel, _ table: UInt64) -> LockID {
    level == .pte ? .pageTable(mm, .pmd, table >> 9) : .pageTable(mm, .pgd, 0)
  }
}
