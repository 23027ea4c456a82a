import Importers
import KernelRoutines
import MemoryModel
import Simulation

/// How the model compares with one recorded call: in the order of functions, errno, layout and flags.
public struct CaseVerdict: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case agreed
    /// Agreed, after names were excused.
    case explained([Explanation])
    /// Why there is nothing to compare with, and need not be.
    case notCovered(String)
    /// There should be a model of the case, and there is none.
    case missing
    /// What differs, a line or more each.
    case unexplained([String])

    /// The word of the report.
    public var word: String {
      switch self {
      case .agreed: "agreed"
      case .explained: "explained"
      case .notCovered: "not covered"
      case .missing: "not modelled yet"
      case .unexplained: "unexplained"
      }
    }
  }

  public var kind: Kind
  /// Recorded lines whose function the model knows, and all that are in its scope.
  public var knownLines = 0
  public var lines = 0

  /// What a recorded call came to.
  public struct Outcome: Sendable {
    public var errno: Errno?
    /// The call never came back.
    public var isHung: Bool
    /// Nil when the maps were not recorded.
    public var after: [ImageMapping]?
    /// The VmFlags of the new VMA, empty when there is none; nil when they were not recorded.
    public var flags: [String]?
    /// Locks, marks and stores; nil when they were not recorded.
    public var locks: LockLogReader.Log?

    public init(
      errno: Errno?, isHung: Bool, after: [ImageMapping]?, flags: [String]?,
      locks: LockLogReader.Log? = nil
    ) {
      self.errno = errno
      self.isHung = isHung
      self.after = after
      self.flags = flags
      self.locks = locks
    }
  }

  /// A case that cannot be compared.
  public init(notCovered reason: String) { kind = .notCovered(reason) }

  /// A case that the model does not know.
  ///
  /// - Parameter release: the folder of the recording.
  public init(unmodelled name: String, release: String) {
    kind = Uncovered.reason(name, release).map { .notCovered($0) } ?? .missing
  }

  /// - Parameters:
  ///   - release: the folder of the recording.
  ///   - shown: the functions that traces of the release show.
  public init(
    _ run: RecordedRun, _ outcome: Outcome, _ revision: Revision, release: String, against graph: CallNode,
    shown: Set<String>
  ) {
    guard let scenario = run.scenario(revision) else {
      self.init(unmodelled: run.name, release: release)
      return
    }
    self.init(
      scenario.record(), outcome, run.range, release: release, against: graph, shown: shown)
  }

  /// - Parameters:
  ///   - recording: the run that makes the same call.
  ///   - range: the addresses that the call names.
  ///   - release: the folder of the recorded call.
  ///   - shown: the functions that traces of the release show.
  init(
    _ recording: Recording, _ outcome: Outcome, _ range: AddressRange, release: String,
    against graph: CallNode, shown: Set<String>
  ) {
    let conformance = Conformance(recording, against: graph, shown: shown, release: release)
    var found = Self.differences(recording, outcome, range)
    if let difference = conformance.difference {
      found.append("order of functions:\n" + difference.text("the model", release))
    }
    self.init(found, conformance.explained)
    count([graph], recording.program.functions)
  }

  /// - Parameters:
  ///   - found: what differs.
  ///   - explained: what had to be excused, if nothing does.
  init(_ found: [String], _ explained: [Explanation]) {
    if found.isEmpty {
      kind = explained.isEmpty ? .agreed : .explained(explained)
    } else {
      kind = .unexplained(found)
    }
  }

  /// Counts the recorded lines of some calls, and those of them that the model knows.
  mutating func count(_ roots: [CallNode], _ known: Set<String>) {
    for root in roots {
      root.visit { node, _ in
        guard !OutOfScope.functions.contains(node.name) else { return }
        lines += 1
        if known.contains(node.name) { knownLines += 1 }
      }
    }
  }

  /// Lock order, errno, layout and flags are never explained: they are equal.
  ///
  /// - Parameter unbuilt: the VmFlags that the recorded kernel does not have.
  static func differences(
    _ recording: Recording, _ outcome: Outcome, _ range: AddressRange, without unbuilt: [String] = []
  ) -> [String] {
    var found: [String] = []
    if let log = outcome.locks {
      let got = LockOrder.of(recording, asIn: log).joined(separator: " ")
      let wanted = LockOrder.of(log).joined(separator: " ")
      if got != wanted { found.append("locks are \(got), recorded \(wanted)") }
    }
    guard !outcome.isHung else {
      return recording.returned == nil ? found : found + ["the recorded call never came back"]
    }
    let expected = outcome.errno.map { Returned.error($0) } ?? .address(range.start)
    if recording.returned != expected {
      found.append("mmap() gives \(word(recording.returned)), recorded \(word(expected))")
    }
    if let after = outcome.after { found += layout(recording, after) }
    let flags = (recording.subject(at: recording.last).vma?.flags.codes ?? []).filter {
      !unbuilt.contains($0)
    }
    if let wanted = outcome.flags, flags != wanted {
      let (got, wanted) = (flags.joined(separator: " "), wanted.joined(separator: " "))
      found.append("VmFlags are \(got), recorded \(wanted)")
    }
    return found
  }

  private static func layout(_ recording: Recording, _ after: [ImageMapping]) -> [String] {
    let lines = MapsText.lines(recording)
    let recorded = after.map { MapsText.line($0) }
    return lines.filter { !recorded.contains($0) }.map { "not in the recorded maps: \($0)" }
      + recorded.filter { !lines.contains($0) }.map { "only in the recorded maps: \($0)" }
  }

  private static func word(_ returned: Returned?) -> String {
    switch returned {
    case .address(let address)?: "\(address)"
    case .error(let errno)?: "-\(errno)"
    case .done?: "0"
    case .signal?: "a signal"
    case nil: "nothing"
    }
  }
}
