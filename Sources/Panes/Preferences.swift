/// How somebody likes to begin a visit; nil leaves the program's own choice.
public struct Preferences: Sendable {
  public var view: Preset?
  /// How fast playing begins: 1 is the slowest of `speeds`.
  public var speed: Int?
  public var keys = KeyMap.standard

  /// The speeds there are.
  public static let speeds = 1...Session.paces.count

  public init() {}
}
