import KernelRoutines
import MemoryModel
import Simulation
import Testing

@Suite("A new range beside a VMA of the same file") struct MergeTests {
  static let revisions = Revision.allCases
  private let space = MMID(0)

  /// Eight pages of the file at 0x7f3a0f000000, then a call for eight more.
  static func scenario(
    _ revision: Revision, at address: UInt64 = 0x7f3a_0f00_8000, offset: UInt64 = 8,
    protection: Protection = [.read, .write], driver: Driver = Driver(symbol: "lab", successHook: .init()),
    decisions: [String] = []
  ) -> Scenario {
    var scenario = Runs.variant(driver, pages: 8, protection: protection, at: address, decisions: decisions)
    scenario.revision = revision
    if case .mmap(var call) = scenario.tasks[0].calls[0] {
      call.pageOffset = offset
      scenario.tasks[0].calls[0] = .mmap(call)
    }
    // Before the call's pages in the file where there are any, else behind them.
    let first = MmapCall(
      pages: 8, protection: [.read, .write], isShared: true, address: VirtualAddress(0x7f3a_0f00_0000),
      pageOffset: offset == 0 ? 8 : 0)
    scenario.before = [.init(call: first)]
    return scenario
  }

  @Test("It grows the VMA: no reference, no hook, one store, one VMA", arguments: revisions)
  func merges(revision: Revision) throws {
    let recording = Self.scenario(revision).record()
    let (before, after) = (recording.initial, recording.state(at: recording.last))
    // Up to 7.1 the fields of the older VMA are written over.
    #expect(recording.brokenLaws == (revision <= .v7_1 ? ["merge_keeps_older_vma"] : []))
    #expect(recording.outcome == .completed)
    #expect(after.mm(space).tree.entries.count == before.mm(space).tree.entries.count)
    #expect(after.mm(space).mapCount == before.mm(space).mapCount)
    #expect(after.file(FileID(0)).references == before.file(FileID(0)).references)
    #expect(after.file(FileID(0)).writable == 1)
    #expect(after.mm(space).totalVM == before.mm(space).totalVM + 8)
    let area = try #require(recording.subject(at: recording.last).vma)
    #expect(area.range == AddressRange(VirtualAddress(0x7f3a_0f00_0000), pages: 16))
    #expect(!recording.ids.contains { $0.hasPrefix("hooks.") || $0.hasPrefix("action.") })
    #expect(recording.changes.count { if case .treeStored = $0 { true } else { false } } == 1)
  }

  @Test("Up to 7.1 its vm_ops and private data are written over, then no more", arguments: revisions)
  func fields(revision: Revision) {
    let ids = Self.scenario(revision).record().ids
    #expect(ids.contains("establish.mmap_region.rewrite_user_fields") == (revision <= .v7_1))
    #expect(!ids.contains("establish.mmap_region.set_user_fields"))
  }

  @Test("The VMA behind grows down over it")
  func right() throws {
    let recording = Self.scenario(.v7_3, at: 0x7f3a_0eff_8000, offset: 0).record()
    let area = try #require(recording.subject(at: recording.last).vma)
    #expect(area.range == AddressRange(VirtualAddress(0x7f3a_0eff_8000), pages: 16))
    #expect(area.pageOffset == 0)
    #expect(recording.brokenLaws.isEmpty)
  }

  @Test("Without memory for the tree a VMA of its own is made, and the hook runs")
  func fallsBack() throws {
    let recording = Self.scenario(.v7_0, decisions: ["establish.vma_expand.prealloc=ENOMEM"]).record()
    #expect(recording.returned?.error == nil && recording.brokenLaws.isEmpty)
    #expect(recording.ids.contains("hooks.success_hook"))
    #expect(recording.state(at: recording.last).mm(space).tree.entries.count == 5)
  }

  @Test("Other rights, another place in the file, a gap or a remap forbid it")
  func refused() {
    let remap = Driver(symbol: "lab", action: .remapPFN(PageFrame(0xfd000)))
    let others = [
      Self.scenario(.v7_3, protection: [.read]), Self.scenario(.v7_3, offset: 64),
      Self.scenario(.v7_3, at: 0x7f3a_0f00_9000), Self.scenario(.v7_3, driver: remap),
    ]
    for scenario in others {
      let recording = scenario.record()
      #expect(recording.ids.contains("establish.vm_area_alloc"))
      #expect(recording.brokenLaws.isEmpty)
    }
  }

  @Test("Nobody meets the VMA half-resized: while its range changes it is in no rmap, and locked")
  func halfResized() throws {
    let recording = Self.scenario(.v7_3).record()
    let state = recording.state(at: try recording.position(of: "establish.vma_expand.set_range"))
    let area = try #require(recording.subject(ofState: state))
    #expect(state.isWriteLocked(area) && !state.isInRmap(area.id))
    #expect(state.file(FileID(0)).lock.writer == TaskID(0))
  }
}
