// Which lock a change needs. Checked before the change is made; imports are exempt.
//
// Kernel: the table of Documentation/mm/process_addrs.rst in our own words.

extension MachineState {
  /// The lock that `task` would need for a change and does not hold; nil when nothing is missing.
  ///
  /// Law: no change without the lock it needs.
  public func missingLock(for change: Change, by task: TaskID) -> LockID? {
    switch change {
    case .vma(let id, let field): missingForVMA(id, field, task)
    case .treeStored(let id): missingForStore(id, task)
    case .treeCleared(let mm, _): missing(.mmap(mm), .write, task)
    case .rmapLinked(let file, _), .rmapUnlinked(let file, _): missing(.iMmap(file), .write, task)
    case .mmSeq(let mm, _), .mapCount(let mm, _): missing(.mmap(mm), .write, task)
    // munmap takes pages off total_vm after it has downgraded the lock.
    case .vmStat(let mm, _, _): missing(.mmap(mm), .read, task)
    case .tableInstalled(let mm, let level, let table): missingForTable(mm, level, table, task)
    case .tableFreed(let mm, _, _): missing(.mmap(mm), .read, task)
    case .ptesSet(let page, _, _, let mm): missingForEntry(mm, page, task)
    case .ptesCleared(let page, _, let mm): missingSpin(.pageTable(mm, .pte, page >> 9), task)
    default: nil
    }
  }

  private func missing(_ lock: LockID, _ mode: LockMode, _ task: TaskID) -> LockID? {
    guard let semaphore = semaphore(lock) else { return nil }
    return semaphore.isHeld(by: task, for: mode) ? nil : lock
  }

  private func missingSpin(_ lock: LockID, _ task: TaskID) -> LockID? {
    guard case .pageTable(let mm, _, _) = lock else { return nil }
    return self.mm(mm).spins.contains { $0.lock == lock && $0.task == task } ? nil : lock
  }

  private func missingForVMA(_ id: VMAID, _ field: Change.VMAField, _ task: TaskID) -> LockID? {
    guard let area = vma(id) else { return nil }
    switch field {
    case .reader, .excluded, .tracked, .name, .unseenTables: return nil
    case .anonVMA: return missing(.mmap(area.mm), .read, task)
    case .lockSeq, .attached: return missing(.mmap(area.mm), .write, task)
    case .range, .pageOffset:
      if let file = area.file, isInRmap(id), let lock = missing(.iMmap(file), .write, task) { return lock }
      return missingWhenAttached(area, task)
    case .flags, .pageProtection, .ops, .privateData, .file: return missingWhenAttached(area, task)
    }
  }

  // A VMA that nobody can find may be written freely; a findable one needs both write locks.
  private func missingWhenAttached(_ area: VMArea, _ task: TaskID) -> LockID? {
    guard area.attached else { return nil }
    if let lock = missing(.mmap(area.mm), .write, task) { return lock }
    return isWriteLocked(area) ? nil : .vma(area.id)
  }

  private func missingForStore(_ id: VMAID, _ task: TaskID) -> LockID? {
    guard let area = vma(id) else { return nil }
    if let lock = missing(.mmap(area.mm), .write, task) { return lock }
    return isWriteLocked(area) ? nil : .vma(id)
  }

  private func missingForTable(_ mm: MMID, _ level: PageLevel, _ table: UInt64, _ task: TaskID) -> LockID? {
    if let lock = missingForFilling(mm, level.range(ofTable: table), task) { return lock }
    return missingSpin(Self.installLock(mm, level, table), task)
  }

  private func missingForEntry(_ mm: MMID, _ page: UInt64, _ task: TaskID) -> LockID? {
    let range = AddressRange(VirtualAddress(page: page), pages: 1)
    if let lock = missingForFilling(mm, range, task) { return lock }
    return missingSpin(.pageTable(mm, .pte, page >> 9), task)
  }

  // Page tables are filled under the mmap lock, or under the lock of the VMA that a fault found.
  private func missingForFilling(_ mm: MMID, _ range: AddressRange, _ task: TaskID) -> LockID? {
    let isReader = self.mm(mm).tree.overlapping(range).contains {
      vma($0.vma)?.readers.contains(task) ?? false
    }
    return isReader ? nil : missing(.mmap(mm), .read, task)
  }

  /// The spin lock under which a table is put into its parent: the lock of the PMD table's page for a PTE
  /// table, `mm->page_table_lock` above that.
  public static func installLock(_ mm: MMID, _ level: PageLevel, _ table: UInt64) -> LockID {
    level == .pte ? .pageTable(mm, .pmd, table >> 9) : .pageTable(mm, .pgd, 0)
  }
}
