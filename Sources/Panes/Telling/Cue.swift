/// One picture of a film: a place of a run, what is put over it, and how long it stays.
public struct Cue: Sendable {
  /// How the picture comes on.
  public enum Entry: Hashable, Sendable {
    case cut
    /// With the motion of its step.
    case step
    /// The typed text of its staging, letter by letter.
    case typing
  }

  /// Index into the runs of the telling: a failure or a choice makes another one.
  public var tour = 0
  public var position = 0
  public var entry = Entry.cut
  public var staging = Staging()
  /// Milliseconds it stays when it has come on.
  public var hold = 0
  /// The chapter that begins with it.
  public var chapter: String?
  /// For the speaker, never on the picture.
  public var note = ""
  /// The speaker says when it goes on.
  public var isPause = false
  /// Shown on the way to a step further on, nothing to stop at.
  public var isPassing = false
  /// The names under which the picture is kept.
  public var shots: [String] = []

  public init() {}
}
