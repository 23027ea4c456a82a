import KernelRoutines
import MemoryModel
import Scenarios
import Simulation
import Testing

@Suite("What is said of a step") struct NarratorTests {
  /// Columns of the line on which a sentence stands.
  private static let width = 76

  private func faults(_ recording: Recording, from first: Int = 0) -> [String] {
    (first...recording.last).flatMap { position -> [String] in
      let narrator = Narrator(recording, at: position)
      let said = narrator.sentences
      return [said.what, said.why].compactMap { text in
        let name = "\(recording.scenario.name) \(recording.id(position))"
        if text.isEmpty { return "\(name) says nothing" }
        if text.contains("{") || text.contains("}") { return "\(name) has a gap: \(text)" }
        return text.count > Self.width ? "\(name), \(text.count) columns: \(text)" : nil
      }
    }
  }

  private func expectNone(_ faults: [String]) {
    var seen: Set<String> = []
    let once = faults.filter { seen.insert($0).inserted }
    #expect(once.isEmpty, "\n\(once.joined(separator: "\n"))")
  }

  @Test("Every sentence is complete and fits its line", arguments: Runs.all)
  func sentences(name: String) throws {
    expectNone(faults(try Runs.scenario(name).record()))
  }

  @Test("So is every sentence of a run in which one step fails", arguments: Runs.all)
  func failingSentences(name: String) throws {
    let recording = try Runs.scenario(name).record()
    expectNone(
      try recording.failurePoints.flatMap { faults(try recording.failing(at: $0), from: $0.position) })
  }

  @Test("And in every kernel", arguments: Revision.allCases)
  func everyKernel(kernel: Revision) throws {
    expectNone(
      try Runs.all.flatMap { name in
        var scenario = try Runs.scenario(name)
        scenario.revision = kernel
        return faults(scenario.record())
      })
  }

  @Test("Every step of every kernel has a what and a why", arguments: Revision.allCases)
  func words(kernel: Revision) throws {
    for name in Runs.all {
      var scenario = try Runs.scenario(name)
      scenario.revision = kernel
      for line in scenario.program.lines where line.kind != .call && line.kind != .hook {
        // A check that changes nothing is heard only when it fails.
        let isCheck = line.kind == .failure && !line.words.failedWhat.isEmpty
        let what = isCheck ? line.words.failedWhat : line.words.what
        #expect(what.hasSuffix("."), "\(line.text): \(what)")
        // {search} and {zapwhy} stand for one of two whole sentences.
        let why = isCheck ? line.words.failedWhy : line.words.why
        #expect(why.hasSuffix(".") || ["{search}", "{zapwhy}"].contains(why), "\(line.text): \(why)")
      }
    }
  }

  @Test("Every note beside the listing is complete")
  func notes() throws {
    for name in Runs.all {
      let recording = try Runs.scenario(name).record()
      for position in 1...recording.last {
        guard let line = recording.line(position) else { continue }
        let note = Narrator(recording, at: position).note(line)
        #expect(!note.contains("{"), "\(name) \(recording.id(position)): \(note)")
      }
    }
  }

  @Test("A step's facts come from the machine at that step")
  func facts() throws {
    let recording = Runs.variant(pages: 16, at: 0x7f3a_0fdf_b000).record()
    func what(_ step: String) throws -> String {
      Narrator(recording, at: try recording.position(of: step)).sentences.what
    }
    #expect(try what("action.remap.pte.0").contains("Page 0: entry 507 now maps 7f3a0fdfb000 to frame fd000"))
    #expect(try what("action.remap.pte.5").contains("Page 5: entry 0 now maps 7f3a0fe00000 to frame fd005"))
    #expect(try what("return.sys_mmap.sysret") == "mmap() returns 7f3a0fdfb000 to app.")
  }

  @Test("A failing step names its error and where the kernel goes on")
  func failing() throws {
    let recording = Runs.variant(decisions: ["action.remap.pte_alloc.0=ENOMEM"]).record()
    let position = try recording.position(of: "action.remap.pte_alloc.0")
    let said = Narrator(recording, at: position).sentences
    #expect(said.what.contains("-ENOMEM"))
    #expect(said.why.contains(recording.id(position + 1)))
  }

  @Test("A caption takes the place of the why at its step and nowhere else")
  func caption() throws {
    var scenario = Runs.variant()
    scenario.captions = [.init(step: "action.remap.pte.5", text: "The sixth of {pages}.")]
    let recording = scenario.record()
    let sixth = try recording.position(of: "action.remap.pte.5")
    #expect(Narrator(recording, at: sixth).sentences.why == "The sixth of 16.")
    #expect(Narrator(recording, at: sixth - 1).sentences.why != "The sixth of 16.")
  }
}
