import Drawing
import KernelRoutines
import Simulation

extension Teller {
  /// Plays one line.
  mutating func tell(_ beat: Demo.Beat) throws(Demo.Fault) {
    switch beat.event {
    case .step, .stepUntil, .stage, .back: try travel(beat)
    case .fail(let decision): try fail(decision, at: beat.place)
    case .choose(let decision): try choose(Decision(decision), at: beat.place)
    case .chapter(let title): begin(chapter: title)
    case .note(let text): dress(.note) { $0.note = text }
    case .type(let text):
      begin(.typing)
      open.staging.typed = text
    case .hold(let milliseconds): hold(milliseconds)
    case .pause: pause()
    case .expect(let facts): try expect(facts, at: beat.place)
    case .shot(let name): try keep(shot: name, at: beat.place)
    case .end: break
    case .caption, .focus, .spotlight, .callout, .noCallout, .zoom, .compare: try dress(beat)
    }
  }

  // MARK: Moving

  private mutating func travel(_ beat: Demo.Beat) throws(Demo.Fault) {
    let last = tour.recording.last
    switch beat.event {
    case .step(let count):
      guard open.position < last else { throw over(beat.place) }
      var way: [Int] = []
      var position = open.position
      for _ in 0..<count where position < last {
        position = tour.strides.next(after: position)
        way.append(position)
      }
      move(to: position, by: way.dropLast())
    case .stepUntil(let id):
      let target = try position(of: id, at: beat.place)
      let way = (open.position + 1..<target).filter { tour.strides.isStop($0) }
      move(to: target, by: way)
    case .stage(let name): try travel(toStage: name, at: beat.place)
    case .back(let count):
      guard open.position > 0 else {
        throw Demo.Fault(at: beat.place, "back at the start", expected: "a step before it")
      }
      var position = open.position
      for _ in 0..<count { position = tour.strides.previous(before: position) }
      move(to: position)
    default: break
    }
  }

  private func over(_ place: Demo.Place?) -> Demo.Fault {
    Demo.Fault(
      at: place, "a step behind the last one", expected: "an end, or back: the run has \(tour.recording.last)"
    )
  }

  private mutating func travel(toStage name: String?, at place: Demo.Place?) throws(Demo.Fault) {
    guard open.position < tour.recording.last else { throw over(place) }
    guard let name else { return move(to: tour.strides.nextStage(after: open.position)) }
    let run = tour.recording
    let found = (open.position + 1..<run.last + 1).first {
      run.mark($0)?.stage.id == name && tour.strides.isStop($0)
    }
    guard let found else {
      throw Demo.Fault(
        at: place, "no stage '\(name)' from here on", expected: "a stage that is still to come", word: name,
        known: Stage.allCases.map(\.id))
    }
    move(to: found, by: (open.position + 1..<found).filter { tour.strides.isStop($0) })
  }

  /// The next step of an id, or the next one whose id begins like it.
  private func position(of id: String, at place: Demo.Place?) throws(Demo.Fault) -> Int {
    let run = tour.recording
    let rest = open.position + 1..<max(run.last, open.position) + 1
    if let exact = rest.first(where: { run.id($0) == id }) { return exact }
    if let first = rest.first(where: { run.id($0).hasPrefix(id + ".") }) { return first }
    let all = (0...run.last).map { run.id($0) }
    let isBehind = all.prefix(open.position + 1).contains { $0 == id || $0.hasPrefix(id + ".") }
    throw Demo.Fault(
      at: place, isBehind ? "step '\(id)' lies behind" : "no step '\(id)' in this run",
      expected: "a step behind \(run.id(open.position))", word: isBehind ? "" : id, known: all)
  }

  // MARK: Other runs

  private mutating func fail(_ text: String?, at place: Demo.Place?) throws(Demo.Fault) {
    guard let text else {
      guard takeBack() else {
        throw Demo.Fault(at: place, "nothing to take back", expected: "a fail or choose before it")
      }
      return
    }
    let decision = Decision(text)
    let target = try position(of: decision.step, at: place)
    let ways = tour.recording.ways(at: target)
    guard !ways.isEmpty else {
      throw Demo.Fault(at: place, "step '\(decision.step)' cannot fail", expected: "a step that can")
    }
    let way = decision.way.isEmpty ? nil : decision.way
    guard let changed = tour.recording.failing(at: target, way: way) else {
      throw Demo.Fault(
        at: place, "'\(decision.step)' cannot give \(decision.way)", expected: ways.joined(separator: " or "),
        word: decision.way, known: ways)
    }
    divert(to: changed)
  }

