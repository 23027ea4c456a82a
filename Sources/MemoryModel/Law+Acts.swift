// Laws on single changes that a real kernel or a driver can break: the run goes on, and says so.

extension Law {
  static let actLaws = [
    act("detached_is_write_locked", "A VMA is detached only while it is write-locked."),
    act(
      "read_lock_needs_unlocked_vma",
      "A VMA is read-locked only while it is attached and nobody has write-locked it."),
    act(
      "no_fault_in_unfinished_vma",
      "Nobody read-locks a VMA whose mmap() still holds mmap_lock."),
    act("remap_flags_precede_vma", "A remap has its four flags before a merge is tried and a VMA is made."),
    act(
      "cow_frames_follow_pgoff",
      "In a private remap each entry's frame is pgoff plus the page's place in the VMA."),
    act("failed_remap_leaves_no_entry", "A remap that fails leaves no entry of its range set."),
    act("only_held_locks_are_released", "Nobody lets go of a lock that it does not hold."),
    act("no_lock_is_taken_twice", "No task asks for a lock that it holds already."),
    act("locks_follow_their_order", "Locks are taken from the outer to the inner ones."),
    act(
      "lock_classes_have_no_cycle",
      "No lock is taken, and no memory asked for, under one that may be wanted inside it."),
    act("no_use_after_free", "Nobody uses a VMA, or the rmap of a file, that was freed."),
    act("no_half_built_use", "Who reaches a VMA finds its vm_ops and private data written."),
    act("merge_keeps_older_vma", "A VMA that takes a range keeps its vm_ops and private data."),
    act("rmap_lock_only_hides", "During the action the rmap lock is held when the VMA is hidden, else not."),
    act("munmap_without_rmap_lock", "A munmap begins without the rmap lock of a file."),
    act("prepare_makes_no_entries", "Until there is a VMA an mmap() fills no page table."),
  ]

  private static func act(_ id: String, _ sentence: String) -> Law {
    Law(id: id, sentence: sentence, moment: .everyChange)
  }
}

extension MachineState {
  /// What a change breaks that a kernel could make nevertheless; asked before it is made.
  public func breaches(before change: Change, by task: TaskID) -> [Violation] {
    switch change {
    case .vma(let id, let field): breachesOfVMA(id, field, task)
    case .vmaAllocated: breach("remap_flags_precede_vma", lateRemapFlags(task))
    case .vmaFreed(let id), .treeStored(let id): breach("no_use_after_free", stale(id))
    case .rmapLinked(let file, let id): breach("no_use_after_free", stale(id) ?? staleFile(file))
    case .ptesSet(let page, _, let first, let mm): breachesOfEntry(mm, page, first, task)
    case .tableInstalled: breachesOfTable(task)
    case .treeCleared(let mm, let range): breach("munmap_without_rmap_lock", rmapHeld(mm, range, task))
    case .left(let id): breach("failed_remap_leaves_no_entry", entriesOfFailedRemap(id))
    case .look(let id, .seen(let seen?)): breach("no_half_built_use", halfBuiltOnWalk(seen, id))
    case .lock(let lock, let event, _, let id): breachesOfLock(lock, event, id)
    default: []
    }
  }

  func breach(_ law: String, _ facts: String?) -> [Violation] {
    facts.map { [Violation(law: law, facts: $0)] } ?? []
  }

  private func breachesOfVMA(_ id: VMAID, _ field: Change.VMAField, _ task: TaskID) -> [Violation] {
    guard let area = vma(id) else { return breach("no_use_after_free", stale(id)) }
    switch field {
    case .attached(false) where area.attached && !isWriteLocked(area):
      return breach("detached_is_write_locked", "\(area.range) is not write-locked")
    case .reader(let reader, true): return breachesOfReader(reader, area)
    case .ops, .privateData:
      guard let map = self.task(task).map, map.vma == id, area.attached, !map.allocatedNew else { return [] }
      return breach("merge_keeps_older_vma", "\(area.range) is written for a range it only took over")
    default: return []
    }
  }

  private func breachesOfReader(_ reader: TaskID, _ area: VMArea) -> [Violation] {
    let isRefused = !area.attached || area.excluded || isWriteLocked(area)
    let isUnfinished = tasks.contains {
      $0.id != reader && $0.map?.vma == area.id && mm(area.mm).mmapLock.writer == $0.id
    }
    return breach("read_lock_needs_unlocked_vma", isRefused ? "\(area.range) may not be read-locked" : nil)
      + breach("no_fault_in_unfinished_vma", isUnfinished ? "\(area.range) is not finished" : nil)
      + breach("no_half_built_use", halfBuilt(area, for: reader))
  }

