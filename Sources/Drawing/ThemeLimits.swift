/// How readable a theme promises to be; `vmascope theme check` holds it to that.
public struct ThemeLimits: Hashable, Sendable {
  /// The least contrast of text on its ground, as WCAG 2 measures it: 4.5 is its level AA, 7 its level AAA.
  public var text: Double
  /// The least contrast of lines that only part things.
  public var border: Double
  /// The least distance of two colours of one group in CAM02-UCS, for every kind of colour vision. 0 where
  /// the colours of a theme say nothing.
  public var distance: Double

  public init(text: Double = 4.5, border: Double = 3, distance: Double = 13) {
    self.text = text
    self.border = border
    self.distance = distance
  }
}
