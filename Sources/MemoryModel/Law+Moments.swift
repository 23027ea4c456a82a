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
        sentence: "An action that mmap() reports as done has an entry for every page.", moment: .returns),
      Law(
        id: "failed_call_leaves_no_vma",
        sentence: "A failed mmap() leaves no VMA in the range it chose.", moment: .returns),
      Law(
        id: "count_equals_mappings",
        sentence: "A driver that counts its mappings counts as many as there are VMAs.", moment: .returns),
      Law(
        id: "references_have_owners",
        sentence: "A file that mmap() itself made has as many references as VMAs.", moment: .returns),
      Law(
        id: "no_lock_survives", sentence: "A system call returns without a lock.", moment: .returns),
    ]
    + [
      Law(
        id: "fixed_leaves_old_or_hole",
        sentence: "A failed MAP_FIXED leaves the old mapping or a hole, nothing between.",
        moment: .returns)
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
    found += violationsOfStructure(mm)
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
      } else {
        found += missingEntries(of: task, range)
      }
      if let facts = driverMiscount(since: before), mm(task.mm).tree.find(address) != nil {
        found.append(Violation(law: "count_equals_mappings", facts: facts))
      }
      found += unaccounted(of: range, by: id, since: before)
    case .error(let errno)?:
      if range.bytes > 0, before.mm(task.mm).tree.overlapping(range).isEmpty,
        let left = mm(task.mm).tree.overlapping(range).first
      {
        let facts = "mmap() returned -\(errno), \(left.range) is still mapped"
        found.append(Violation(law: "failed_call_leaves_no_vma", facts: facts))
      }
      found += lostHalf(of: range, in: task.mm, since: before)
      found += imbalances(of: id, since: before, file: file, range)
    case .done?, .signal?, nil: break
    }
    return found + ownerlessReferences(since: before) + survivingLocks(of: id)
  }

  // What a counting driver believes, against the VMAs that have its file.
  private func driverMiscount(since before: MachineState) -> String? {
    for (then, now) in zip(before.files, files) where then.counted != now.counted || now.counted != 0 {
      guard now.counted != now.iMmap.count else { continue }
      return "the driver counts \(now.counted), there are \(now.iMmap.count) VMAs"
    }
    return nil
  }

  // What the actions of the call were to fill and did not; pages that come with faults are no part of it.
  private func missingEntries(of task: TaskStruct, _ range: AddressRange) -> [Violation] {
    let mm = mm(task.mm)
    let table = mm.pageTable
    let isRemapped = mm.tree.find(range.start).flatMap { vma($0) }?.flags.contains(.pfnMap) == true
    // A remapped VMA for which no action was at work has to be whole.
    let promised = task.promised.isEmpty && isRemapped ? [range] : task.promised
    let wanted = promised.reduce(0) { $0 + $1.pages }
    let missing = promised.reduce(wanted) { $0 - table.count(in: $1.start.page..<$1.end.page) }
    guard missing > 0 else { return [] }
    let facts = "\(missing) of \(wanted) entries are missing"
    return [Violation(law: "returned_range_is_complete", facts: facts)]
  }

  private func imbalances(
    of id: TaskID, since before: MachineState, file: FileID?, _ range: AddressRange
  ) -> [Violation] {
    let mm = task(id).mm
    let now = Ledger(self, mm: mm, file: file, range: range)
    let then = Ledger(before, mm: mm, file: file, range: range)
    let found = Ledger.Line.allCases.compactMap { line -> Violation? in
      let owed = then[line] + replaced(line, in: mm, since: before, file: file)
      guard now[line] != owed else { return nil }
      return Violation(law: line.law, facts: "\(line.name): \(owed) before, \(now[line]) after")
    }
    return found + imbalancesOfOthers(in: mm, since: before, but: file)
  }

  // The file a stacked driver swaps in must get its references back too.
  private func imbalancesOfOthers(in mm: MMID, since before: MachineState, but file: FileID?) -> [Violation] {
    zip(before.files, files).flatMap { then, now -> [Violation] in
      guard now.id != file else { return [] }
      let pairs = [
        (Ledger.Line.fileReferences, then.references, now.references),
        (.writable, then.writable, now.writable),
      ].map { line, old, new in
        (line, old + replaced(line, in: mm, since: before, file: then.id), new)
      }
      return pairs.filter { $0.1 != $0.2 }.map { line, old, new in
        Violation(
          law: line.law,
          facts: "\(line.name) of \(file == nil ? "the file" : "another file"): \(old) before, \(new) after")
      }
    }
  }

  // Nobody has a descriptor of a file that the call made: only VMAs refer to it.
  private func ownerlessReferences(since before: MachineState) -> [Violation] {
    zip(before.files, files).compactMap { then, now in
      guard then.references == 0, now.references > now.iMmap.count else { return nil }
      let facts = "\(now.references) references, \(now.iMmap.count) VMA: it is never freed"
      return Violation(law: "references_have_owners", facts: facts)
    }
  }

  private func survivingLocks(of id: TaskID) -> [Violation] {
    heldLocks(by: id).map { Violation(law: "no_lock_survives", facts: "\($0.name) is still held") }
  }
}
