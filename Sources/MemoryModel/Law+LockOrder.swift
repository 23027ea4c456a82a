// Laws on taking and dropping locks. Each is judged when a task asks, before anybody hangs.

/// The classes of locks by rank, outermost first.
///
/// Kernel: the head comments of mm/rmap.c and mm/filemap.c in our own words. The table is a total order of
/// the classes that are modelled, so an edge that closes a cycle is one that goes against it: none has to be
/// collected over a run.
enum LockClass: Int, Comparable {
  case mmap, vma, iMmap, anonVMA, pageTable, pmdTable, pteTable

  static func < (left: LockClass, right: LockClass) -> Bool { left.rawValue < right.rawValue }

  init(_ lock: LockID) {
    switch lock {
    case .mmap: self = .mmap
    case .vma: self = .vma
    case .iMmap: self = .iMmap
    case .anonVMA: self = .anonVMA
    case .pageTable(_, .pte, _): self = .pteTable
    case .pageTable(_, .pmd, _): self = .pmdTable
    case .pageTable: self = .pageTable
    }
  }

  /// A spin lock: nobody sleeps under it.
  var spins: Bool { self >= .pageTable }
}

extension MachineState {
  func breachesOfLock(_ lock: LockID, _ event: LockEvent, _ task: TaskID) -> [Violation] {
    switch event {
    case .released, .downgraded: breachesOfRelease(lock, task)
    // A task that has waited was asked when it came.
    case .acquired where self.task(task).waitsFor == lock: []
    case .acquired, .waits: breachesOfTaking(lock, event, task)
    case .gaveUp: []
    }
  }

  private func breachesOfRelease(_ lock: LockID, _ task: TaskID) -> [Violation] {
    guard case .vma = lock else {
      let isHeld = heldLocks(by: task).contains(lock)
      return breach("only_held_locks_are_released", isHeld ? nil : "\(lock.name) is not held")
        + breach("no_use_after_free", fileOfFreedVMA(lock, task))
    }
    return []
  }

  // The rmap lock that hides is dropped through vma->vm_file.
  private func fileOfFreedVMA(_ lock: LockID, _ id: TaskID) -> String? {
    guard case .iMmap = lock, let map = task(id).map, map.holdsRmap, let vma = map.vma, self.vma(vma) == nil
    else { return nil }
    return "vm_file of a freed VMA is read to drop i_mmap"
  }

  private func breachesOfTaking(_ lock: LockID, _ event: LockEvent, _ task: TaskID) -> [Violation] {
    if case .vma = lock { return [] }
    let held = heldLocks(by: task)
    if held.contains(lock) {
      return breach("no_lock_is_taken_twice", "\(lock.name) is held already")
    }
    let wanted = LockClass(lock)
    // Under a VMA read lock the mmap lock is only ever tried for: a try that succeeds closes no cycle.
    let blocking = event == .waits ? held : held.filter { LockClass($0) != .vma }
    guard let inner = blocking.first(where: { LockClass($0) > wanted }) else { return [] }
    let facts = "\(lock.name) is asked for under \(inner.name)"
    let sleeps = LockClass(inner).spins && !wanted.spins
    let spin = "\(lock.name) may sleep, \(inner.name) is a spin lock"
    let cycle = sleeps ? spin : facts + ", elsewhere it is the outer one"
    return breach("locks_follow_their_order", facts) + breach("lock_classes_have_no_cycle", cycle)
  }

  /// Every lock that a task holds; of the VMA lock the read holds, for the write mark has no unlock.
  func heldLocks(by task: TaskID) -> [LockID] {
    var held: [LockID] = []
    for mm in mms {
      if mm.mmapLock.isHeld(by: task, for: .read) { held.append(.mmap(mm.id)) }
      if mm.anonLock.isHeld(by: task, for: .read) { held.append(.anonVMA(mm.id)) }
      held += mm.spins.filter { $0.task == task }.map(\.lock)
    }
    for file in files where file.lock.isHeld(by: task, for: .read) { held.append(.iMmap(file.id)) }
    if let seen = self.task(task).look?.seen, vma(seen)?.readers.contains(task) == true {
      held.append(.vma(seen))
    }
    return held
  }
}
