import MemoryModel
import Testing

/// Each law broken on purpose: a law that nothing can break protects nothing.
@Suite("Laws") struct LawTests {
  @Test("Every law finds the machine that breaks it", arguments: Law.all.map(\.id))
  func found(law: String) throws {
    let breaking = try #require(BrokenLaws.all[law], "nothing here breaks \(law)")
    let found = breaking()
    #expect(found.map(\.law).contains(law), "\(found)")
    #expect(found.filter { $0.law == law }.allSatisfy { !$0.facts.isEmpty })
    let others = found.map(\.law).filter { $0 != law && BrokenLaws.beside[law]?.contains($0) != true }
    #expect(others.isEmpty, "one fault, but \(found)")
  }

  @Test("Every number of the two lists has a law by name, but those that are not modelled")
  func sources() {
    let wanted = Set((1...11).map { "L\($0)" } + (14...23).map { "L\($0)" } + (1...14).map { "I\($0)" })
    let numbers = Law.sources.map(\.number)
    #expect(Set(numbers).count == numbers.count)
    #expect(wanted.subtracting(numbers).sorted() == ["I8"])
    for source in Law.sources {
      #expect(!source.laws.isEmpty)
      for law in source.laws { #expect(Law.named(law) != nil, "\(source.number) names \(law)") }
    }
  }

  @Test("A machine in the middle of an action, and one at rest, break none")
  func sound() {
    #expect(Bench.midAction().state.violationsAtRest().isEmpty)
    #expect(Bench.mapped().state.violationsAtRest().isEmpty)
    let bench = Bench.mapped()
    let done = bench.applying(.ptesSet(page: Bench.range.start.page + 1, count: 3, Bench.entry, Bench.mm))
    #expect(BrokenLaws.returning(.address(Bench.range.start), done).isEmpty)
    #expect(BrokenLaws.returning(.error(.ENOMEM), Bench().state).isEmpty)
  }

  @Test("Laws have names of their own, sentences, and can be found by name")
  func names() {
    let ids = Law.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    for law in Law.all {
      #expect(law.sentence.hasSuffix("."), "\(law.id)")
      #expect(law.id.allSatisfy { $0 == "_" || ("a"..."z").contains($0) }, "\(law.id)")
      #expect(Law.named(law.id)?.id == law.id)
    }
    #expect(Law.named("no_such_law") == nil)
    #expect(BrokenLaws.all.keys.sorted() == ids.sorted())
  }
}

/// For each law a machine, or a change to one, that contradicts it and nothing else.
enum BrokenLaws {
  static let all: [String: @Sendable () -> [Violation]] =
    atChanges.merging(atRest) { $1 }.merging(atReturn) { $1 }.merging(acts) { $1 }.merging(books) { $1 }
    .merging(courses) { $1 }.merging(ofDrivers) { $1 }

  /// Laws that one fault cannot help breaking beside the one it is made for.
  static let beside: [String: [String]] = [
    "locks_follow_their_order": ["lock_classes_have_no_cycle"],
    "no_deadlock": ["no_lock_is_taken_twice", "munmap_without_rmap_lock"],
    "failed_action_unmaps": ["hook_error_is_reported"],
    "no_stale_grant": ["returned_range_is_complete"],
    "tree_vma_is_attached": ["tree_and_rmap_agree"],
  ]

  private static let page = Bench.range.start.page

  private static func before(_ change: Change, _ bench: Bench = .midAction()) -> [Violation] {
    bench.state.violation(before: change, by: Bench.mapper).map { [$0] } ?? []
  }

  private static func after(_ changes: Change..., in bench: Bench = .midAction()) -> [Violation] {
    var bench = bench
    bench.apply(changes)
    return changes.last.flatMap { bench.state.violation(after: $0) }.map { [$0] } ?? []
  }

