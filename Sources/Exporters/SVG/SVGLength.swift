/// A length in tenths of a pixel: whole numbers, so that every machine writes the same digits.
struct SVGLength: Hashable, Comparable, CustomStringConvertible {
  var tenths: Int

  init(tenths: Int) { self.tenths = tenths }

  static func < (one: SVGLength, other: SVGLength) -> Bool { one.tenths < other.tenths }

  static func + (one: SVGLength, tenths: Int) -> SVGLength { SVGLength(tenths: one.tenths + tenths) }

  var description: String {
    let whole = abs(tenths) / 10
    let part = abs(tenths) % 10
    return (tenths < 0 ? "-" : "") + "\(whole)" + (part == 0 ? "" : ".\(part)")
  }
}

/// The place of a cell in the picture, in tenths of a pixel.
struct SVGCell {
  /// Cell 9x20; with font size 14.95 DejaVu's advance is exactly 9 and nothing drifts.
  static let width = 90
  static let height = 200
  static let baseline = 150

  let x: Int
  let y: Int

  init(column: Int, row: Int) {
    x = column * Self.width
    y = row * Self.height
  }

  /// `x y` of a point counted from the cell's corner.
  func point(_ right: Int, _ down: Int) -> String {
    "\(SVGLength(tenths: x + right)) \(SVGLength(tenths: y + down))"
  }
}
