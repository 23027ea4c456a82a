import Importers
import KernelRoutines
import Simulation

/// A simulated run held against the function graph of a real kernel: the functions that both know must come
/// in the same order and nesting.
///
/// What the model knows is what its program could call, not what this run called: a step that was lost is a
/// difference and not a name less. What the kernel's trace can show is known from all recordings of its
/// release, because which helpers are inlined differs from release to release.
public struct Conformance: Hashable, Sendable {
  /// The run's calls, without those that a trace cannot show.
  public let simulated: CallTree
  /// The recorded calls, without those that the model does not have.
  public let recorded: CallTree
  /// Where they part; nil when they agree.
  public let difference: TreeDifference?
  /// What had to be excused for them to agree.
  public let explained: [Explanation]
  /// The recorded functions the model does not have, in the order of their first call.
  public let unknownFunctions: [String]

  /// - Parameters:
  ///   - shown: the functions that traces of the recorded release show.
  ///   - release: the folder of the recording; the revision's own where nil.
  public init(
    _ recording: Recording, against graph: CallNode, shown: Set<String>, release: String? = nil
  ) {
    let release = release ?? recording.program.revision.rawValue
    self.init(
      CallTree(recording), knowing: recording.program.functions, against: graph, shown: shown,
      explanations: Explanation.all.filter { $0.releases.contains(release) })
  }

  /// - Parameters:
  ///   - simulated: the calls of a run.
  ///   - known: the functions that the model has.
  ///   - shown: the functions that traces of the recorded release show.
  ///   - explanations: what may be excused if the trees differ without.
  public init(
    _ simulated: CallTree, knowing known: Set<String>, against graph: CallNode, shown: Set<String>,
    explanations: [Explanation] = []
  ) {
    let whole = CallTree(graph)
    let both = known.intersection(shown)
    let plain = (simulated.projected(onto: both), whole.projected(onto: both))
    let absent = explanations.filter { $0.reason != .outOfScope && simulated.has($0) }
    let extra = explanations.filter { $0.reason == .outOfScope && whole.has($0) }
    let excused = (
      simulated.excusing(absent).projected(onto: both), whole.excusing(extra).projected(onto: both)
    )
    let isExcused = plain.0 != plain.1 && excused.0 == excused.1
    (self.simulated, recorded) = isExcused ? excused : plain
    difference = isExcused ? nil : TreeDifference(plain.0, plain.1)
    explained = isExcused ? absent + extra : []
    var seen = known
    unknownFunctions = whole.lines.map(\.name).filter { seen.insert($0).inserted }
  }
}
