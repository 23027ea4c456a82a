import KernelRoutines
import Simulation

extension Demo {
  /// The script of a run that has none: a chapter a stage, a stop at each of its captions, at the first step
  /// of a stage, at what fails or waits, at every broken claim and at the end; the steps between pass by.
  public static func plain(for tour: Tour) -> Demo {
    let run = tour.recording
    var demo = Demo(name: run.scenario.name, title: run.scenario.title, scenario: run.scenario.name)
    demo.beats = [Beat(.chapter("start")), Beat(.caption(run.scenario.teaches))]
    var stage = ""
    var position = 0
    while position < run.last {
      position = tour.strides.next(after: position)
      guard isStop(position, tour, after: stage) else { continue }
      let id = run.mark(position)?.stage.id ?? ""
      if id != stage { demo.beats.append(Beat(.chapter(id))) }
      stage = id
      demo.beats.append(Beat(.stepUntil(run.id(position))))
      let narrator = Narrator(run, at: position)
      demo.beats.append(
        Beat(.caption([narrator.sentences.what, narrator.sentences.why].joined(separator: " "))))
    }
    return demo
  }

  private static func isStop(_ position: Int, _ tour: Tour, after stage: String) -> Bool {
    let run = tour.recording
    guard let mark = run.mark(position), position < run.last else { return true }
    if mark.stage.id != stage || mark.outcome != .ran { return true }
    if tour.verdicts.contains(where: { $0.isBroken && $0.position == position }) { return true }
    let id = run.id(position)
    return run.scenario.captions.contains { $0.step == id }
  }
}
