import KernelRoutines
import Simulation
import Testing

@testable import Replay

/// The model against function graphs of 6.19.14.
@Suite("The order of a real kernel") struct ConformanceTests {
  @Test(
    "The functions that 6.19 and the model know come in the same order and nesting",
    arguments: RecordedCase.conforming)
  func sameOrder(name: String) throws {
    let recorded = try RecordedCase(name)
    let conformance = try recorded.conformance(of: try recorded.scenario.record())
    let text = conformance.difference?.text("the model", "6.19") ?? ""
    #expect(conformance.difference == nil, "\n\(text)")
  }

  @Test(
    "From the mmap lock to its release these functions are compared, and no fewer",
    arguments: RecordedCase.conforming)
  func coverage(name: String) throws {
    let recorded = try RecordedCase(name)
    let conformance = try recorded.conformance(of: try recorded.scenario.record())
    for tree in [conformance.simulated, conformance.recorded] {
      let under = tree.lines.map(\.text).drop { !$0.hasSuffix(" down_write_killable") }
      let last = try #require(under.lastIndex { $0.hasSuffix(" up_write") })
      let got = under[...last].map { String($0.dropFirst(6)) }
      let expected = try #require(Compared.functions[name])
      #expect(got == expected, difference(got, from: expected))
    }
  }

  @Test("What these graphs show and the model leaves out is known by name")
  func leftOut() throws {
    var seen: Set<String> = []
    let names = try RecordedCase.conforming.flatMap { name in
      let recorded = try RecordedCase(name)
      return try recorded.conformance(of: try recorded.scenario.record()).unknownFunctions
    }.filter { seen.insert($0).inserted }.sorted()
    let expected = Compared.leftOut.sorted()
    #expect(names == expected, difference(names, from: expected))
  }

  @Test("A success hook that fails: 6.19 reports EIO and keeps the VMA, the seed returns the address")
  func successHook() throws {
    let recorded = try RecordedCase("lab_success_hook_fail")
    let recording = try recorded.scenario.record()

    #expect(recorded.errno == .EIO)
    #expect(recorded.after.contains { $0.range == recorded.range })
    #expect(recording.returned == .address(recorded.range.start))
    #expect(recording.brokenLaws == ["hook_error_is_reported", "failed_action_unmaps"])

    // The difference is in what is returned alone: the same calls in the same order lead there.
    let conformance = try recorded.conformance(of: recording)
    #expect(conformance.difference == nil, "\n\(conformance.difference?.text("the model", "6.19") ?? "")")
    #expect(conformance.simulated.first(named: "lab_success_hook") != nil)
    #expect(conformance.simulated.first(named: "do_munmap") == nil)
    let lines = MapsText.lines(recording)
    let expected = recorded.after.map { MapsText.line($0) }
    #expect(lines == expected, difference(lines, from: expected))
  }
}
