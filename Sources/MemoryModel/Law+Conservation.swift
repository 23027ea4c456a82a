// Laws on the books: at every step, at rest, and when no call is under way.

extension Law {
  static let bookLaws = [
    Law(
      id: "sequence_is_odd_when_written",
      sentence: "Behind each step mm_lock_seq is odd if mmap_lock is held for writing, else even.",
      moment: .step),
    Law(
      id: "tree_keys_match_vmas", sentence: "The tree has each VMA under its own range.", moment: .rest),
    Law(
      id: "tree_and_rmap_agree",
      sentence: "With mmap_lock free, a VMA that is in an i_mmap is in its tree, attached.", moment: .rest),
    Law(
      id: "no_entry_outside_vmas",
      sentence: "With mmap_lock free, every entry lies in a VMA of the tree.", moment: .rest),
    Law(
      id: "success_is_accounted",
      sentence: "A new mapping is counted in full: total_vm, its class, map_count and charge.",
      moment: .returns),
    Law(
      id: "returned_vma_is_whole", sentence: "The VMA that mmap() returns has the vm_ops it was given.",
      moment: .returns),
    Law(
      id: "totals_match_tree", sentence: "total_vm and its classes are the sums over the tree.",
      moment: .end),
    Law(
      id: "charge_matches_vmas",
      sentence: "What this run has charged is what its VM_ACCOUNT mappings have.", moment: .end),
    Law(
      id: "writable_matches_vmas",
      sentence: "i_mmap_writable is the number of shared VMAs that may be written.", moment: .end),
  ]
}

extension MachineState {
  /// What contradicts a law behind a whole step of a task.
  public func violationsBehindStep() -> [Violation] {
    // Behind every step: nothing is put into words while nothing is wrong.
    guard let mm = mms.first(where: { ($0.mmapLock.writer != nil) != $0.isSeqOdd }) else { return [] }
    let facts = "mm_lock_seq is \(mm.seq), mmap_lock is \(mm.mmapLock.writer != nil ? "written" : "not")"
    return breach("sequence_is_odd_when_written", facts)
  }

  /// What contradicts a law about structures while nobody holds an mmap lock for writing.
  func violationsOfStructure(_ mm: MMStruct) -> [Violation] {
    let entries = mm.tree.entries
    let crooked = entries.first { entry in vma(entry.vma).map { $0.range != entry.range } ?? false }
    var found = breach("tree_keys_match_vmas", crooked.map { "\($0.range) is not the VMA's own range" })
    guard mm.mmapLock.isFree else { return found }
    let lost = files.lazy.flatMap(\.iMmap).compactMap { self.vmas[Int($0.slot)] }.first { area in
      area.mm == mm.id && !(area.isAllocated && area.attached && isInTree(area.id))
    }
    found += breach("tree_and_rmap_agree", lost.map { "\($0.range) is in i_mmap and in no tree" })
    let stray = mm.pageTable.runs.lazy.compactMap { self.firstOutside($0, mm) }.first
    return found + breach("no_entry_outside_vmas", stray.map { "page \($0) is mapped and in no VMA" })
  }

  private func firstOutside(_ run: PageTable.Run, _ mm: MMStruct) -> VirtualAddress? {
    var page = run.page
    while page < run.page + UInt64(run.count) {
      let address = VirtualAddress(page: page)
      let place = mm.tree.firstIndex(endingAfter: address)
      guard place < mm.tree.entries.count, mm.tree.entries[place].range.contains(address) else {
        return address
      }
      page = mm.tree.entries[place].range.end.page
    }
    return nil
  }

  /// What a call that succeeded with a new VMA should have counted, and has not.
  func unaccounted(of range: AddressRange, by task: TaskID, since before: MachineState) -> [Violation] {
    let id = self.task(task).mm
    guard let area = mm(id).tree.find(range.start).flatMap({ vma($0) }) else { return [] }
    let whole = breach(
      "returned_vma_is_whole", area.ops == .dummy ? "\(area.range) has the dummy vm_ops" : nil)
    // A merge, a replacement or another task changes more: the totals at the end judge those.
    let isAlone = tasks.allSatisfy { $0.id == task || ($0.result == nil && $0.frames.isEmpty) }
    guard isAlone, area.range == range, before.mm(id).tree.overlapping(range).isEmpty else { return whole }
    let (then, now) = (before.mm(id), mm(id))
    let kind = AccountClass(area.flags)
    let grown = [
      ("total_vm", now.totalVM - then.totalVM, range.pages),
      ("the class", now.pages(of: kind) - then.pages(of: kind), kind == .none ? 0 : range.pages),
      ("map_count", now.mapCount - then.mapCount, 1),
      ("the charge", committed - before.committed, isCharged(area) ? range.pages : 0),
    ]
    let wrong = grown.first { $0.1 != $0.2 }
    return whole
      + breach("success_is_accounted", wrong.map { "\($0.0) has grown by \($0.1), not by \($0.2)" })
  }

  /// What contradicts the conservation laws once every call is over.
  ///
  /// - Parameter initial: the state before the run: what it had mapped is taken as charged elsewhere.
  public func violationsAtEnd(since initial: MachineState) -> [Violation] {
    mms.flatMap { violationsOfTotals($0) } + violationsOfCharge(initial) + violationsOfWritable()
  }

  private func violationsOfTotals(_ mm: MMStruct) -> [Violation] {
    let areas = mm.tree.entries.compactMap { vma($0.vma) }
    func sum(_ isCounted: (VMArea) -> Bool) -> Int {
      areas.reduce(0) { $0 + (isCounted($1) ? $1.range.pages : 0) }
    }
    let lines = [
      ("total_vm", mm.totalVM, sum { _ in true }),
      ("exec_vm", mm.execVM, sum { AccountClass($0.flags) == .exec }),
      ("data_vm", mm.dataVM, sum { AccountClass($0.flags) == .data }),
      ("stack_vm", mm.stackVM, sum { AccountClass($0.flags) == .stack }),
    ]
    let wrong = lines.first { $0.1 != $0.2 }
    return breach("totals_match_tree", wrong.map { "\($0.0) is \($0.1), the tree has \($0.2)" })
  }

  private func violationsOfCharge(_ initial: MachineState) -> [Violation] {
    let owed = accountedPages - initial.accountedPages
    let charged = committed - initial.committed
    return breach(
      "charge_matches_vmas", charged == owed ? nil : "\(charged) pages are charged, \(owed) accounted for")
  }

  private var accountedPages: Int {
    mms.reduce(0) { sum, mm in
      mm.tree.entries.reduce(sum) { sum, entry in
        sum + (vma(entry.vma).map { isCharged($0) } == true ? entry.range.pages : 0)
      }
    }
  }

  // By its own flag, or by the file that shmem made for it.
  private func isCharged(_ area: VMArea) -> Bool {
    area.flags.contains(.account) || area.file.map { file($0).isUnlinked } == true
  }

  private func violationsOfWritable() -> [Violation] {
    files.flatMap { file -> [Violation] in
      let shared = file.iMmap.compactMap { vma($0) }.count { $0.flags.contains([.shared, .mayWrite]) }
      // Mappings that were there before the run were never counted.
      guard file.writable > 0, file.writable > shared else { return [] }
      return breach("writable_matches_vmas", "i_mmap_writable is \(file.writable), VMAs are \(shared)")
    }
  }
}

extension MMStruct {
  func pages(of kind: AccountClass) -> Int {
    switch kind {
    case .none: 0
    case .exec: execVM
    case .stack: stackVM
    case .data: dataVM
    }
  }
}