  private static let atChanges: [String: @Sendable () -> [Violation]] = [
    "lock_is_held": { before(.mapCount(Bench.mm, 1), .mapped()) },
    "entry_is_not_overwritten": {
      var bench = Bench.midAction()
      let lock = LockID.pageTable(Bench.mm, .pte, page >> 9)
      bench.apply([.lock(lock, .acquired, .write, Bench.mapper)])
      return before(.ptesSet(page: page, count: 1, Bench.entry, Bench.mm), bench)
    },
    "freed_table_is_unused": { before(.tableFreed(Bench.mm, .pte, page >> 9)) },
    "tree_is_ordered": {
      let crooked = AddressRange(VirtualAddress(0x6000_0000_0800), VirtualAddress(0x6000_0000_2000))
      return after(.vma(Bench.vma, .range(crooked)), .treeStored(Bench.vma))
    },
    "tree_holds_attached": { after(.vma(Bench.vma, .attached(false)), .treeStored(Bench.vma)) },
    "freed_vma_is_unreachable": {
      after(.rmapUnlinked(Bench.file, Bench.vma), .treeCleared(Bench.mm, Bench.range), .vmaFreed(Bench.vma))
    },
    "entry_lies_in_vma": {
      after(.ptesSet(page: Bench.range.end.page, count: 1, Bench.entry, Bench.mm))
    },
    "special_entry_needs_flags": {
      after(
        .vma(Bench.vma, .flags([.read, .write])), .ptesSet(page: page + 1, count: 1, Bench.entry, Bench.mm))
    },
    "counts_are_not_negative": { after(.fileReferences(Bench.file, -3)) },
    "sequence_is_even_when_free": { after(.lock(.mmap(Bench.mm), .released, .write, Bench.mapper)) },
  ]

  private static let atRest: [String: @Sendable () -> [Violation]] = [
    "map_count_equals_tree": { Bench.mapped().applying(.mapCount(Bench.mm, 1)).violationsAtRest() },
    "file_vma_is_linked_once": {
      Bench.mapped().applying(.rmapLinked(Bench.file, Bench.vma)).violationsAtRest()
    },
    "tree_vma_is_attached": {
      Bench.mapped().applying(.vma(Bench.vma, .attached(false))).violationsAtRest()
    },
  ]

  /// What is wrong when the mapper's call returns, having begun on an empty machine.
  static func returning(_ result: Returned, _ state: MachineState) -> [Violation] {
    var state = state
    state.apply(.returned(Bench.mapper, result))
    return state.violations(of: Bench.mapper, since: Bench().state, file: Bench.file, range: Bench.range)
  }

  private static func failing(_ changes: Change...) -> [Violation] {
    var bench = Bench()
    bench.apply(changes)
    return returning(.error(.ENOMEM), bench.state)
  }

  private static let atReturn: [String: @Sendable () -> [Violation]] = [
    "hook_error_is_reported": { failing(.swallowed(Bench.mapper, .EIO)) },
    "returned_range_is_mapped": { returning(.address(Bench.range.start), Bench().state) },
    "returned_range_is_complete": { returning(.address(Bench.range.start), Bench.mapped().state) },
    "failed_call_leaves_no_vma": {
      failing(
        .vmaAllocated(Bench.vma, Bench.mm), .vma(Bench.vma, .range(Bench.range)), .treeStored(Bench.vma))
    },
    "count_equals_mappings": {
      let counted = Change.counted(Bench.file, 2)
      let rest = Change.ptesSet(page: page + 1, count: 3, Bench.entry, Bench.mm)
      return returning(.address(Bench.range.start), Bench.mapped().applying(counted, rest))
    },
    "count_is_balanced": { failing(.counted(Bench.file, -1)) },
    "fixed_leaves_old_or_hole": {
      let half = AddressRange(Bench.range.start, pages: 2)
      let state = Bench.mapped().applying(
        .treeCleared(Bench.mm, half), .returned(Bench.mapper, .error(.ENOMEM)))
      return state.violations(
        of: Bench.mapper, since: Bench.mapped().state, file: Bench.file, range: Bench.range)
    },
    "no_lock_survives": { failing(.lock(.iMmap(Bench.file), .acquired, .write, Bench.mapper)) },
    "references_have_owners": {
      // A file that nobody had before the call, and no VMA has behind it.
      var bench = Bench.mapped()
      bench.apply([
        .ptesSet(page: page + 1, count: 3, Bench.entry, Bench.mm),
        .returned(Bench.mapper, .address(Bench.range.start)),
      ])
      return bench.state.violations(
        of: Bench.mapper, since: bench.applying(.fileReferences(FileID(1), -1)), file: Bench.file,
        range: Bench.range)
    },
    "references_are_balanced": { failing(.fileReferences(Bench.file, 1)) },
    "writable_count_is_balanced": { failing(.writable(Bench.file, 1)) },
    "charge_is_balanced": { failing(.committed(4)) },
    "map_count_is_balanced": { failing(.mapCount(Bench.mm, 1)) },
    "total_vm_is_balanced": { failing(.vmStat(Bench.mm, .none, 4)) },
    "tables_are_balanced": { failing(.tableInstalled(Bench.mm, .pte, page >> 9)) },
    "page_arrays_are_balanced": { failing(.pageArrays(1)) },
    "entries_are_balanced": { failing(.ptesSet(page: page, count: 1, Bench.entry, Bench.mm)) },
  ]
}
