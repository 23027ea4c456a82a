import Drawing
import Panes
import Simulation

/// A run told as a film: the pictures of its steps with their motion, each held long enough to be read, on a
/// virtual clock in whole milliseconds. The same run gives the same film.
public struct Film: Sendable {
  /// One picture and when it appears.
  public struct Shot: Sendable {
    public var milliseconds: Int
    public var frame: Frame
    /// The name of the stage that begins with it.
    public var chapter: String?
  }

  public var size: Size
  public var isAnimated = true
  /// Twice as fast is 2.
  public var speed = 1.0
  private let tour: Tour
  private let glyphs: GlyphSet

  /// Milliseconds between two pictures of a motion.
  static let frameInterval = 50
  /// Characters a second that a viewer reads.
  static let readingPace = 16
  /// Milliseconds a picture is held at least.
  static let shortestHold = 1200

  public init(_ recording: Recording, size: Size, glyphs: GlyphSet = GlyphSet(.rich)) {
    tour = Tour(recording)
    self.size = size
    self.glyphs = glyphs
  }

  /// Gives every picture in order; nothing is kept. Returns when the last one has been held.
  public func play(_ show: (Shot) throws -> Void) rethrows -> Int {
    var now = 0
    var stage = ""
    var position = 0
    var view = Scene.View()
    view.isPlaying = true
    while true {
      let scene = Scene(tour, at: position, view: view)
      let chapter = position == 0 ? "start" : scene.mark?.stage.id ?? ""
      var isNew = chapter != stage
      stage = chapter
      for elapsed in moments(position) {
        let moment = Scene(tour, at: position, view: view, motion: Motion(elapsed: elapsed))
        let frame = Screen.draw(moment, size: size, glyphs: glyphs)
        try show(
          Shot(milliseconds: now + (elapsed ?? Motion.duration), frame: frame, chapter: isNew ? chapter : nil)
        )
        isNew = false
      }
      now += (isAnimated && position > 0 ? Motion.duration : 0) + hold(scene)
      guard position < tour.recording.last else { return now }
      position = tour.strides.next(after: position)
    }
  }

  private func moments(_ position: Int) -> [Int?] {
    guard isAnimated, position > 0 else { return [0] }
    return stride(from: 0, to: Motion.duration, by: Self.frameInterval).map { $0 } + [nil]
  }

  private func hold(_ scene: Scene) -> Int {
    let (what, why) = scene.narrator.sentences
    let reading = (what.count + why.count) * 1000 / Self.readingPace
    return Int(Double(max(Self.shortestHold, reading)) / max(0.1, speed))
  }
}
