import MemoryModel

extension BrokenLaws {
  private static let page = Bench.range.start.page

  private static func before(_ change: Change, in bench: Bench = .midAction(), _ changes: Change...)
    -> [Violation]
  {
    var bench = bench
    bench.apply(changes)
    return bench.state.breaches(before: change, by: Bench.mapper)
  }

  // The mapper inside __mmap_region, at work on a VMA.
  private static func inside(_ bench: Bench = .midAction(), vma: VMAID? = Bench.vma, isNew: Bool = true)
    -> Bench
  {
    var bench = bench
    bench.apply([
      .entered(Bench.mapper, pc: 0, stage: 0, error: nil), .pushed(Bench.mapper, .map),
      .pushed(Bench.mapper, .desc), .map(Bench.mapper, .vma(vma)), .map(Bench.mapper, .allocatedNew(isNew)),
    ])
    return bench
  }

  private static let rmapLock = Change.lock(.iMmap(Bench.file), .acquired, .write, Bench.mapper)
  private static let entry = Change.ptesSet(page: page + 1, count: 1, Bench.entry, Bench.mm)

  /// Laws on single changes that a kernel can break.
  static let acts: [String: @Sendable () -> [Violation]] = [
    "detached_is_write_locked": { before(.vma(Bench.vma, .attached(false)), in: .mapped()) },
    "read_lock_needs_unlocked_vma": { before(.vma(Bench.vma, .reader(Bench.other, true))) },
    "no_fault_in_unfinished_vma": {
      before(
        .vma(Bench.vma, .reader(Bench.other, true)), in: inside(), .vma(Bench.vma, .lockSeq(VMArea.never)))
    },
    "remap_flags_precede_vma": {
      before(
        .vmaAllocated(VMAID(slot: 1, generation: 0), Bench.mm), in: inside(Bench(), vma: nil),
        .desc(Bench.mapper, .action(.kind(.remapPFN))), .map(Bench.mapper, .flags([.read, .shared])))
    },
    "cow_frames_follow_pgoff": {
      before(entry, in: inside(), .vma(Bench.vma, .flags([.read, .write, .mayWrite, .pfnMap])))
    },
    "failed_remap_leaves_no_entry": {
      before(
        .left(Bench.mapper), in: inside(), .entered(Bench.mapper, pc: 0, stage: 0, error: nil),
        .pushed(Bench.mapper, .walk), .walk(Bench.mapper, .range(Bench.range)), .error(Bench.mapper, .ENOMEM))
    },
    "only_held_locks_are_released": {
      before(.lock(.iMmap(Bench.file), .released, .write, Bench.mapper), in: .mapped())
    },
    "no_lock_is_taken_twice": { before(.lock(.mmap(Bench.mm), .waits, .write, Bench.mapper)) },
    "locks_follow_their_order": {
      before(
        .lock(.mmap(Bench.mm), .acquired, .read, Bench.mapper), in: .mapped(),
        .lock(.pageTable(Bench.mm, .pte, page >> 9), .acquired, .write, Bench.mapper))
    },
    "lock_classes_have_no_cycle": { before(.tableInstalled(Bench.mm, .pte, 0), rmapLock) },
    "no_use_after_free": { before(.vma(VMAID(slot: 0, generation: 7), .flags([]))) },
    "no_half_built_use": {
      before(
        .look(Bench.other, .seen(Bench.vma)), in: inside(), .vma(Bench.vma, .ops(.dummy)),
        .map(Bench.mapper, .ops(.driver)), .lock(.iMmap(Bench.file), .acquired, .read, Bench.other))
    },
    "merge_keeps_older_vma": { before(.vma(Bench.vma, .ops(.driver)), in: inside(isNew: false)) },
    "rmap_lock_only_hides": { before(entry, in: inside(), rmapLock) },
    "munmap_without_rmap_lock": { before(.treeCleared(Bench.mm, Bench.range), rmapLock) },
    "prepare_makes_no_entries": { before(entry, in: inside(Bench(), vma: nil)) },
  ]

  private static func mapped(_ changes: Change...) -> MachineState {
    var bench = Bench.mapped()
    bench.apply(changes)
    return bench.state
  }

  private static let rest = Change.ptesSet(page: page + 1, count: 3, Bench.entry, Bench.mm)
  private static let address = Returned.address(Bench.range.start)
  private static func atEnd(_ change: Change) -> [Violation] {
    mapped(change).violationsAtEnd(since: Bench().state)
  }

  /// Laws on the books.
  static let books: [String: @Sendable () -> [Violation]] = [
    "sequence_is_odd_when_written": {
      Bench.midAction().applying(.mmSeq(Bench.mm, 4)).violationsBehindStep()
    },
    "tree_keys_match_vmas": {
      mapped(.vma(Bench.vma, .range(AddressRange(Bench.range.start, pages: 3)))).violationsAtRest()
    },
    "tree_and_rmap_agree": {
      mapped(
        .treeCleared(Bench.mm, Bench.range), .mapCount(Bench.mm, -1),
        .ptesCleared(page: page, count: 1, Bench.mm)
      ).violationsAtRest()
    },
    "no_entry_outside_vmas": {
      mapped(.ptesSet(page: Bench.range.end.page, count: 1, Bench.entry, Bench.mm)).violationsAtRest()
    },
    "success_is_accounted": { returning(address, mapped(rest, .vmStat(Bench.mm, .none, 4))) },
    "returned_vma_is_whole": { returning(address, mapped(rest, .vma(Bench.vma, .ops(.dummy)))) },
    "totals_match_tree": { atEnd(.vmStat(Bench.mm, .none, 1)) },
    "charge_matches_vmas": { atEnd(.committed(4)) },
    "writable_matches_vmas": { atEnd(.writable(Bench.file, 2)) },
  ]
}
