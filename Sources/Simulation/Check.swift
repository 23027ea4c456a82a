import KernelRoutines
import MemoryModel

/// Holds a run against what its scenario expects.
public struct Check: Sendable {
  public let recording: Recording
  /// What did not come as expected, as sentences. Empty when all is well.
  public let complaints: [String]
  /// Every failure point, once and from there on, with how it ended.
  public let failures: [FailurePoint]

  /// One step made to fail, and what came of it.
  public struct FailurePoint: Hashable, Sendable {
    public var step: String
    public var way: String
    /// Later steps that could go that way went it too.
    public var lasts: Bool
    /// What mmap() gave, in words.
    public var told: String
    public var returned: Returned?
    /// Which lines of the ledger differ from the start.
    public var left: String
    public var ending: Ending

    /// The decision that fails the step.
    public var decision: String { "\(step)=\(way)\(lasts ? "+" : "")" }
    /// The laws that are broken then, by name.
    public var laws: [String] {
      if case .broken(let laws) = ending { return laws }
      return []
    }
  }

  public enum Ending: Hashable, Sendable {
    /// mmap() gave the address, and everything is there.
    case done
    /// mmap() failed and every line of the ledger is as before.
    case balanced
    /// Laws are broken, by name.
    case broken([String])
  }

  public init(_ scenario: Scenario) {
    let recording = scenario.record()
    guard scenario.missing == nil else {
      self.recording = recording
      (complaints, failures) = ([], [])
      return
    }
    let expected = scenario.expectations
    var found = Self.judge(recording, expected)
    var points: [FailurePoint] = []
    for position in 1..<max(recording.last + 1, 1) {
      for way in recording.ways(at: position) where recording.mark(position)?.outcome != .failed {
        for lasts in [false, true] {
          guard let other = recording.failing(at: position, way: way, lasts: lasts) else { continue }
          points.append(Self.point(recording.id(position), way, lasts, other))
        }
      }
    }
    found += Self.judge(points, allowed: expected, revision: scenario.revision)
    self.recording = recording
    complaints = found
    failures = points
  }

  private static func point(_ step: String, _ way: String, _ lasts: Bool, _ run: Recording) -> FailurePoint {
    let laws = run.brokenLaws
    let ending: Ending = laws.isEmpty ? (run.returned?.error == nil ? .done : .balanced) : .broken(laws)
    return FailurePoint(
      step: step, way: way, lasts: lasts, told: Comparison.told(run), returned: run.returned,
      left: Comparison.left(run), ending: ending)
  }

  // MARK: The run itself

  private static func judge(_ recording: Recording, _ expected: Expectations) -> [String] {
    let revision = recording.scenario.revision
    var found: [String] = []
    found += judge(ring: recording.ringNames, expected, revision)
    switch recording.outcome {
    case .completed, .deadlock: break
    case .brokenLaw(let violation): found.append("law \(violation.law) is broken: \(violation.facts)")
    case .tooLong(let limit): found.append("the run has more than \(limit) steps")
    }
    for decision in recording.unused { found.append("decision \(decision) was never reached") }
    if let wanted = Expectations.value(expected.returns, for: revision) {
      found += judge(returned: recording.returned, wanted)
    }
    let broken = recording.brokenLaws
    let wanted = Expectations.value(expected.breaks, for: revision) ?? []
    for law in broken where !wanted.contains(law) {
      let facts = recording.findings.first { $0.violation.law == law }?.violation.facts ?? ""
      found.append("law \(law) is broken and was not expected to be: \(facts)")
    }
    for law in wanted where !broken.contains(law) {
      found.append("law \(law) was expected to be broken and holds")
    }
    if let leaves = Expectations.value(expected.leaves, for: revision) {
      found += judge(leaves, recording, broken)
    }
    return found + expected.at.flatMap { judge($0, recording) }
  }

