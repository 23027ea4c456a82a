import KernelRoutines
import MemoryModel
import Testing

/// A change and the locks it needs, in the order in which their absence is told.
struct LockNeed: CustomTestStringConvertible, Sendable {
  struct Hold: Sendable {
    var lock: LockID
    var mode: LockMode
  }

  var change: Change
  var holds: [Hold]

  var testDescription: String { "\(change)" }

  private static let mmap = Hold(lock: .mmap(Bench.mm), mode: .write)
  private static let mmapRead = Hold(lock: .mmap(Bench.mm), mode: .read)
  private static let iMmap = Hold(lock: .iMmap(Bench.file), mode: .write)
  private static let vma = Hold(lock: .vma(Bench.vma), mode: .write)
  private static let page = Bench.range.start.page
  private static let pteTable = Hold(lock: .pageTable(Bench.mm, .pte, page >> 9), mode: .write)
  private static let pmdTable = Hold(lock: .pageTable(Bench.mm, .pmd, page >> 18), mode: .write)
  private static let pageTableLock = Hold(lock: .pageTable(Bench.mm, .pgd, 0), mode: .write)

  static let all: [LockNeed] = [
    .init(change: .vma(Bench.vma, .range(Bench.range)), holds: [iMmap, mmap, vma]),
    .init(change: .vma(Bench.vma, .pageOffset(1)), holds: [iMmap, mmap, vma]),
    .init(change: .vma(Bench.vma, .flags([])), holds: [mmap, vma]),
    .init(change: .vma(Bench.vma, .pageProtection([])), holds: [mmap, vma]),
    .init(change: .vma(Bench.vma, .ops(.dummy)), holds: [mmap, vma]),
    .init(change: .vma(Bench.vma, .privateData(true)), holds: [mmap, vma]),
    .init(change: .vma(Bench.vma, .file(nil)), holds: [mmap, vma]),
    .init(change: .vma(Bench.vma, .lockSeq(3)), holds: [mmap]),
    .init(change: .vma(Bench.vma, .attached(false)), holds: [mmap]),
    .init(change: .treeStored(Bench.vma), holds: [mmap, vma]),
    .init(change: .treeCleared(Bench.mm, Bench.range), holds: [mmap]),
    .init(change: .rmapLinked(Bench.file, Bench.vma), holds: [iMmap]),
    .init(change: .rmapUnlinked(Bench.file, Bench.vma), holds: [iMmap]),
    .init(change: .mmSeq(Bench.mm, 5), holds: [mmap]),
    .init(change: .mapCount(Bench.mm, 1), holds: [mmap]),
    .init(change: .vmStat(Bench.mm, .none, 1), holds: [mmap]),
    .init(change: .vmStat(Bench.mm, .none, -1), holds: [mmap]),
    .init(change: .tableInstalled(Bench.mm, .pte, page >> 9), holds: [mmapRead, pmdTable]),
    .init(change: .tableInstalled(Bench.mm, .pmd, page >> 18), holds: [mmapRead, pageTableLock]),
    .init(change: .tableInstalled(Bench.mm, .pud, page >> 27), holds: [mmapRead, pageTableLock]),
    .init(change: .tableFreed(Bench.mm, .pte, 0), holds: [mmapRead]),
    .init(change: .ptesSet(page: page + 1, count: 1, Bench.entry, Bench.mm), holds: [mmapRead, pteTable]),
    .init(change: .ptesCleared(page: page, count: 1, Bench.mm), holds: [pteTable]),
  ]
}

@Suite("No change without its lock") struct LockRequirementTests {
  /// Takes a lock the way the kernel does: the VMA lock by a stamp, the others by acquiring them.
  private func take(_ hold: LockNeed.Hold, by task: TaskID, in bench: inout Bench) {
    switch hold.lock {
    case .vma(let id): bench.apply([.mmSeq(Bench.mm, 5), .vma(id, .lockSeq(5))])
    default: bench.apply([.lock(hold.lock, .acquired, hold.mode, task)])
    }
  }

