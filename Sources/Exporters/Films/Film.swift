import Drawing
import Panes
import Simulation

/// A telling as a film: its pictures with their motion on a virtual clock in whole milliseconds. The same
/// telling gives the same film.
public struct Film: Sendable {
  /// One picture and when it appears.
  public struct Shot: Sendable {
    public var milliseconds: Int
    public var frame: Frame
    /// Index of the cue whose picture it is.
    public var cue: Int
    /// Nothing moves any more until the next cue.
    public var isSettled: Bool
    /// What a player lists here: the chapter that begins, or the pause that was before.
    public var marker: String?
  }

  /// When a cue comes on, has come on, and leaves.
  public struct Span: Hashable, Sendable {
    public var start: Int
    public var settled: Int
    public var end: Int
  }

  public let telling: Telling
  public var isAnimated = true
  /// In thousandths: twice as fast is 2000.
  public var speed = 1000
  /// The cues that are shown.
  public var range: Range<Int>
  /// Milliseconds between two pictures of a motion.
  public var frameInterval = 50
  /// Told of every cue whose settled picture is drawn, for those who wait.
  public var watch: (@Sendable (_ cue: Int) -> Void)?
  private let glyphs: GlyphSet

  public init(_ telling: Telling, glyphs: GlyphSet = GlyphSet(.rich)) {
    self.telling = telling
    self.glyphs = glyphs
    range = 0..<telling.cues.count
  }

  public var size: Size { telling.size }
  public var title: String { telling.demo.title }
  /// The first run, whose scenario the film is about.
  public var recording: Recording { telling.tours[0].recording }

  /// Gives every picture in order; nothing is kept. Returns when the last one leaves.
  public func play(_ show: (Shot) throws -> Void) rethrows -> Int {
    var now = 0
    for index in range {
      let cue = telling.cues[index]
      var marker = cue.chapter
      if marker == nil, index > range.lowerBound, telling.cues[index - 1].isPause { marker = "pause" }
      for (moment, frame, isSettled) in moments(index) {
        let at = scaled(now + moment)
        try show(Shot(milliseconds: at, frame: frame(), cue: index, isSettled: isSettled, marker: marker))
        marker = nil
      }
      now += entrance(cue) + cue.hold
    }
    return scaled(now)
  }

  /// When each cue of the range is on.
  public var spans: [Span] {
    var now = 0
    return range.map { index in
      let cue = telling.cues[index]
      let (start, settled) = (now, now + entrance(cue))
      now = settled + cue.hold
      return Span(start: scaled(start), settled: scaled(settled), end: scaled(now))
    }
  }

  /// The settled picture of a cue.
  public func frame(of index: Int) -> Frame {
    watch?(index)
    let cue = telling.cues[index]
    return draw(cue, cue.staging, .settled)
  }

  // MARK: Moments

  private typealias Moment = (milliseconds: Int, frame: () -> Frame, isSettled: Bool)

  private func moments(_ index: Int) -> [Moment] {
    let cue = telling.cues[index]
    var moments: [Moment] = []
    let entrance = entrance(cue)
    switch cue.entry {
    case .step where entrance > 0:
      for elapsed in stride(from: 0, to: entrance, by: frameInterval) {
        moments.append((elapsed, { draw(cue, cue.staging, Motion(elapsed: elapsed)) }, false))
      }
    case .typing where entrance > 0:
      let text = Array(cue.staging.typed ?? "")
      for count in stride(from: 0, to: text.count, by: Self.typedAtOnce) {
        var staging = cue.staging
        staging.typed = String(text[..<count])
        moments.append((count * 1000 / telling.demo.pace.type, { draw(cue, staging, .settled) }, false))
      }
    default: break
    }
    return moments + [(entrance, { frame(of: index) }, true)]
  }

  /// Letters that appear together: at the usual pace some twelve pictures a second.
  private static let typedAtOnce = 2

  private func entrance(_ cue: Cue) -> Int {
    guard isAnimated else { return 0 }
    switch cue.entry {
    case .cut: return 0
    case .step: return cue.position > 0 ? Motion.duration : 0
    case .typing: return (cue.staging.typed ?? "").count * 1000 / telling.demo.pace.type
    }
  }

  private func draw(_ cue: Cue, _ staging: Staging, _ motion: Motion) -> Frame {
    StagedScreen.draw(telling.scene(cue, motion: motion), staging, size: size, glyphs: glyphs)
  }

  // Rounded half up, so that no event of a faster film goes back.
  private func scaled(_ milliseconds: Int) -> Int { (milliseconds * 1000 + speed / 2) / speed }
}