  // A ring is expected by its tasks, or by a call that never returns.
  private static func judge(ring: [String], _ expected: Expectations, _ revision: Revision) -> [String] {
    if let wanted = Expectations.value(expected.deadlock, for: revision) {
      let names = wanted.joined(separator: ", ")
      if wanted == ring { return [] }
      return [
        ring.isEmpty
          ? "a deadlock of \(names) was expected and does not come"
          : "the run ends in a deadlock of \(ring.joined(separator: ", ")), expected \(names)"
      ]
    }
    let mayHang = Expectations.value(expected.returns, for: revision) == .never
    return ring.isEmpty || mayHang ? [] : ["the run ends in a deadlock"]
  }

  private static func judge(returned: Returned?, _ wanted: Expectations.Returned) -> [String] {
    switch (returned, wanted) {
    case (.address, .address): return []
    case (.error(let got), .error(let errno)) where got == errno: return []
    case (nil, .never): return []
    default:
      let got = returned.map { $0.error.map { "-\($0)" } ?? "an address" } ?? "nothing"
      if case .error(let errno) = wanted { return ["mmap() returned \(got), expected -\(errno)"] }
      return ["mmap() returned \(got), expected \(wanted == .never ? "a deadlock" : "an address")"]
    }
  }

  private static func judge(_ leaves: Expectations.Leaves, _ recording: Recording, _ broken: [String])
    -> [String]
  {
    let state = recording.state(at: recording.last)
    let space = state.mm(MMID(0))
    let range = recording.subject(at: recording.last).range
    let set = range.bytes > 0 ? space.pageTable.count(in: range.start.page..<range.end.page) : 0
    let isMapped = range.bytes > 0 && space.tree.find(range.start) != nil
    switch leaves {
    case .everything: return isMapped ? [] : ["the mapping was expected to stay, \(range) is not mapped"]
    case .nothing:
      return isMapped || set > 0 ? ["nothing was expected to stay, \(range) has \(set) entries set"] : []
    case .fault(let law):
      return broken.contains(law) ? [] : ["law \(law) was expected to be broken at the end and holds"]
    }
  }

  private static func judge(_ moment: Expectations.Moment, _ recording: Recording) -> [String] {
    guard let pattern = recording.program.pattern(for: moment.step) else {
      return ["no step is called \(moment.step)"]
    }
    guard let number = recording.marks.firstIndex(where: { pattern.matches($0) }) else {
      return ["the run never comes to \(moment.step)"]
    }
    let state = recording.state(at: number + 1)
    let facts = SceneFacts(recording, at: number + 1, state: state)
    return moment.facts.compactMap { fact in
      let got = facts.word(fact.subject)
      guard got != fact.value else { return nil }
      return "at \(moment.step) \(fact.subject.rawValue) is \(got), expected \(fact.value)"
    }
  }

  // MARK: The failure points

  private static func judge(_ points: [FailurePoint], allowed: Expectations, revision: Revision) -> [String] {
    let mayBreak = Expectations.value(allowed.mayBreak, for: revision) ?? []
    let breaks = Expectations.value(allowed.breaks, for: revision) ?? []
    var seen: [String] = []
    var found: [String] = []
    for point in points {
      guard case .broken(let laws) = point.ending else { continue }
      for law in laws {
        if mayBreak.contains(law) { seen.append(law) }
        guard !mayBreak.contains(law), !breaks.contains(law) else { continue }
        let when = point.lasts ? ", and so on" : ""
        found.append("when \(point.step) gives \(point.way)\(when), law \(law) is broken unexpectedly")
      }
    }
    for law in mayBreak where !seen.contains(law) {
      found.append("law \(law) was expected to break at some failure point and never does")
    }
    return found
  }
}

extension Recording {
  /// The names of the tasks that wait for each other in the end, from the one that closed the ring on.
  var ringNames: [String] {
    guard case .deadlock(let ring) = outcome else { return [] }
    return ring.map { facts.taskNames[Int($0.index)] }
  }

  /// The names of the laws that this run broke, each once, in the order of their catalogue.
  public var brokenLaws: [String] {
    Law.all.map(\.id).filter { id in findings.contains { $0.violation.law == id } }
  }
}
