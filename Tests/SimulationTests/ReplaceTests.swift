import KernelRoutines
import MemoryModel
import Simulation
import Testing

@Suite("MAP_FIXED over a VMA") struct ReplaceTests {
  private let space = MMID(0)
  private let old = AddressRange(VirtualAddress(0x7f3a_0f00_0000), pages: 8)

  /// Eight used pages of another file, private and charged; the call covers some of them.
  private func scenario(
    _ revision: Revision, first: Int = 0, pages: Int = 8, isShared: Bool = true,
    driver: Driver = Driver(symbol: "lab"), decisions: [String] = []
  ) -> Scenario {
    var scenario = Runs.variant(driver, pages: pages, isShared: isShared, decisions: decisions)
    scenario.revision = revision
    scenario.files.append(
      .init(key: "old", path: "/srv/data", driver: Driver(symbol: "shmem"), isInvented: false))
    scenario.files[1].driver.hasClose = true
    var call = MmapCall(
      pages: pages, protection: [.read, .write], isShared: isShared,
      address: old.start.advanced(byPages: first))
    call.replaces = true
    scenario.tasks[0].calls = [.mmap(call)]
    let earlier = MmapCall(
      file: 1, pages: 8, protection: [.read, .write], isShared: false, address: old.start)
    scenario.before = [.init(call: earlier, isTouched: true)]
    return scenario
  }

  private func layout(_ recording: Recording) -> [AddressRange] {
    let state = recording.state(at: recording.last)
    return state.mm(space).tree.overlapping(old).map(\.range)
  }

  @Test("One store puts the new VMA in the place of the old one; no reader ever finds a gap")
  func exact() throws {
    for revision in Revision.allCases {
      let recording = scenario(revision).record()
      #expect(recording.brokenLaws.isEmpty && recording.outcome == .completed)
      for position in 0...recording.last {
        let tree = recording.state(at: position).mm(space).tree
        #expect(tree.overlapping(old).reduce(0) { $0 + $1.range.pages } == 8, "\(recording.id(position))")
      }
      let end = recording.state(at: recording.last)
      #expect(end.file(FileID(1)).references == 1 && end.file(FileID(1)).iMmap.isEmpty)
      #expect(end.committed == 0)
      #expect(end.mm(space).pageTable.runs.isEmpty)
    }
  }

  @Test("What sticks out on both sides is cut off first and stays")
  func middle() {
    let recording = scenario(.v7_3, first: 2, pages: 4).record()
    #expect(recording.brokenLaws.isEmpty)
    #expect(layout(recording).map(\.pages) == [2, 4, 2])
    let end = recording.state(at: recording.last)
    #expect(end.file(FileID(1)).references == 3)
    #expect(end.committed == 4)
    #expect(end.mm(space).pageTable.count(in: old.start.page..<old.end.page) == 4)
  }

  @Test("An f_op->mmap that fails in the place of an old VMA frees the new one, once, and leaves a hole")
  func legacyHole() {
    for revision in Revision.allCases {
      let driver = Driver(symbol: "lab", legacy: .init(error: .EBUSY))
      let recording = scenario(revision, driver: driver).record()
      #expect(recording.outcome == .completed && recording.returned == .error(.EBUSY), "\(revision.rawValue)")
      #expect(recording.brokenLaws.isEmpty, "\(revision.rawValue): \(recording.brokenLaws)")
      #expect(layout(recording).isEmpty)
      #expect(recording.state(at: recording.last).file(FileID(1)).references == 1)
    }
  }

  @Test("A split that fails behind a detached VMA puts everything back")
  func putBack() {
    for revision in Revision.allCases {
      var scenario = scenario(revision, pages: 6, decisions: ["enter.split_tail.vm_area_dup=ENOMEM"])
      let half = { (file: Int?, first: Int) in
        MmapCall(
          file: file, pages: 4, protection: [.read, .write], isShared: false,
          address: self.old.start.advanced(byPages: first))
      }
      scenario.before = [
        .init(call: half(1, 0), isTouched: true), .init(call: half(nil, 4), isTouched: true),
      ]
      let recording = scenario.record()
      let end = recording.state(at: recording.last)
      #expect(recording.returned == .error(.ENOMEM) && recording.unused.isEmpty, "\(revision.rawValue)")
      #expect(recording.brokenLaws.isEmpty, "\(revision.rawValue): \(recording.brokenLaws)")
      #expect(layout(recording) == [0, 4].map { AddressRange(old.start.advanced(byPages: $0), pages: 4) })
      #expect(end.mm(space).pageTable.count(in: old.start.page..<old.end.page) == 8)
    }
  }

  @Test("Old entries, rmap and close() are gone before the driver of the new mapping is asked")
  func order() throws {
    let recording = scenario(.v7_3).record()
    let ids = recording.ids
    let places = try [
      "enter.gather.detach", "enter.clean_up.tlb_finish", "enter.close", "prepare.mmap_prepare",
    ]
    .map { try #require(ids.firstIndex(of: $0), "no \($0)") }
    #expect(places == places.sorted())
    let asked = recording.state(at: try recording.position(of: "enter.close"))
    #expect(asked.file(FileID(1)).iMmap.isEmpty)
    #expect(asked.mm(space).tree.overlapping(old).count == 1)
  }

  @Test("A failure before that leaves the old mapping as it was")
  func intact() {
    for revision in Revision.allCases {
      let recording = scenario(revision, decisions: ["enter.mmap_setup.may_expand_vm=ENOMEM"]).record()
      #expect(recording.brokenLaws.isEmpty)
      #expect(layout(recording) == [old])
      let end = recording.state(at: recording.last)
      #expect(end.mm(space).pageTable.count(in: old.start.page..<old.end.page) == 8)
      #expect(end.committed == 8)
    }
  }

  @Test(
    "A failure behind it leaves a hole, in every kernel, and the charge where 7.3 does not",
    arguments: [false, true])
  func hole(isShared: Bool) {
    for revision in Revision.allCases {
      let driver = Driver(symbol: "lab", prepareError: .EBUSY)
      let recording = scenario(revision, isShared: isShared, driver: driver).record()
      #expect(recording.returned == .error(.EBUSY))
      #expect(layout(recording).isEmpty)
      let leaks = !isShared && revision < .v7_3
      let broken = leaks ? ["charge_matches_vmas", "charge_is_balanced"] : []
      #expect(recording.brokenLaws == broken, "\(revision.rawValue)")
    }
  }

  @Test("Everybody else: hardware uses the old pages, a fault and a maps reader wait from the detach on")
  func observers() throws {
    let recording = scenario(.v7_3).record()
    func seen(_ step: String) throws -> Observers {
      let position = try recording.position(of: step)
      return Observers(recording, at: position, state: recording.state(at: position))
    }
    let start = try seen("enter.mmap_setup.vma_find")
    #expect(start.fault.reason == "locks the old VMA" && start.cpu.reason == "uses 8 of 8 old pages")
    let detached = try seen("enter.gather.detach")
    #expect(detached.tree.reason == "finds the old, detached")
    #expect(detached.fault.cause == "the old VMA is detached")
    #expect(detached.cpu.sight == .sees)
    #expect(try seen("enter.clean_up.tlb_finish").cpu.sight == .cannotSee)
    #expect(try seen("establish.vma_iter_store").tree.reason == "finds it, cannot lock it")
  }
}
