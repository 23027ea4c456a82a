import MemoryModel
import Simulation
import Testing

/// The lamps of the observers line, on machines made by hand: what they show follows from the machine alone.
@Suite("Observers") struct ObserverTests {
  private let page = Bench.range.start.page
  private let mmapWait = Observers.Sight.waits(.mmap(Bench.mm), Bench.mapper)

  private func lamps(_ state: MachineState) -> [String: Observers.Sight] {
    let eyes = Observers(state, mm: Bench.mm, range: Bench.range, file: Bench.file)
    return [
      "cpu": eyes.cpu.sight, "tree": eyes.tree.sight, "rmap": eyes.rmap.sight, "fault": eyes.fault.sight,
      "maps": eyes.maps.sight,
    ]
  }

  /// Which lamps differ between the middle of an action and a machine changed from it.
  private func changed(_ changes: Change...) -> [String: Observers.Sight] {
    var bench = Bench.midAction()
    bench.apply(changes)
    let before = lamps(Bench.midAction().state)
    return lamps(bench.state).filter { $0.value != before[$0.key] }
  }

  @Test("In the action the tree and the rmap show the VMA, hardware uses it, who takes a lock waits")
  func midAction() {
    #expect(
      lamps(Bench.midAction().state) == [
        "cpu": .sees, "tree": .sees, "rmap": .sees, "fault": mmapWait, "maps": mmapWait,
      ])
  }

  @Test("After the unlock everybody sees it")
  func unlocked() {
    #expect(lamps(Bench.mapped().state).values.allSatisfy { $0 == .sees })
  }

  @Test("Before there is a VMA a fault waits, maps skips the range, nobody else sees anything")
  func locked() {
    var bench = Bench()
    bench.apply([.lock(.mmap(Bench.mm), .acquired, .write, Bench.mapper), .mmSeq(Bench.mm, 3)])
    #expect(
      lamps(bench.state) == [
        "cpu": .cannotSee, "tree": .cannotSee, "rmap": .cannotSee, "fault": mmapWait, "maps": .cannotSee,
      ])
    #expect(lamps(Bench().state).values.allSatisfy { $0 == .cannotSee })
  }

  @Test("Reclaim finds pages of a process's own, but no frames, no driver's pages and no locked ones")
  func reclaim() {
    func reason(_ kind: PTE.Kind, _ flags: VMAFlags) -> String {
      var bench = Bench.mapped()
      let entry = PTE(kind: kind, frame: PageFrame(0x1000), protection: [.read])
      bench.apply([
        .vma(Bench.vma, .flags(flags)), .ptesCleared(page: page, count: 1, Bench.mm),
        .ptesSet(page: page, count: 1, entry, Bench.mm),
      ])
      return Observers(bench.state, mm: Bench.mm, range: Bench.range, file: Bench.file).reclaim.reason
    }
    #expect(reason(.page, [.read]) == "may unmap a page")
    #expect(reason(.special, [.read, .pfnMap]) == "no page behind a pfn")
    #expect(reason(.page, [.read, .mixedMap]) == "on none of its lists")
    #expect(reason(.page, [.read, .locked]) == "leaves locked pages")
  }

  @Test("A VMA out of the rmap is hidden from walkers and from nobody else")
  func unlinked() {
    #expect(changed(.rmapUnlinked(Bench.file, Bench.vma)) == ["rmap": .cannotSee])
  }

  @Test("A rmap lock held for writing makes the walker wait, one held for reading does not")
  func hidden() {
    let lock = LockID.iMmap(Bench.file)
    #expect(
      changed(.lock(lock, .acquired, .write, Bench.other)) == ["rmap": .waits(lock, Bench.other)])
    #expect(changed(.lock(lock, .acquired, .read, Bench.other)).isEmpty)
  }

  @Test("With dummy vm_ops a walker meets a half-built VMA")
  func halfBuilt() {
    #expect(changed(.vma(Bench.vma, .ops(.dummy))) == ["rmap": .halfBuilt])
  }

  @Test("Another stamp than the sequence: the VMA is not write-locked, and faults and maps go on")
  func unequalSequence() {
    #expect(changed(.vma(Bench.vma, .lockSeq(1))) == ["fault": .sees, "maps": .sees])
  }

  @Test("A writer that keeps readers out makes them wait for mmap_lock")
  func excluded() {
    #expect(changed(.vma(Bench.vma, .lockSeq(1)), .vma(Bench.vma, .excluded(true))).isEmpty)
  }

  @Test("Without an entry the hardware has nothing, with one of several it has that one")
  func entries() {
    #expect(changed(.ptesCleared(page: page, count: 1, Bench.mm)) == ["cpu": .cannotSee])
    let more = Bench.midAction().applying(.ptesSet(page: page + 1, count: 2, Bench.entry, Bench.mm))
    let eyes = Observers(more, mm: Bench.mm, range: Bench.range, file: Bench.file)
    #expect(eyes.cpu.reason.contains("3 of 4"))
  }

  @Test("Entries outside the range do not count")
  func otherEntries() {
    #expect(
      changed(
        .ptesCleared(page: page, count: 1, Bench.mm),
        .ptesSet(page: page + 4, count: 2, Bench.entry, Bench.mm)) == ["cpu": .cannotSee])
  }

  @Test("A detached VMA is still found in the tree and can no longer be locked")
  func detached() {
    var bench = Bench.mapped()
    bench.apply([.vma(Bench.vma, .attached(false)), .vma(Bench.vma, .lockSeq(1))])
    let free = Observers(bench.state, mm: Bench.mm, range: Bench.range, file: Bench.file)
    #expect(free.tree.reason.contains("detached"))
    #expect(free.fault.cause.contains("detached"))
    bench.apply([.lock(.mmap(Bench.mm), .acquired, .write, Bench.mapper)])
    #expect(lamps(bench.state)["fault"] == mmapWait)
    #expect(lamps(bench.state)["maps"] == mmapWait)
  }

  @Test("Out of the tree the VMA is gone for lookups and readers; the hardware goes on until the zap")
  func cleared() {
    #expect(
      changed(.treeCleared(Bench.mm, Bench.range)) == ["tree": .cannotSee, "maps": .cannotSee])
  }

  @Test("A hole and a free mmap_lock: a fault gets SIGSEGV")
  func hole() {
    let state = Bench.mapped().applying(.treeCleared(Bench.mm, Bench.range))
    let eyes = Observers(state, mm: Bench.mm, range: Bench.range, file: Bench.file)
    #expect(eyes.fault.sight == .cannotSee)
    #expect(eyes.fault.reason.contains("SIGSEGV"))
  }

  @Test("A write-locked VMA whose mmap_lock is free again is served")
  func lapsed() {
    var bench = Bench.midAction()
    bench.apply([.lock(.mmap(Bench.mm), .released, .write, Bench.mapper)])
    #expect(lamps(bench.state)["fault"] == .sees)
    #expect(lamps(bench.state)["maps"] == .sees)
  }

  @Test("Without a range and without a file there is nothing to see")
  func nothing() {
    let empty = AddressRange(VirtualAddress(0), VirtualAddress(0))
    let eyes = Observers(Bench.mapped().state, mm: Bench.mm, range: empty, file: nil)
    #expect(
      [eyes.cpu, eyes.tree, eyes.rmap, eyes.fault, eyes.maps].allSatisfy { $0.sight == .cannotSee })
  }
}
