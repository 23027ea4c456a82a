/// What a person likes at the start of a visit: keys of their own, a view, a pace.
public struct Habits: Sendable {
  public var keys = KeyMap.standard
  /// Nil lets the window decide.
  public var view: Preset?
  /// How fast it plays, 1 the slowest; nil is the usual one.
  public var speed: Int?
  /// The keys that differ from the usual ones, for the page that lists keys.
  public var ownKeys = ""

  /// The speeds there are.
  public static let speeds = 1...Session.paces.count

  public init() {}
}

extension Session {
  /// Takes over what a person likes.
  public mutating func adopt(_ habits: Habits) {
    keys = habits.keys
    view.preset = habits.view
    view.ownKeys = habits.ownKeys
    if let speed = habits.speed { self.speed = min(max(speed - 1, 0), Self.paces.count - 1) }
  }
}
