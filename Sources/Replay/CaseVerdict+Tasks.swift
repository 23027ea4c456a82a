import Importers
import KernelRoutines
import MemoryModel
import Simulation

extension CaseVerdict {
  /// How the model compares with a recording of several tasks: what each of them calls, where it waits, and
  /// what the mmap() among them came to.
  ///
  /// - Parameters:
  ///   - outcome: of the mmap(); nil when there is none.
  ///   - shown: the functions that traces of the release show.
  ///   - hasSoftDirty: whether the recorded kernel was built with CONFIG_MEM_SOFT_DIRTY, as distributions do.
  public init(
    _ recorded: TaskCase, _ files: TaskCase.Files, _ outcome: Outcome?, release: String, shown: Set<String>,
    hasSoftDirty: Bool = true
  ) {
    guard let scenario = recorded.scenario(files) else {
      self.init(notCovered: "no model of this call")
      return
    }
    let recording = scenario.record()
    let known = recording.program.functions
    let unbuilt = hasSoftDirty ? [] : ["sd"]
    var found =
      outcome.map { Self.differences(recording, $0, recording.subjectRange, without: unbuilt) } ?? []
    var explained: [Explanation] = []
    let tracks = files.graph.tracks.map { $0.roots.filter { files.roots.contains($0.name) } }
      .filter { !$0.isEmpty }
    for (number, roots) in tracks.enumerated() {
      let graph = CallNode(name: "task", children: roots)
      let conformance = Conformance(
        CallTree("task", Self.calls(recording, of: number, last: tracks.count - 1, files.roots)),
        knowing: known, against: graph, shown: shown,
        explanations: Explanation.all.filter { $0.releases.contains(release) })
      if let difference = conformance.difference {
        found.append("order of functions of task \(number):\n" + difference.text("the model", release))
      }
      explained += conformance.explained
    }
    self.init(found, explained)
    for roots in tracks { count(roots, known) }
  }

  // A thread that faults more than once is one task of the recording and several of the model.
  private static func calls(_ recording: Recording, of number: Int, last: Int, _ roots: Set<String>)
    -> [CallTree]
  {
    let end = number == last ? recording.facts.calls.count : number + 1
    return (number..<max(end, number)).flatMap {
      CallTree(recording, task: TaskID($0)).topmost(roots)
    }
  }
}
