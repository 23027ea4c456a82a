import KernelRoutines
import MemoryModel
import Scenarios
import Simulation
import Testing

/// Drivers that are handed a VMA: their own f_op->mmap, and the compatibility layer inside a stacked one.
@Suite("A hook that is handed a VMA") struct MmapHookTests {
  static let names = ["legacy-remap", "legacy-fails-half-way", "stacked-remap", "stacked-action-fails"]

  private func scenario(_ name: String, _ revision: Revision) throws -> Scenario {
    var scenario = try #require(try ScenarioCatalogue.scenario(named: name)).scenario
    scenario.revision = revision
    return scenario
  }

  private func position(_ id: String, in recording: Recording) throws -> Int {
    try #require((1...recording.last).first { recording.id($0) == id }, "the run has no \(id)")
  }

  @Test("Entries come before the tree store in every revision", arguments: Revision.allCases)
  func entriesFirst(revision: Revision) throws {
    let recording = try scenario("legacy-remap", revision).record()
    let entry = try position("establish.remap.pte.15", in: recording)
    let store = try position("establish.vma_iter_store", in: recording)
    #expect(entry < store)
    #expect(recording.outcome == .completed)
    #expect(recording.brokenLaws.isEmpty)
  }

  @Test("Up to 6.19 the hook takes the write mark, later the core behind it", arguments: Revision.allCases)
  func mark(revision: Revision) throws {
    let recording = try scenario("legacy-remap", revision).record()
    let place = revision < .v7_0 ? "establish.remap.vma_start_write" : "establish.vma_start_write"
    let mark = try position(place, in: recording)
    let returned = try position("establish.mmap_return", in: recording)
    #expect((mark < returned) == (revision < .v7_0))
  }

  @Test("An entry for the VMA of the hook at work is lawful, any other is not")
  func law() throws {
    let recording = try scenario("legacy-remap", .v7_3).record()
    let inHook = recording.state(at: try position("establish.mmap_hook", in: recording))
    let behind = recording.state(at: try position("establish.copy_to_map", in: recording))
    let area = try #require(recording.subject(at: recording.last).vma)
    let entry = PTE(kind: .special, frame: PageFrame(1), protection: [.read])
    func law(_ state: MachineState, _ page: UInt64, flags: VMAFlags = .remap) -> String? {
      var state = state
      state.apply(.vma(area.id, .flags(flags)))
      return state.violation(after: .ptesSet(page: page, count: 1, entry, MMID(0)))?.law
    }
    #expect(law(inHook, area.range.start.page) == nil)
    #expect(law(inHook, area.range.start.page, flags: []) == "special_entry_needs_flags")
    #expect(law(inHook, VirtualAddress(0x10000).page) == "entry_lies_in_vma")
    #expect(law(behind, area.range.start.page) == "entry_lies_in_vma")
  }

  @Test("A stacked file's VMA belongs to the rmap of the file beneath", arguments: [Revision.v6_19, .v7_3])
  func beneath(revision: Revision) throws {
    let recording = try scenario("stacked-remap", revision).record()
    let end = recording.state(at: recording.last)
    let area = try #require(recording.subject(at: recording.last).vma)
    let file = try #require(area.file)
    let opened = try #require(recording.mappedFile)
    #expect(file != opened)
    #expect(end.file(file).iMmap == [area.id])
    #expect(end.file(opened).iMmap.isEmpty)
    #expect(end.file(opened).references == 1)
    #expect(end.file(file).references == 2)
  }

  @Test("The layer calls do_munmap up to 7.0, and the error filter up to 6.19", arguments: Revision.allCases)
  func cleanUp(revision: Revision) throws {
    let run = try scenario("stacked-action-fails", revision)
    guard run.missing == nil else { return #expect(revision == .v6_18) }
    let recording = run.record()
    let ids = (1...recording.last).map { recording.id($0) }
    #expect(ids.contains("unwind.do_munmap.find") == (revision <= .v7_0))
    #expect(ids.contains("hooks.error_hook") == (revision <= .v6_19))
    #expect(ids.contains("unwind.unmap_region.tlb_finish"))
    #expect(recording.returned == .error(revision <= .v6_19 ? .ENXIO : .EINVAL))
  }

  @Test("Each scenario meets its expectations in every revision", arguments: names, Revision.allCases)
  func check(name: String, revision: Revision) throws {
    let check = Check(try scenario(name, revision))
    #expect(check.complaints.isEmpty, "\(check.complaints)")
  }

  @Test("Every sentence fits its line of 76 columns", arguments: names, Revision.allCases)
  func widths(name: String, revision: Revision) throws {
    let recording = try scenario(name, revision).record()
    for position in 0...recording.last where recording.id(position) != "enter.get_unmapped_area" {
      let (what, why) = Narrator(recording, at: position).sentences
      for text in [what, why] where text.count > 76 || text.contains("{") {
        Issue.record("\(recording.id(position)): \(text.count) columns: \(text)")
      }
    }
  }
}
