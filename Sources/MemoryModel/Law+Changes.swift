// Laws on single changes: each looks only at what the change touched, so that they can run every time.

extension Law {
  static let changeLaws = [
    Law(
      id: "lock_is_held", sentence: "No change is made without the lock it needs.", moment: .everyChange),
    Law(
      id: "entry_is_not_overwritten", sentence: "A remap writes only empty page-table entries.",
      moment: .everyChange),
    Law(
      id: "freed_table_is_unused",
      sentence: "A page-table page is freed only when it is empty and no other VMA needs it.",
      moment: .everyChange),
    Law(
      id: "tree_is_ordered", sentence: "The VMAs in the tree are page-aligned, in order and apart.",
      moment: .everyChange),
    Law(
      id: "tree_holds_attached",
      sentence: "A VMA is attached and write-locked when it is stored in the tree.", moment: .everyChange),
    Law(
      id: "freed_vma_is_unreachable",
      sentence: "A VMA is freed only when neither tree nor rmap nor a reader has it.", moment: .everyChange),
    Law(
      id: "entry_lies_in_vma",
      sentence:
        "An entry is set only in a VMA of the tree or of the f_op->mmap at work, or behind it by an action.",
      moment: .everyChange),
    Law(
      id: "special_entry_needs_flags",
      sentence: "A special entry needs VM_PFNMAP or VM_MIXEDMAP on its VMA beforehand.",
      moment: .everyChange),
    Law(
      id: "counts_are_not_negative", sentence: "No reference count and no counter falls below zero.",
      moment: .everyChange),
    Law(
      id: "sequence_is_even_when_free",
      sentence: "mm_lock_seq is even by the time the mmap lock is let go.", moment: .everyChange),
  ]
}

extension MachineState {
  /// What contradicts a law before a change is made.
  public func violation(before change: Change, by task: TaskID) -> Violation? {
    if let lock = missingLock(for: change, by: task) {
      return Violation(law: "lock_is_held", facts: "\(change) needs \(lock.name)")
    }
    switch change {
    case .ptesSet(let page, let count, _, let mm):
      let taken = self.mm(mm).pageTable.count(in: page..<page + UInt64(count))
      guard taken > 0 else { return nil }
      return Violation(
        law: "entry_is_not_overwritten", facts: "page \(VirtualAddress(page: page)) is mapped already")
    case .tableFreed(let mm, let level, let table): return violationOfFreeing(mm, level, table)
    default: return nil
    }
  }

  private func violationOfFreeing(_ mm: MMID, _ level: PageLevel, _ table: UInt64) -> Violation? {
    let range = level.range(ofTable: table)
    if let used = self.mm(mm).pageTable.table(level, table)?.used, used > 0 {
      return Violation(
        law: "freed_table_is_unused", facts: "\(used) entries of \(level.name) \(range) are used")
    }
    // A VMA that is being replaced is in the tree still, but detached: its tables go before it does.
    if let other = self.mm(mm).tree.overlapping(range).first(where: { vma($0.vma)?.attached == true }) {
      return Violation(
        law: "freed_table_is_unused", facts: "\(other.range) still lies under \(level.name) \(range)")
    }
    return nil
  }

  /// What contradicts a law after a change was made.
  public func violation(after change: Change) -> Violation? {
    switch change {
    case .treeStored(let id): violationOfStore(id)
    case .treeCleared(let mm, _): violationOfOrder(mm)
    case .vmaFreed(let id): violationOfFree(id)
    case .ptesSet(let page, _, let first, let mm): violationOfEntry(mm, page, first)
    case .fileReferences(let file, _), .writable(let file, _): violationOfCounts(file)
    case .mapCount(let mm, _), .vmStat(let mm, _, _): violationOfCounts(mm)
    case .committed: committed < 0 ? negative("committed", committed) : nil
    case .lock(.mmap(let mm), .acquired, .write, _), .lock(.mmap(let mm), .released, .write, _):
      violationOfSequence(mm)
    default: nil
    }
  }

  private func violationOfStore(_ id: VMAID) -> Violation? {
    guard let area = vma(id), area.attached, isWriteLocked(area) else {
      return Violation(law: "tree_holds_attached", facts: "the VMA stored is not attached and write-locked")
    }
    return violationOfOrder(area.mm)
  }

  private func violationOfOrder(_ mm: MMID) -> Violation? {
    self.mm(mm).tree.isSound ? nil : Violation(law: "tree_is_ordered", facts: "two entries overlap")
  }

  private func violationOfFree(_ id: VMAID) -> Violation? {
    let area = vmas[Int(id.slot)]
    let inTree = mm(area.mm).tree.overlapping(area.range).contains { $0.vma == id }
    let inRmap = area.file.map { file($0).iMmap.contains(id) } ?? false
    guard inTree || inRmap || area.refcount > 0 else { return nil }
    let whereabouts = inTree ? "in the tree" : inRmap ? "in the rmap" : "referenced \(area.refcount) times"
    return Violation(law: "freed_vma_is_unreachable", facts: "\(area.range) is still \(whereabouts)")
  }

  private func violationOfEntry(_ mm: MMID, _ page: UInt64, _ first: PTE) -> Violation? {
    let address = VirtualAddress(page: page)
    guard
      let area = self.mm(mm).tree.find(address).flatMap({ vma($0) }) ?? areaOfHook(mm, address)
        ?? areaOverrun(mm, address)
    else {
      return Violation(law: "entry_lies_in_vma", facts: "no VMA of the tree covers \(address)")
    }
    guard first.kind == .special, area.flags.isDisjoint(with: [.pfnMap, .mixedMap]) else { return nil }
    return Violation(law: "special_entry_needs_flags", facts: "\(area.range) has neither flag")
  }

  // A driver's f_op->mmap fills page tables for a VMA that is in no tree: nobody else may.
  private func areaOfHook(_ mm: MMID, _ address: VirtualAddress) -> VMArea? {
    for task in tasks where task.mm == mm {
      guard let map = task.map, map.runsHook, let area = map.vma.flatMap({ vma($0) }) else { continue }
      if !area.attached, area.range.contains(address) { return area }
    }
    return nil
  }

  // An action that was told a range beyond its VMA: up to 7.0 nobody stops it, and the call's end is judged.
  private func areaOverrun(_ mm: MMID, _ address: VirtualAddress) -> VMArea? {
    for task in tasks where task.mm == mm {
      guard let walk = task.walk, let area = task.map?.vma.flatMap({ vma($0) }) else { continue }
      if walk.range.contains(address), area.range.contains(walk.range.start) { return area }
    }
    return nil
  }

  private func violationOfCounts(_ id: FileID) -> Violation? {
    let file = file(id)
    if file.references < 0 { return negative("file references", file.references) }
    return file.writable < 0 ? negative("i_mmap_writable", file.writable) : nil
  }

  private func violationOfCounts(_ id: MMID) -> Violation? {
    let mm = mm(id)
    if mm.mapCount < 0 { return negative("map_count", mm.mapCount) }
    return mm.totalVM < 0 ? negative("total_vm", mm.totalVM) : nil
  }

  private func negative(_ name: String, _ value: Int) -> Violation {
    Violation(law: "counts_are_not_negative", facts: "\(name) is \(value)")
  }

  // The kernel makes the sequence odd just after it got the lock and even just before it lets go.
  private func violationOfSequence(_ id: MMID) -> Violation? {
    let mm = mm(id)
    guard mm.mmapLock.writer == nil, mm.isSeqOdd else { return nil }
    return Violation(law: "sequence_is_even_when_free", facts: "mm_lock_seq is \(mm.seq) and nobody writes")
  }
}
