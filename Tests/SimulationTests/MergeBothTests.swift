import KernelRoutines
import MemoryModel
import Simulation
import Testing

@Suite("A new range between two VMAs that could take it") struct MergeBothTests {
  static let revisions = Revision.allCases
  private let space = MMID(0)
  private let start = VirtualAddress(0x7f3a_0f00_0000)

  /// Eight pages, a hole of eight that the call fills, eight pages.
  private func scenario(
    _ revision: Revision, hasClose: Bool = false, isAnonymous: Bool = false,
    touched: (left: Bool, right: Bool) = (false, false), decisions: [String] = []
  ) -> Scenario {
    var driver = Driver(symbol: "lab")
    driver.hasClose = hasClose
    var scenario = Runs.variant(driver, pages: 8, at: 0x7f3a_0f00_8000, decisions: decisions)
    scenario.revision = revision
    func call(_ page: Int) -> MmapCall {
      MmapCall(
        file: isAnonymous ? nil : 0, pages: 8, protection: [.read, .write], isShared: !isAnonymous,
        address: start.advanced(byPages: page), pageOffset: isAnonymous ? 0 : UInt64(page))
    }
    scenario.tasks[0].calls[0] = .mmap(call(8))
    if isAnonymous { scenario.files = [] }
    scenario.before = [
      .init(call: call(0), isTouched: touched.left), .init(call: call(16), isTouched: touched.right),
    ]
    return scenario
  }

  private func ranges(_ recording: Recording) -> [AddressRange] {
    let window = AddressRange(start, pages: 24)
    return recording.state(at: recording.last).mm(space).tree.overlapping(window).map(\.range)
  }

  @Test("One VMA is left, with one reference and one link, and one store shows it", arguments: revisions)
  func merges(revision: Revision) {
    let recording = scenario(revision).record()
    let (before, after) = (recording.initial, recording.state(at: recording.last))
    #expect(ranges(recording) == [AddressRange(start, pages: 24)])
    #expect(after.mm(space).mapCount == before.mm(space).mapCount - 1)
    #expect(after.file(FileID(0)).references == before.file(FileID(0)).references - 1)
    #expect(after.file(FileID(0)).writable == before.file(FileID(0)).writable - 1)
    #expect(after.file(FileID(0)).iMmap.count == 1)
    #expect(after.mm(space).totalVM == before.mm(space).totalVM + 8)
    #expect(recording.changes.count { if case .treeStored = $0 { true } else { false } } == 1)
    #expect(recording.brokenLaws == (revision <= .v7_1 ? ["merge_keeps_older_vma"] : []))
  }

  @Test("A VMA with a close hook is not deleted: only the one before grows", arguments: revisions)
  func close(revision: Revision) {
    let recording = scenario(revision, hasClose: true).record()
    #expect(
      ranges(recording) == [
        AddressRange(start, pages: 16), AddressRange(start.advanced(byPages: 16), pages: 8),
      ])
    #expect(recording.outcome == .completed)
  }

  @Test("Two anon_vmas stay apart: the VMA before grows, the one behind stays", arguments: revisions)
  func apart(revision: Revision) {
    let recording = scenario(revision, isAnonymous: true, touched: (true, true)).record()
    #expect(ranges(recording).map(\.pages) == [16, 8])
    #expect(recording.brokenLaws.isEmpty)
  }

  @Test("The anon_vma of the VMA that goes is cloned onto the one that stays", arguments: revisions)
  func clones(revision: Revision) throws {
    let recording = scenario(revision, isAnonymous: true, touched: (false, true)).record()
    let after = recording.state(at: recording.last)
    let area = try #require(after.mm(space).tree.find(start).flatMap { after.vma($0) })
    #expect(ranges(recording).map(\.pages) == [24])
    #expect(area.hasAnonVMA && recording.brokenLaws.isEmpty)
    #expect(after.vmas.count { $0.isAllocated && $0.hasAnonVMA && $0.anonRoot == area.anonRoot } == 1)
    #expect(recording.ids.contains("establish.vma_expand.anon_clone"))
  }

  @Test(
    "Without memory for the clone or the tree nothing has changed, and a VMA is made",
    arguments: ["dup_anon", "prealloc"], [Revision.v6_18, .v7_3])
  func fallsBack(place: String, revision: Revision) throws {
    let failing = "establish.vma_expand.\(place)=ENOMEM"
    let recording = scenario(
      revision, isAnonymous: true, touched: (false, true), decisions: [failing]
    ).record()
    let after = recording.state(at: recording.last)
    #expect(recording.unused.isEmpty && recording.returned?.error == nil)
    #expect(ranges(recording).map(\.pages) == [8, 8, 8])
    let left = try #require(after.mm(space).tree.find(start).flatMap { after.vma($0) })
    #expect(!left.hasAnonVMA && left.anonRoot == left.id, "the clone was not undone")
    #expect(recording.brokenLaws.isEmpty)
  }

  @Test("Both are write-locked before anything is changed", arguments: revisions)
  func locked(revision: Revision) throws {
    let recording = scenario(revision).record()
    let state = recording.state(at: try recording.position(of: "establish.vma_expand.set_range"))
    for page in [0, 16] {
      let area = try #require(
        state.mm(space).tree.find(start.advanced(byPages: page)).flatMap { state.vma($0) })
      #expect(state.isWriteLocked(area))
    }
  }
}
