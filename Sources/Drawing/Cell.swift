/// One cell of a frame: a scalar, its style and the columns it covers. Eight bytes.
public struct Cell: Hashable, Sendable {
  /// The scalar shown; zero in the second cell of a wide glyph.
  public var scalar: UInt32
  public var style: Style
  /// 1, or 2 for the first cell of a wide glyph, or 0 for its second.
  public var width: UInt8

  public init(scalar: UInt32, style: Style, width: UInt8 = 1) {
    self.scalar = scalar
    self.style = style
    self.width = width
  }

  public static let blank = Cell(scalar: 0x20, style: Style(.text))
}
