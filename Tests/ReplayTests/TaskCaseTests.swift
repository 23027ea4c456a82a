import Foundation
import Importers
import MemoryModel
import Simulation
import Testing

@testable import KernelRoutines
@testable import Replay

/// Recordings of two tasks at once, and of a truncate and a fault alone.
@Suite("Two tasks of a real kernel") struct TaskCaseTests {
  static let cases: [(String, Revision)] = [
    ("race_visible", .v6_19), ("race_visible", .v7_2), ("race_hidden", .v6_19), ("race_hidden", .v7_2),
    ("race_fault_new", .v6_19), ("race_fault_new", .v7_2), ("race_fault_other_fresh", .v7_3),
    ("truncate_zap_tmpfs", .v6_18),
    ("fault_anon_write", .v7_0),
  ]

  @Test("What each task calls, where it waits and what is left are as recorded", arguments: cases)
  func agrees(name: String, revision: Revision) throws {
    let recorded = try RecordedTasks(name, revision)
    let verdict = try recorded.verdict()
    #expect(verdict.kind == .agreed, "\(verdict.kind)")
    #expect(verdict.knownLines * 100 >= verdict.lines * 70, "\(verdict.knownLines) of \(verdict.lines)")
    let wrong = try recorded.verdict(
      CaseVerdict.Outcome(errno: .EPERM, isHung: false, after: [], flags: ["rd"]))
    #expect(wrong.kind.word == "unexplained")
  }

  @Test("A routine is called duplicated where a recording that agrees shows it by name, and nowhere else")
  func witnessed() throws {
    var shown: Set<String> = []
    func note(_ program: Program, _ roots: [CallNode]) {
      let names = Set(program.routines.filter(\.isOfKernel).map(\.name))
      for root in roots {
        root.visit { node, _ in if names.contains(node.name) { shown.insert(node.name) } }
      }
    }
    for (name, revision) in ReleaseTests.cases {
      let recorded = try RecordedCase(name, revision.rawValue)
      note(try recorded.scenario(revision).program, [recorded.graph])
    }
    for (name, revision) in Self.cases {
      let recorded = try RecordedTasks(name, revision)
      let scenario = try #require(recorded.model.scenario(recorded.files))
      note(scenario.program, recorded.files.graph.tracks.flatMap(\.roots))
    }
    let got = Simplification.witnessed.sorted()
    let (missing, wrong) = (shown.subtracting(got).sorted(), Set(got).subtracting(shown).sorted())
    #expect(missing.isEmpty && wrong.isEmpty, "missing \(missing), too many \(wrong)")
  }

  @Test("Only who is kept out sleeps: the walker of a hidden file, the fault at a busy mmap_lock")
  func sleepers() throws {
    for (name, revision) in Self.cases where name.hasPrefix("race") {
      let recorded = try RecordedTasks(name, revision)
      let run = try #require(recorded.model.scenario(recorded.files)).record()
      let model = CallTree(run, task: TaskID(1)).lines.map(\.name)
      let trace = recorded.files.graph.tracks.last?.roots.flatMap { CallTree($0).lines.map(\.name) } ?? []
      let slowPath = "rwsem_down_read_slowpath"
      #expect(model.contains(slowPath) == (name != "race_visible"), "\(name)")
      #expect(trace.contains(slowPath) == (name != "race_visible"), "\(name)")
    }
  }

  @Test("A walker that comes at another time, and one that is not kept out, are no longer the recorded one")
  func notices() throws {
    let recorded = try RecordedTasks("race_hidden", .v7_2)
    for change in [Change.early, .visible, .absent] {
      var scenario = try #require(recorded.model.scenario(recorded.files))
      switch change {
      case .early: scenario.decisions = ["establish.vm_area_alloc@other"]
      case .visible: scenario.files[0].driver.hidesFromRmap = false
      case .absent: scenario.tasks.removeLast()
      }
      let run = scenario.record()
      let roots = recorded.files.graph.tracks.last?.roots ?? []
      let tree = run.facts.calls.count > 1 ? CallTree(run, task: TaskID(1)).topmost(recorded.files.roots) : []
      let conformance = Conformance(
        CallTree("task", tree), knowing: run.program.functions,
        against: CallNode(name: "task", children: roots),
        shown: recorded.shown)
      #expect(conformance.difference != nil, "\(change)")
    }
  }

