/// A place of a picture and what stands there. The canvas does not know what it is; whoever noted it does.
public struct Spot: Sendable {
  /// In the frame's coordinates.
  public var rect: Rect
  public var thing: any Sendable

  public init(rect: Rect, thing: any Sendable) {
    self.rect = rect
    self.thing = thing
  }
}