  // MARK: Page tables

  private func breachesOfEntry(_ mm: MMID, _ page: UInt64, _ first: PTE, _ id: TaskID) -> [Violation] {
    guard let map = task(id).map else { return [] }
    guard let area = map.vma.flatMap({ vma($0) }) else {
      return breach("prepare_makes_no_entries", "page \(VirtualAddress(page: page)) is mapped without a VMA")
    }
    return breach("cow_frames_follow_pgoff", strayFrame(area, page, first))
      + breach("rmap_lock_only_hides", rmapLockDuringAction(area, id))
  }

  private func strayFrame(_ area: VMArea, _ page: UInt64, _ first: PTE) -> String? {
    guard area.flags.isCow, area.flags.contains(.pfnMap), first.kind == .special,
      area.range.contains(VirtualAddress(page: page))
    else { return nil }
    let place = page - area.range.start.page
    guard first.frame.value != area.pageOffset &+ place else { return nil }
    return "page \(place) has frame \(first.frame), pgoff is \(String(area.pageOffset, radix: 16))"
  }

  private func rmapLockDuringAction(_ area: VMArea, _ id: TaskID) -> String? {
    guard let map = task(id).map, area.attached, let file = area.file else { return nil }
    let isHeld = self.file(file).lock.writer == id
    guard isHeld != map.holdsRmap else { return nil }
    return isHeld ? "i_mmap is held, the VMA is not hidden" : "the VMA is hidden, i_mmap is not held"
  }

  // A page table is allocated with GFP_KERNEL: reclaim may come in between and take an i_mmap.
  private func breachesOfTable(_ id: TaskID) -> [Violation] {
    guard files.contains(where: { $0.lock.writer == id }) else { return [] }
    return breach(
      "lock_classes_have_no_cycle", "a page table is allocated under i_mmap, which reclaim may take")
  }

  // The frame that goes declared the walk, and has an error.
  private func entriesOfFailedRemap(_ id: TaskID) -> String? {
    let task = task(id)
    guard let frame = task.frames.last, frame.error != nil, frame.locals > 0, task.map != nil,
      case .walk(let walk)? = task.locals.last, walk.range.bytes > 0,
      task.map?.vma.flatMap({ vma($0) })?.flags.contains(.pfnMap) == true
    else { return nil }
    let left = mm(task.mm).pageTable.count(in: walk.range.start.page..<walk.range.end.page)
    return left == 0 ? nil : "\(left) entries of \(walk.range) are still set"
  }

  // MARK: The life of a VMA

  private func stale(_ id: VMAID) -> String? {
    vma(id) == nil ? "VMA \(id.slot) of generation \(id.generation) is gone" : nil
  }

  private func staleFile(_ id: FileID) -> String? {
    file(id).references > 0 ? nil : "nobody has a reference to the file"
  }

  private func lateRemapFlags(_ id: TaskID) -> String? {
    guard let desc = task(id).desc, desc.action.kind == .remapPFN, let map = task(id).map,
      !map.flags.isSuperset(of: .remap)
    else { return nil }
    return "the flags are \(map.flags.codes.joined(separator: " ")) when the VMA is made"
  }

  // A walker has reached a VMA when it holds the rmap lock of its file.
  private func halfBuiltOnWalk(_ seen: VMAID, _ id: TaskID) -> String? {
    guard let area = vma(seen), let file = area.file, self.file(file).lock.isHeld(by: id, for: .read) else {
      return nil
    }
    return halfBuilt(area, for: id)
  }

  private func halfBuilt(_ area: VMArea, for reader: TaskID) -> String? {
    guard let map = tasks.first(where: { $0.id != reader && $0.map?.vma == area.id })?.map else { return nil }
    if area.ops == .dummy, map.ops != .dummy { return "\(area.range) has dummy vm_ops still" }
    if map.hasPrivateData, !area.hasPrivateData { return "\(area.range) has no private data yet" }
    return nil
  }

  private func rmapHeld(_ mm: MMID, _ range: AddressRange, _ id: TaskID) -> String? {
    files.contains { $0.lock.writer == id } ? "\(range) is unmapped under i_mmap" : nil
  }
}
