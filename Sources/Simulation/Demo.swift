import KernelRoutines

/// How a run is told: what a speaker's script says, line by line, as a value.
///
/// Like `Scenario` it knows no files; the `Scenarios` room reads it from YAML, and `Panes` plays it.
public struct Demo: Hashable, Sendable {
  /// The name a person types.
  public var name: String
  public var title: String
  /// The scenario that is told: a bundled one's name, or a path beside the demo's own file.
  public var scenario: String
  /// The kernel, where it is not the scenario's own.
  public var revision: Revision?
  public var columns = 100
  public var rows = 30
  /// The theme's name; nil leaves the choice to the reader of the film.
  public var theme: String?
  public var pace = Pace()
  public var beats: [Beat] = []

  public init(name: String, title: String, scenario: String) {
    self.name = name
    self.title = title
    self.scenario = scenario
  }

  /// How fast it is told.
  public struct Pace: Hashable, Sendable {
    /// Milliseconds that a picture stays at least.
    public var hold = 2500
    /// Characters a second that are typed.
    public var type = 25
    /// Characters a second that a viewer reads.
    public var read = 16
    /// Milliseconds of each picture on the way to a step further on.
    public var pass = 400

    public init() {}

    /// Milliseconds a picture stays that has so many characters to be read.
    public func hold(reading characters: Int) -> Int { max(hold, characters * 1000 / max(1, read)) }
  }

  /// Where a line of the script stands in its file; both from 1. A script of our own has no place.
  public struct Place: Hashable, Sendable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  /// One line of the script.
  public struct Beat: Hashable, Sendable {
    public var event: Event
    public var place: Place?

    public init(_ event: Event, at place: Place? = nil) {
      self.event = event
      self.place = place
    }
  }

  /// What a line says: events of the model and of the stage, never keys or sleeps.
  public enum Event: Hashable, Sendable {
    case step(Int)
    case stepUntil(String)
    /// On to the next stage, or to the first step of the one named.
    case stage(String?)
    case back(Int)
    /// A step that is to fail, `ID` or `ID=ERRNO`; nil takes the last change back.
    case fail(String?)
    /// `ID@TASK` or `ID=ANSWER`.
    case choose(String)
    case chapter(String)
    case caption(String)
    case note(String)
    /// A pane; nil is none.
    case focus(String?)
    /// What stays bright; nil ends it.
    case spotlight(String?)
    /// A text beside a thing; nil takes it away.
    case callout(at: String, text: String)
    case noCallout
    case zoom(String?)
    /// Other kernels beside this one; none ends it.
    case compare([Revision])
    case type(String)
    /// Milliseconds.
    case hold(Int)
    case pause
    case expect([Expectations.Fact])
    case shot(String)
    case end
  }

  /// What is wrong with a line when it is played.
  public struct Fault: Error, Hashable, Sendable {
    public var place: Place?
    public var found: String
    public var expected: String
    /// The word in question and those that would have been right, for a hint.
    public var word = ""
    public var known: [String] = []
    /// The line can be played, but the run is not what it expects.
    public var isBrokenExpectation = false

    public init(at place: Place?, _ found: String, expected: String, word: String = "", known: [String] = [])
    {
      self.place = place
      self.found = found
      self.expected = expected
      self.word = word
      self.known = known
    }
  }
}
