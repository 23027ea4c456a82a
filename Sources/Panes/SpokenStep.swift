import KernelRoutines
import Simulation

/// A step in plain sentences, without drawing characters: for `narrate`, `--plain` and whoever reads aloud.
public struct SpokenStep: Sendable {
  private let recording: Recording
  private let position: Int

  public init(_ recording: Recording, at position: Int) {
    self.recording = recording
    self.position = position
  }

  /// Which step it is, what happened and why, in which function, the locks held, and who sees the mapping.
  public var lines: [String] {
    let (what, why) = Narrator(recording, at: position).sentences
    guard let mark = recording.mark(position) else { return ["0. start", "   \(what)"] }
    let routine = recording.program.routine(at: mark.pc)
    let source = mark.evidence == .inferred ? ", inferred from 6.19" : ""
    let fidelity = routine.fidelity == .duplicated ? "" : ", simplified"
    let spoken = SpokenState(recording, at: position)
    return [
      "\(position) of \(recording.last). \(recording.id(position))", "   \(what) \(why)",
      "   in \(routine.name), \(routine.file)\(source)\(fidelity)", "   locks: \(spoken.locks)",
      "   sees it: \(spoken.sights)",
    ]
  }

  /// What changed since an earlier place, one phrase a change.
  func changes(since first: Int) -> [String] {
    recording.changes(from: first, to: position).filter { !$0.isControl }
      .map { EventText.of($0, recording.facts) }
  }
}
