import Drawing
import KernelRoutines
import Simulation

/// A demo played over its scenario: every picture in order, worked out beforehand and without a clock.
public struct Telling: Sendable {
  public let demo: Demo
  /// The runs: the scenario's own first, then one for each failure or choice of the demo.
  public let tours: [Tour]
  public let cues: [Cue]
  public let size: Size
  // The comparisons of the script, each worked out once.
  private let compares: [(tour: Int, kernels: [Revision], beside: CompareTour)]

  /// - Throws: The first line that cannot be played, or whose expectation does not hold.
  public init(_ demo: Demo, _ scenario: Scenario, size: Size) throws(Demo.Fault) {
    try self.init(demo, scenario.under(demo.revision ?? scenario.revision).record(), size: size)
  }

  /// The same over a run that is there already.
  public init(_ demo: Demo, _ recording: Recording, size: Size) throws(Demo.Fault) {
    var teller = Teller(demo, Tour(recording), size: size)
    for beat in demo.beats {
      guard beat.event != .end else { break }
      try teller.tell(beat)
    }
    self.demo = demo
    self.size = size
    cues = teller.finished()
    tours = teller.tours
    compares = cues.reduce(into: []) { [tours] found, cue in
      let kernels = cue.staging.compare
      guard !kernels.isEmpty, !found.contains(where: { $0.tour == cue.tour && $0.kernels == kernels }) else {
        return
      }
      found.append((cue.tour, kernels, CompareTour(tours[cue.tour].recording, kernels: kernels)))
    }
  }

  /// The scene of a cue, at rest or in motion.
  ///
  /// - Parameter status: what stands at the right of the header.
  public func scene(_ cue: Cue, motion: Motion = .settled, status: String = "") -> Scene {
    let compare = compares.first { $0.tour == cue.tour && $0.kernels == cue.staging.compare }?.beside
    return Scene(
      tours[cue.tour], at: cue.position, view: cue.staging.view(status: status), motion: motion,
      compare: compare)
  }

  /// The narration's two sentences about the step of a cue; nobody who watches a film can press a key.
  public func sentences(_ cue: Cue) -> (what: String, why: String) {
    let run = tours[cue.tour].recording
    let told = Narrator(run, at: cue.position).sentences
    let isInvitation =
      cue.position == 0 && run.scenario.missing == nil
      && !run.scenario.captions.contains { $0.step == "start" }
    return isInvitation ? (told.what, "") : told
  }

  /// The step a cue shows.
  public func id(_ cue: Cue) -> String { tours[cue.tour].recording.id(cue.position) }
}
