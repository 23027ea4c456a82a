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
  /// The recorded functions the model does not have, in the order of their first call.
  public let unknownFunctions: [String]

  /// - Parameter shown: the functions that traces of the recorded release show.
  public init(_ recording: Recording, against graph: CallNode, shown: Set<String>) {
    self.init(CallTree(recording), knowing: recording.program.functions, against: graph, shown: shown)
  }

  /// - Parameters:
  ///   - simulated: the calls of a run.
  ///   - known: the functions that the model has.
  ///   - shown: the functions that traces of the recorded release show.
  public init(_ simulated: CallTree, knowing known: Set<String>, against graph: CallNode, shown: Set<String>)
  {
    let whole = CallTree(graph)
    let both = known.intersection(shown)
    self.simulated = simulated.projected(onto: both)
    recorded = whole.projected(onto: both)
    difference = TreeDifference(self.simulated, recorded)
    var seen = known
    unknownFunctions = whole.lines.map(\.name).filter { seen.insert($0).inserted }
  }
}
