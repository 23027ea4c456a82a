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
    return telling.frame(telling.cues[index], size: size, glyphs: glyphs)
  }

  // MARK: Moments

  private typealias Moment = (milliseconds: Int, frame: () -> Frame, isSettled: Bool)

  private func moments(_ index: Int) -> [Moment] {
    let cue = telling.cues[index]
    let entrance = entrance(cue)
    let step = cue.entry == .typing ? max(1, Self.typedAtOnce * 1000 / telling.demo.pace.type) : frameInterval
    let moving = stride(from: 0, to: entrance, by: step).map { elapsed -> Moment in
      (elapsed, { telling.frame(cue, elapsed: elapsed, size: size, glyphs: glyphs) }, false)
    }
    return moving + [(entrance, { frame(of: index) }, true)]
  }

  /// Letters that appear together: at the usual pace some twelve pictures a second.
  private static let typedAtOnce = 2

  private func entrance(_ cue: Cue) -> Int { isAnimated ? telling.entrance(cue) : 0 }

  // Rounded half up, so that no event of a faster film goes back.
  private func scaled(_ milliseconds: Int) -> Int { (milliseconds * 1000 + speed / 2) / speed }
}
