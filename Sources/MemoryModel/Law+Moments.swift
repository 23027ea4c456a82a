// Laws on whole states: at rest, and when a call has returned.

extension Law {
  static let restLaws = [
    Law(
      id: "map_count_equals_tree", sentence: "map_count is the number of VMAs in the tree.", moment: .rest),
    Law(
      id: "file_vma_is_linked_once",
      sentence: "A VMA with a file is in the file's i_mmap exactly once.", moment: .rest),
    Law(
      id: "tree_vma_is_attached", sentence: "Every VMA of the tree is attached.", moment: .rest),
  ]

  static let returnLaws =
    [
      Law(
        id: "hook_error_is_reported",
        sentence: "An error that a hook returns reaches the caller of mmap().", moment: .returns),
      Law(
        id: "returned_range_is_mapped",
        sentence: "An address that mmap() returns is mapped.", moment: .returns),
      Law(
        id: "returned_range_is_complete",
        sentence: "A remap that mmap() reports as done has an entry for every page.", moment: .returns),
      Law(
        id: "failed_call_leaves_no_vma",
        sentence: "A failed mmap() leaves no VMA in the range it chose.", moment: .returns),
      Law(
        id: "no_lock_survives", sentence: "A system call returns without a lock.", moment: .returns),
    ]
    + Ledger.Line.allCases.map { line in
      Law(
        id: line.law, sentence: "After a failed mmap() \(line.name) are as before the call.",
        moment: .returns)
    }
}

extension MachineState {
  /// Everything that contradicts a law while no mmap lock is held for writing.
  public func violationsAtRest() -> [Violation] {
    mms.flatMap { mm -> [Violation] in
      guard mm.mmapLock.writer == nil else { return [] }
      return violationsOfTree(mm)
    }
  }

  private func violationsOfTree(_ mm: MMStruct) -> [Violation] {
    var found: [Violation] = []
    if mm.mapCount != mm.tree.entries.count {
      let facts = "map_count is \(mm.mapCount), the tree has \(mm.tree.entries.count)"
      found.append(Violation(law: "map_count_equals_tree", facts: facts))
    }
    let linked = linkCounts()
    for entry in mm.tree.entries {
      guard let area = vma(entry.vma) else {
        found.append(Violation(law: "tree_vma_is_attached", facts: "\(entry.range) names a freed VMA"))
        continue
      }
      if !area.attached {
        found.append(Violation(law: "tree_vma_is_attached", facts: "\(entry.range) is detached"))
      }
      let times = linked[Int(entry.vma.slot)]
      if area.file != nil, times != 1 {
        let facts = "\(entry.range) is linked \(times) times"
        found.append(Violation(law: "file_vma_is_linked_once", facts: facts))
      }
    }
    return found
  }

  // How often each VMA stands in an i_mmap; one pass, because imports bring tens of thousands.
  private func linkCounts() -> [Int] {
    var counts = Array(repeating: 0, count: vmas.count)
    for file in files {
      for id in file.iMmap { counts[Int(id.slot)] += 1 }
    }
    return counts
  }

  /// Everything that contradicts a law now that a task's mmap() has returned.
  ///
  /// - Parameter before: the state in which the task made the call.
  public func violations(of id: TaskID, since before: MachineState, file: FileID?, range: AddressRange)
    -> [Violation]
  {
    let task = task(id)
    var found: [Violation] = []
    if let lost = task.swallowed {
      found.append(
        Violation(law: "hook_error_is_reported", facts: "a hook returned -\(lost), nobody was told"))
    }
    switch task.result {
    case .address(let address)?:
      if mm(task.mm).tree.find(address) == nil {
        let facts = "mmap() returned \(address), nothing is mapped there"
        found.append(Violation(law: "returned_range_is_mapped", facts: facts))
        found += imbalances(of: id, since: before, file: file, range)
      } else if let missing = missingEntries(in: range, of: task.mm), missing > 0 {
        let facts = "\(missing) of \(range.pages) entries are missing"
        found.append(Violation(law: "returned_range_is_complete", facts: facts))
      }
    case .error(let errno)?:
      if range.bytes > 0, before.mm(task.mm).tree.overlapping(range).isEmpty,
        let left = mm(task.mm).tree.overlapping(range).first
      {
        let facts = "mmap() returned -\(errno), \(left.range) is still mapped"
        found.append(Violation(law: "failed_call_leaves_no_vma", facts: facts))
      }
      found += imbalances(of: id, since: before, file: file, range)
    case .done?, .signal?, nil: break
    }
    return found + heldLocks(of: id)
  }

  // How many entries a remapped VMA lacks; nil for VMAs whose pages come with faults.
  private func missingEntries(in range: AddressRange, of mm: MMID) -> Int? {
    guard let id = self.mm(mm).tree.find(range.start), vma(id)?.flags.contains(.pfnMap) == true else {
      return nil
    }
    return range.pages - self.mm(mm).pageTable.count(in: range.start.page..<range.end.page)
  }

  private func imbalances(
    of id: TaskID, since before: MachineState, file: FileID?, _ range: AddressRange
  ) -> [Violation] {
    let mm = task(id).mm
    let now = Ledger(self, mm: mm, file: file, range: range)
    let then = Ledger(before, mm: mm, file: file, range: range)
    let found = Ledger.Line.allCases.compactMap { line -> Violation? in
      guard now[line] != then[line] else { return nil }
      return Violation(law: line.law, facts: "\(line.name): \(then[line]) before, \(now[line]) after")
    }
    return found + imbalancesOfOthers(since: before, but: file)
  }

  // The file a stacked driver swaps in must get its references back too.
  private func imbalancesOfOthers(since before: MachineState, but file: FileID?) -> [Violation] {
    zip(before.files, files).flatMap { then, now -> [Violation] in
      guard now.id != file else { return [] }
      let pairs = [
        (Ledger.Line.fileReferences, then.references, now.references),
        (.writable, then.writable, now.writable),
      ]
      return pairs.filter { $0.1 != $0.2 }.map { line, old, new in
        Violation(law: line.law, facts: "\(line.name) of the file beneath: \(old) before, \(new) after")
      }
    }
  }

  private func heldLocks(of id: TaskID) -> [Violation] {
    var held: [String] = []
    for mm in mms {
      if mm.mmapLock.holders.contains(id) { held.append("mmap_lock") }
      held += mm.spins.filter { $0.task == id }.map(\.lock.name)
    }
    for file in files where file.lock.holders.contains(id) { held.append("i_mmap") }
    return held.map { Violation(law: "no_lock_survives", facts: "\($0) is still held") }
  }
}