  @Test("A change is refused until the last lock it needs is held", arguments: LockNeed.all)
  func needs(need: LockNeed) {
    var bench = Bench.mapped()
    for hold in need.holds {
      #expect(bench.state.missingLock(for: need.change, by: Bench.mapper) == hold.lock)
      let violation = bench.state.violation(before: need.change, by: Bench.mapper)
      #expect(violation?.law == "lock_is_held")
      #expect(violation?.facts.hasSuffix("needs \(hold.lock.name)") == true)
      take(hold, by: Bench.mapper, in: &bench)
    }
    #expect(bench.state.missingLock(for: need.change, by: Bench.mapper) == nil)
  }

  @Test("A lock that another task holds is no lock", arguments: LockNeed.all)
  func notAnothers(need: LockNeed) {
    var bench = Bench.mapped()
    for hold in need.holds { take(hold, by: Bench.other, in: &bench) }
    #expect(bench.state.missingLock(for: need.change, by: Bench.mapper) == need.holds.first?.lock)
  }

  @Test("Pages leave total_vm under a write hold or one that was downgraded, and under no other")
  func totals() {
    let (less, more) = (Change.vmStat(Bench.mm, .none, -4), Change.vmStat(Bench.mm, .none, 4))
    let lock = LockID.mmap(Bench.mm)
    var bench = Bench.mapped()
    bench.apply([.lock(lock, .acquired, .read, Bench.other)])
    #expect(bench.state.missingLock(for: less, by: Bench.other) == lock)
    bench = Bench.midAction()
    bench.apply([.lock(lock, .downgraded, .write, Bench.mapper), .lock(lock, .acquired, .read, Bench.other)])
    #expect(bench.state.missingLock(for: less, by: Bench.mapper) == nil)
    #expect(bench.state.missingLock(for: more, by: Bench.mapper) == lock)
    #expect(bench.state.missingLock(for: less, by: Bench.other) == lock)
  }

  @Test("A read hold is not enough for what needs a write hold")
  func readIsNotEnough() {
    for need in LockNeed.all {
      guard let hold = need.holds.first, hold.mode == .write, case .mmap = hold.lock else { continue }
      var bench = Bench.mapped()
      bench.apply([.lock(hold.lock, .acquired, .read, Bench.mapper)])
      #expect(bench.state.missingLock(for: need.change, by: Bench.mapper) == hold.lock, "\(need.change)")
    }
  }

  @Test("A VMA that nobody can find may be written without a lock")
  func unreachable() {
    var bench = Bench()
    bench.apply([.vmaAllocated(Bench.vma, Bench.mm)])
    for field in [Change.VMAField.range(Bench.range), .flags([.read]), .ops(.driver), .file(Bench.file)] {
      #expect(bench.state.missingLock(for: .vma(Bench.vma, field), by: Bench.mapper) == nil, "\(field)")
    }
  }

  @Test("Counters with atomics of their own, allocation and flushes need none")
  func free() {
    let changes: [Change] = [
      .vmaAllocated(VMAID(slot: 1, generation: 0), Bench.mm), .fileReferences(Bench.file, 1),
      .writable(Bench.file, 1), .committed(1), .tlbFlushed(Bench.mm, Bench.range),
      .vma(Bench.vma, .reader(Bench.mapper, true)), .vma(Bench.vma, .excluded(true)),
    ]
    for change in changes {
      #expect(Bench.mapped().state.missingLock(for: change, by: Bench.mapper) == nil, "\(change)")
    }
  }

  @Test("A routine that emits a change without its lock is stopped before the change is made")
  func stopped() {
    let facts = MachineFacts(processName: "app", pid: 1, files: [], names: [], taskNames: [], calls: [])
    var kernel = Kernel(state: Bench.mapped().state, facts: facts, task: Bench.mapper, records: true)
    kernel.emit(.committed(1))
    kernel.emit(.mapCount(Bench.mm, 1))
    kernel.emit(.committed(1))
    #expect(kernel.violation?.law == "lock_is_held")
    #expect(kernel.log == [.committed(1)])
    #expect(kernel.state == Bench.mapped().applying(.committed(1)))
  }
}
