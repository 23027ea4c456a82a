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
    #expect(counts == [21, 30, 28, 33, 30, 38])
  }

  @Test("The report says so too, and knows at least 70 lines of 100 of each case", arguments: cases)
  func verdict(name: String, revision: Revision) throws {
    let recorded = try RecordedCase(name, revision.rawValue)
    let isHung = recorded.facts.isHung == true
    let outcome = CaseVerdict.Outcome(
      errno: recorded.errno, isHung: isHung, after: isHung ? nil : recorded.after,
      flags: isHung ? nil : recorded.flags ?? [])
    let verdict = CaseVerdict(
      recorded.run, outcome, revision, release: revision.rawValue, against: recorded.graph,
      shown: try RecordedCase.shown(revision.rawValue))
    #expect(["agreed", "explained"].contains(verdict.kind.word), "\(verdict.kind)")
    #expect(verdict.knownLines * 100 >= verdict.lines * 70)
    let wrong = CaseVerdict.Outcome(errno: .EPERM, isHung: false, after: [], flags: ["rd"])
    let other = CaseVerdict(
      recorded.run, wrong, revision, release: revision.rawValue, against: recorded.graph, shown: [])
    #expect(other.kind.word == "unexplained")
  }

  @Test("The functions left to others are few")
  func outOfScope() { #expect(OutOfScope.functions.count <= OutOfScope.limit) }

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

  @Test("Locks, write marks and tree stores come in the order of the event log", arguments: cases)
  func locks(name: String, revision: Revision) throws {
    let recorded = try RecordedCase(name, revision.rawValue)
    guard let log = recorded.locks else { return #expect(recorded.facts.isHung == true) }
    let recording = try recorded.scenario(revision).record()
    // A descriptor that is not open is refused before any lock.
    #expect(LockOrder.of(log).count >= (recorded.errno == .EBADF ? 0 : 2))
    #expect(LockOrder.of(recording, asIn: log) == LockOrder.of(log))
  }

  @Test("The VmFlags of the new VMA are the same", arguments: cases)
  func flags(name: String, revision: Revision) throws {
    let recorded = try RecordedCase(name, revision.rawValue)
    guard recorded.facts.isHung != true else { return }
    let recording = try recorded.scenario(revision).record()
    #expect(recording.subject(at: recording.last).vma?.flags.codes == recorded.flags)
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