  private mutating func choose(_ decision: Decision, at place: Demo.Place?) throws(Demo.Fault) {
    guard let name = decision.task else { return try fail(decision.description, at: place) }
    let target = try position(of: decision.step, at: place)
    let names = tour.recording.facts.taskNames
    let others = tour.recording.others(at: target - 1)
    guard let task = others.first(where: { names[Int($0.index)] == name }),
      let changed = tour.recording.running(task, from: target - 1)
    else {
      let able = others.map { names[Int($0.index)] }
      throw Demo.Fault(
        at: place, "'\(name)' cannot run before \(decision.step)",
        expected: able.isEmpty ? "a step where others can run" : able.joined(separator: " or "), word: name,
        known: able)
    }
    divert(to: changed)
  }

  private func expect(_ facts: [Expectations.Fact], at place: Demo.Place?) throws(Demo.Fault) {
    let run = tour.recording
    let now = SceneFacts(run, at: open.position, state: run.state(at: open.position))
    for fact in facts where now.word(fact.subject) != fact.value {
      var fault = Demo.Fault(
        at: place, "\(fact.subject.rawValue) is \(now.word(fact.subject)) at \(run.id(open.position))",
        expected: fact.value)
      fault.isBrokenExpectation = true
      throw fault
    }
  }

  // MARK: Dressing

  private mutating func dress(_ beat: Demo.Beat) throws(Demo.Fault) {
    let place = beat.place
    switch beat.event {
    case .caption(let text):
      let caption = Narrator(tour.recording, at: open.position).fill(text)
      let lines = Staging.captionLines(caption, columns: size.columns).count
      guard lines <= Staging.captionLinesMax else {
        throw Demo.Fault(
          at: place, "a caption of \(lines) lines at \(size)", expected: "\(Staging.captionLinesMax) at most")
      }
      dress(.caption) { $0.staging.caption = caption }
    case .focus(let word):
      let pane = try pane(word, at: place)
      dress(.focus) { $0.staging.focus = pane }
    case .zoom(let word):
      let pane = try pane(word, at: place)
      dress(.zoom) { $0.staging.zoom = pane }
    case .spotlight(let word):
      let target = try target(word, at: place)
      dress(.spotlight) { $0.staging.spotlight = target }
    case .callout(let word, let text):
      guard let target = try target(word, at: place) else { return }
      let filled = Narrator(tour.recording, at: open.position).fill(text)
      let lines = CellWidth.wrap(filled, Staging.calloutColumns).count
      guard lines <= Staging.calloutLinesMax else {
        throw Demo.Fault(
          at: place, "a callout of \(lines) lines", expected: "\(Staging.calloutLinesMax) at most")
      }
      dress(.callout) { $0.staging.callout = Staging.Callout(target: target, text: filled) }
    case .noCallout: dress(.callout) { $0.staging.callout = nil }
    case .compare(let revisions): dress(.compare) { $0.staging.compare = revisions }
    default: break
    }
  }

  private func pane(_ word: String?, at place: Demo.Place?) throws(Demo.Fault) -> PaneName? {
    guard let word else { return nil }
    guard let pane = PaneName(word: word) else {
      let known = PaneName.allCases.map(\.word)
      throw Demo.Fault(at: place, "no pane '\(word)'", expected: "a pane", word: word, known: known)
    }
    return pane
  }

  private func target(_ word: String?, at place: Demo.Place?) throws(Demo.Fault) -> StageTarget? {
    guard let word else { return nil }
    guard let target = StageTarget(word) else {
      throw Demo.Fault(
        at: place, "nothing is called '\(word)'", expected: "a pane, PANE:TEXT, vma:new, changed or rail",
        word: word, known: StageTarget.words)
    }
    let compare =
      open.staging.compare.isEmpty ? nil : CompareTour(tour.recording, kernels: open.staging.compare)
    let scene = Scene(tour, at: open.position, view: open.staging.view(), compare: compare)
    let picture = Screen.picture(scene, size: size, glyphs: GlyphSet(.rich))
    guard !target.places(on: picture.frame, picture.layout, scene).isEmpty else {
      throw Demo.Fault(
        at: place, "'\(word)' is not on a picture of \(size)", expected: "something that is, or another size")
    }
    return target
  }
}
