import KernelRoutines
import MemoryModel
import Scenarios
import Simulation
import Testing

/// Tasks beside the mapper: who gets on, who waits, and for whom.
@Suite("Other tasks")
struct OtherTaskTests {
  private func record(_ name: String, _ revision: Revision = .seedV2) throws -> Recording {
    var scenario = try #require(try ScenarioCatalogue.scenario(named: name)).scenario
    scenario.revision = revision
    return scenario.record()
  }

  private func ids(_ run: Recording) -> [String] { (0...run.last).map { run.id($0) } }

  @Test("A truncate zaps what the action has mapped so far, and mmap() goes on with holes")
  func truncateWalksIn() throws {
    let run = try record("truncate-during-action")
    let order = ids(run)
    let zap = try #require(order.firstIndex(of: "truncate/truncate.zap.0"))
    let sixth = try #require(order.firstIndex(of: "action.remap.pte.5"))
    #expect(zap < sixth)
    let state = run.state(at: run.last)
    let range = run.subject(at: run.last).range
    #expect(state.mm(MMID(0)).pageTable.count(in: range.start.page..<range.end.page) == 11)
    #expect(run.brokenLaws == ["returned_range_is_complete", "no_stale_grant"])
  }

  @Test("A truncate that meets a hidden mapping sleeps on i_mmap until the action is done")
  func truncateSleeps() throws {
    let run = try record("truncate-while-hidden", .v7_3)
    let parked = try #require(run.marks.firstIndex { $0.outcome == .parked })
    #expect(run.id(parked + 1) == "truncate/truncate.i_mmap_lock_read")
    #expect(run.state(at: parked + 1).task(TaskID(1)).waitsFor == run.mappedFile.map { .iMmap($0) })
    let order = ids(run)
    let unlock = try #require(order.firstIndex(of: "hooks.drop_rmap"))
    let granted = try #require(order.lastIndex(of: "truncate/truncate.i_mmap_lock_read"))
    #expect(unlock < granted)
  }

  @Test("A fault is refused by the write-locked VMA, waits for mmap_lock, and is served after mmap()")
  func faultWaits() throws {
    let run = try record("fault-meets-mmap")
    let order = ids(run)
    let refused = try #require(order.firstIndex(of: "faulter/fault.lock_vma_under_rcu.vma_start_read"))
    #expect(run.state(at: refused).task(TaskID(1)).look?.isLocked == false)
    let unlock = try #require(order.firstIndex(of: "return.vm_mmap_pgoff.mmap_write_unlock"))
    let served = try #require(order.firstIndex(of: "faulter/fault.handle_mm_fault"))
    #expect(unlock < served)
    #expect(run.state(at: run.last).task(TaskID(1)).result == .done)
  }

  @Test("Another CPU uses page 3 before mmap() has returned, and takes no lock")
  func hardwareDoesNotAsk() throws {
    let run = try record("fault-meets-mmap")
    let load = try #require(ids(run).firstIndex(of: "other_cpu/cpu.load"))
    #expect(run.state(at: load).task(TaskID(0)).result == nil)
    #expect(run.state(at: load).task(TaskID(2)).result == .done)
    let locks = run.changes(at: load).filter { if case .lock = $0 { true } else { false } }
    #expect(locks.isEmpty)
  }

  @Test("A munmap of the range waits for the whole mmap(), then takes it down")
  func munmapWaits() throws {
    let run = try record("munmap-waits")
    let state = run.state(at: run.last)
    #expect(state.mm(MMID(0)).tree.entries.count == run.initial.mm(MMID(0)).tree.entries.count)
    #expect(run.mappedFile.map { state.file($0).iMmap } == [])
    let order = ids(run)
    let unlock = try #require(order.firstIndex(of: "return.vm_mmap_pgoff.mmap_write_unlock"))
    let cleared = try #require(order.firstIndex(of: "unmapper/munmap.do_munmap.tree_clear"))
    #expect(unlock < cleared)
    #expect(order.contains("unmapper/munmap.do_munmap.downgrade"))
  }

  @Test("Whoever runs next can be chosen at a step, and the choice can be taken back")
  func choosing() throws {
    var scenario = try #require(try ScenarioCatalogue.scenario(named: "truncate-during-action")).scenario
    scenario.decisions = []
    let plain = scenario.record()
    let position = try #require(ids(plain).firstIndex(of: "action.remap.pte_unlock.0"))
    #expect(plain.others(at: position) == [TaskID(1)])
    let changed = try #require(plain.running(TaskID(1), from: position))
    #expect(changed.decisions.map(\.description) == ["action.remap.pte_alloc.1@truncate"])
    #expect(changed.id(position + 1) == "truncate/truncate.i_size")
    #expect(Array(changed.changes(from: 0, to: position)) == Array(plain.changes(from: 0, to: position)))
    #expect(changed.withoutLastDecision.changes == plain.changes)
  }

  @Test("Nobody cuts in between entries that are set under one lock hold")
  func burstsAreWhole() throws {
    let run = try record("truncate-during-action")
    let inside = try #require(ids(run).firstIndex(of: "action.remap.pte.1"))
    #expect(run.others(at: inside) == [])
  }
}