  private enum Change { case early, visible, absent }

  @Test("The deadlock of 6.19 ends on the stack that the kernel printed of the hung task")
  func hungStack() throws {
    let recorded = try RecordedCase("hang_hide_fail")
    let run = try recorded.scenario(.v6_19).record()
    #expect(run.outcome == .deadlock([TaskID(0)]))
    let frames = run.state(at: run.last).task(TaskID(0)).frames
    let model = frames.reversed().map { run.program.routine(at: $0.pc).name }
    let text = String(
      decoding: try RecordedTasks.bytes("hang_hide_fail", .v6_19, "stack.txt"), as: UTF8.self)
    let stack = text.split(separator: "\n").filter { $0.hasPrefix("[<0>] ") }
      .compactMap { $0.dropFirst(6).split(separator: "+").first.map(String.init) }
    let got = model.filter { stack.contains($0) }
    let expected = stack.filter { run.program.functions.contains($0) }
    #expect(got == expected, difference(got, from: expected))
    #expect(Array(got.prefix(2)) == ["unlink_file_vma_batch_process", "free_pgtables"])
    #expect(got.contains("mmap_action_complete"))
    #expect(got.count >= 11)
  }

  @Test("From 7.0 on the same call returns EINVAL", arguments: [Revision.v7_0, .v7_1, .v7_2, .v7_3])
  func laterReleases(revision: Revision) throws {
    let recorded = try RecordedCase("hang_hide_fail", revision.rawValue)
    #expect(recorded.errno == .EINVAL)
    let run = try recorded.scenario(revision).record()
    #expect(run.outcome == .completed)
    #expect(run.returned == .error(.EINVAL))
  }
}

/// The files of a recorded case of several tasks.
private struct RecordedTasks {
  let model: TaskCase
  let files: TaskCase.Files
  let shown: Set<String>
  private let outcome: CaseVerdict.Outcome?

  struct Facts: Decodable {
    var call: String
    var file: String
    var roots: String

    enum CodingKeys: String, CodingKey {
      case call, file
      case roots = "graph_functions"
    }
  }

  init(_ name: String, _ revision: Revision) throws {
    model = try #require(TaskCase(name, revision), "no model of \(name) in \(revision.rawValue)")
    let facts = try JSONDecoder().decode(Facts.self, from: Data(try Self.bytes(name, revision, "json")))
    let graph = FunctionGraphReader.read(try Self.bytes(name, revision, "trace.txt"))
    var files = TaskCase.Files(
      graph: graph, before: MapsReader.read(try Self.bytes(name, revision, "maps.before.txt")).mappings,
      call: facts.call, path: facts.file, roots: Set(facts.roots.split(separator: " ").map(String.init)))
    files.know(
      pagemap: try Self.bytes(name, revision, "pagemap.txt"),
      smaps: try Self.bytes(name, revision, "smaps.before.txt"))
    self.files = files
    var seen = try RecordedCase.shown(revision.rawValue)
    for root in graph.tracks.flatMap(\.roots) { root.visit { node, _ in seen.insert(node.name) } }
    shown = seen
    guard model.maps, let start = RecordedCall(facts.call)?.range.start else {
      outcome = nil
      return
    }
    outcome = CaseVerdict.Outcome(
      errno: nil, isHung: false,
      after: MapsReader.read(try Self.bytes(name, revision, "maps.after.txt")).mappings,
      flags: VmFlagsReader.read(try Self.bytes(name, revision, "smaps.txt"), at: start),
      locks: LockLogReader.read(try Self.bytes(name, revision, "events.trace.txt")))
  }

  func verdict(_ other: CaseVerdict.Outcome? = nil) throws -> CaseVerdict {
    CaseVerdict(model, files, other ?? outcome, release: model.revision.rawValue, shown: shown)
  }

  static func bytes(_ name: String, _ revision: Revision, _ ending: String) throws -> [UInt8] {
    [UInt8](try RecordedCase.data(revision.rawValue, name, ending))
  }
}
