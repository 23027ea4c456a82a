import Importers
import KernelRoutines
import MemoryModel
import Simulation
import Testing

@testable import Replay

/// Every covered case of every recorded release against the same revision of the model.
@Suite("Every recorded release") struct ReleaseTests {
  static let releases = Revision.allCases.filter { $0 != .seedV2 }

  /// The cases of all releases that the model covers.
  static let cases: [(String, Revision)] = releases.flatMap { revision in
    RecordedCase.names(revision.rawValue).filter { CaseModel($0, revision) != nil }.map { ($0, revision) }
  }

  @Test("The functions that both know come in the same order and nesting", arguments: cases)
  func order(name: String, revision: Revision) throws {
    let recorded = try RecordedCase(name, revision.rawValue)
    let recording = try recorded.scenario(revision).record()
    let conformance = try recorded.conformance(of: recording)
    let text = conformance.difference?.text("the model", revision.rawValue) ?? ""
    #expect(text.isEmpty, "\(name) \(revision.rawValue)\n\(text)")
  }

  @Test("Nothing is excused but what 6.19 inlines into the compatibility layer", arguments: cases)
  func excused(name: String, revision: Revision) throws {
    let recorded = try RecordedCase(name, revision.rawValue)
    let conformance = try recorded.conformance(of: recorded.scenario(revision).record())
    let isInlined =
      revision == .v6_19 && name.hasPrefix("stack_") && name != "stack_legacy" && name != "stack_prepare_fail"
    #expect(conformance.explained.map(\.function) == (isInlined ? ["mmap_action_prepare"] : []))
  }

  @Test("The cases that are compared are these, and no fewer")
  func covered() {
    let counts = Self.releases.map { revision in Self.cases.filter { $0.1 == revision }.count }
    #expect(counts == [8, 19, 19, 22, 18, 18])
  }

  @Test("mmap() gives the same address or error, or never comes back", arguments: cases)
  func returned(name: String, revision: Revision) throws {
    let recorded = try RecordedCase(name, revision.rawValue)
    let recording = try recorded.scenario(revision).record()
    #expect(recording.unused.isEmpty)
    guard recorded.facts.isHung != true else {
      #expect(recording.outcome == .deadlock([TaskID(0)]))
      return #expect(recording.returned == nil)
    }
    #expect(recording.outcome == .completed)
    let expected = recorded.errno.map { Returned.error($0) } ?? .address(recorded.range.start)
    #expect(recording.returned == expected)
  }

  @Test("The address space afterwards is the same", arguments: cases)
  func maps(name: String, revision: Revision) throws {
    let recorded = try RecordedCase(name, revision.rawValue)
    guard recorded.facts.isHung != true else { return }
    let lines = MapsText.lines(try recorded.scenario(revision).record())
    let expected = recorded.after.map { MapsText.line($0) }
    #expect(expected.count >= 12)
    #expect(lines == expected, difference(lines, from: expected))
  }
}
