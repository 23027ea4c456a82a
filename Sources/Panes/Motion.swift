/// How far the animation of a step has come, on a virtual clock.
public struct Motion: Hashable, Sendable {
  /// Milliseconds since the step began; nil when nothing moves.
  public var elapsed: Int?

  /// Milliseconds a step's animation takes.
  public static let duration = 300

  public static let settled = Motion(elapsed: nil)

  public init(elapsed: Int?) {
    self.elapsed = elapsed.flatMap { $0 < Self.duration ? max(0, $0) : nil }
  }

  public var isSettled: Bool { elapsed == nil }

  /// How many of `count` things that appear one after another are there; all when nothing moves.
  public func shown(of count: Int) -> Int {
    guard let elapsed else { return count }
    return count * elapsed / Self.duration
  }

  /// Which of `count` phases the motion is in, 0 … count - 1; nil when nothing moves.
  public func phase(of count: Int) -> Int? {
    elapsed.map { min(count - 1, $0 * count / Self.duration) }
  }
}
