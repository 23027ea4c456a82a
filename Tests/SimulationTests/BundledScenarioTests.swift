import KernelRoutines
import MemoryModel
import Scenarios
import Simulation
import Testing

@Suite("The bundled scenarios run") struct BundledScenarioTests {
  @Test("A bundled scenario does what it says", arguments: ScenarioCatalogue.names)
  func check(name: String) throws {
    let check = Check(try Runs.bundled(name))
    #expect(check.complaints.isEmpty, "\n\(check.complaints.joined(separator: "\n"))")
    // A descriptor that is not open is refused before anything that can fail.
    #expect(check.failures.isEmpty == (name == "closed-descriptor"))
  }

  @Test(
    "In every kernel whatever fails, once or from there on, breaks no law that nobody expects",
    arguments: ScenarioCatalogue.names)
  func sweep(name: String) throws {
    let scenario = try Runs.bundled(name)
    for revision in Revision.allCases {
      let complaints = Check(scenario.under(revision)).complaints
      #expect(complaints.isEmpty, "\(revision.rawValue)\n\(complaints.joined(separator: "\n"))")
    }
  }

  @Test("A wrong claim about a run is found")
  func wrongClaims() throws {
    var scenario = try Runs.bundled("device-memory")
    scenario.expectations.returns = [.init(value: .error(.ENOMEM))]
    scenario.expectations.leaves = [.init(value: .nothing)]
    scenario.expectations.breaks = [.init(value: ["charge_is_balanced"])]
    scenario.expectations.mayBreak = []
    scenario.expectations.at = [
      .init(step: "establish.vma_link_file", facts: [.init(subject: .tree, value: "absent")]),
      .init(step: "action.remap.pte.99", facts: []),
    ]
    let expected = [
      "mmap() returned an address, expected -ENOMEM",
      "law charge_is_balanced was expected to be broken and holds",
      "nothing was expected to stay, 7f39ffff0000-7f3a00000000 has 16 entries set",
      "at establish.vma_link_file tree is present, expected absent",
      "the run never comes to action.remap.pte.99",
      "when hooks.success_hook gives EIO, law hook_error_is_reported is broken unexpectedly",
      "when hooks.error_hook gives clears, law returned_range_is_mapped is broken unexpectedly",
    ]
    let complaints = Check(scenario).complaints
    let got = complaints.filter { expected.contains($0) }
    #expect(got == Array(expected.prefix(6)), difference(complaints, from: expected))
  }

  @Test("A decision that no step takes is reported")
  func unusedDecision() throws {
    var scenario = try Runs.bundled("device-memory")
    scenario.decisions = ["action.remap.pte_alloc.7=ENOMEM"]
    #expect(Check(scenario).complaints == ["decision action.remap.pte_alloc.7=ENOMEM was never reached"])
  }

  @Test("The seed's success hook fails and mmap() returns the address with everything mapped")
  func successHook() throws {
    let recording = try Runs.bundled("success-hook-fails").record()
    #expect(recording.returned?.error == nil)
    #expect(recording.brokenLaws == ["hook_error_is_reported", "failed_action_unmaps"])
    let range = recording.subject(at: recording.last).range
    let space = recording.state(at: recording.last).mm(MMID(0))
    #expect(space.tree.find(range.start) != nil)
    #expect(space.pageTable.count(in: range.start.page..<range.end.page) == 16)
  }
}
