import Drawing
import KernelRoutines
import Simulation

/// Plays the lines of a demo one after another into cues.
///
/// A line that moves ends the picture before it and begins another one. Lines that dress (caption, spotlight,
/// callout …) belong to the picture that is open; a second one of a kind, or one behind a hold or a pause,
/// begins a picture of its own. Caption, spotlight, callout and prompt leave with the next move; focus, zoom
/// and compare stay until they are taken away.
struct Teller {
  let demo: Demo
  let size: Size
  private(set) var tours: [Tour]
  private(set) var cues: [Cue] = []
  var open = Cue()
  private(set) var shotNames: Set<String> = []
  // The runs that were left for changed ones, latest last.
  private var left: [Int] = []
  private var dressed: Set<Dress> = []
  private var isEnded = false
  private var hasMoved = false
  private var holdsAsSaid = false
  // What begins with the next picture.
  private var nextChapter: String?
  private var nextTour: Int?

  enum Dress: Hashable { case caption, spotlight, callout, focus, zoom, compare, type, note }

  init(_ demo: Demo, _ tour: Tour, size: Size) {
    self.demo = demo
    self.size = size
    tours = [tour]
  }

  var tour: Tour { tours[nextTour ?? open.tour] }

  /// The cues, when all lines were played.
  mutating func finished() -> [Cue] {
    close()
    return cues
  }

  // MARK: Pictures

  /// Ends the open picture and begins another one of the same place.
  mutating func begin(_ entry: Cue.Entry, isPassing: Bool = false) {
    close()
    open.tour = nextTour ?? open.tour
    open.chapter = nextChapter
    open.staging.chapter = nextChapter ?? open.staging.chapter
    (open.entry, open.isPassing, open.isPause) = (entry, isPassing, false)
    (nextTour, nextChapter) = (nil, nil)
    dressed = []
    (isEnded, holdsAsSaid) = (false, false)
    hasMoved = entry == .step
  }

  private mutating func close() {
    if !holdsAsSaid { open.hold = usualHold }
    cues.append(open)
    open.shots = []
  }

  // What is new on the picture has to be read.
  private var usualHold: Int {
    if open.isPassing { return demo.pace.pass }
    var characters = 0
    if dressed.contains(.caption) {
      characters += open.staging.caption.count
    } else if hasMoved || cues.isEmpty {
      let (what, why) = Narrator(tours[open.tour].recording, at: open.position).sentences
      characters += what.count + why.count
    }
    if dressed.contains(.callout) { characters += open.staging.callout?.text.count ?? 0 }
    return demo.pace.hold(reading: characters)
  }

  /// Dresses the open picture, or a new one where that kind is on already.
  mutating func dress(_ kind: Dress, _ change: (inout Cue) -> Void) {
    if isEnded || dressed.contains(kind) { begin(.cut) }
    dressed.insert(kind)
    change(&open)
  }

  mutating func hold(_ milliseconds: Int) {
    if isEnded { begin(.cut) }
    open.hold = milliseconds
    (holdsAsSaid, isEnded) = (true, true)
  }

  mutating func pause() {
    open.isPause = true
    isEnded = true
  }

  /// A chapter begins with the next picture; with the first one before anything was shown.
  mutating func begin(chapter title: String) {
    guard cues.isEmpty, dressed.isEmpty, !isEnded else {
      (nextChapter, isEnded) = (title, true)
      return
    }
    open.chapter = title
    open.staging.chapter = title
  }

  mutating func keep(shot name: String, at place: Demo.Place?) throws(Demo.Fault) {
    guard shotNames.insert(name).inserted else {
      throw Demo.Fault(at: place, "shot \"\(name)\" a second time", expected: "each name once")
    }
    open.shots.append(name)
  }

  // MARK: Moving

  /// Moves to a position, by way of those in between.
  mutating func move(to position: Int, by way: [Int] = []) {
    let caption = open.staging.caption
    for place in Self.sampled(way) {
      begin(.cut, isPassing: true)
      open.position = place
      leaveStage()
      // One speaks on while the picture moves.
      open.staging.caption = caption
    }
    begin(.step)
    open.position = position
    leaveStage()
  }

  /// Goes on in another run, which parts from this one further on.
  mutating func divert(to recording: Recording) {
    left.append(nextTour ?? open.tour)
    tours.append(Tour(recording))
    (nextTour, isEnded) = (tours.count - 1, true)
  }

  /// Back in the run before the last change; false where nothing was changed.
  mutating func takeBack() -> Bool {
    guard let earlier = left.popLast() else { return false }
    nextTour = earlier
    begin(.cut)
    open.position = min(open.position, tour.recording.last)
    leaveStage()
    return true
  }

  private mutating func leaveStage() {
    open.staging.caption = ""
    open.staging.spotlight = nil
    open.staging.callout = nil
    open.staging.typed = nil
    open.note = ""
  }

  /// Limit: pictures on the way to a step; more are a flicker.
  static let passingMax = 12

  private static func sampled(_ way: [Int]) -> [Int] {
    guard way.count > passingMax else { return way }
    return (0..<passingMax).map { way[$0 * way.count / passingMax] }
  }
}
