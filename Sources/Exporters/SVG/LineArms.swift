import Drawing

/// The arms of a box-drawing character: how far it reaches from its middle, and how.
struct LineArms {
  enum Weight: Int { case none, thin, heavy, double }

  var left: Weight
  var right: Weight
  var up: Weight
  var down: Weight

  /// Nil for characters that are no lines.
  init?(_ scalar: Unicode.Scalar) {
    guard let code = Self.code(scalar) else { return nil }
    func weight(_ place: Int) -> Weight { Weight(rawValue: code / place % 10) ?? .none }
    left = weight(1000)
    right = weight(100)
    up = weight(10)
    down = weight(1)
  }

  // Four digits: left, right, up, down; 1 thin, 2 heavy, 3 double.
  private static func code(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar {
    case "─": return 1100
    case "│": return 0011
    case "┌", "╭": return 0101
    case "┐", "╮": return 1001
    case "└", "╰": return 0110
    case "┘", "╯": return 1010
    case "├": return 0111
    case "┤": return 1011
    case "┬": return 1101
    case "┴": return 1110
    case "┼": return 1111
    case "━": return 2200
    case "┃": return 0022
    case "┿": return 2211
    case "╂": return 1122
    case "╋": return 2222
    default: return doubleCode(scalar)
    }
  }

  private static func doubleCode(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar {
    case "═": return 3300
    case "║": return 0033
    case "╔": return 0303
    case "╗": return 3003
    case "╚": return 0330
    case "╝": return 3030
    case "╠": return 0333
    case "╣": return 3033
    case "╦": return 3303
    case "╩": return 3330
    case "╬": return 3333
    case "╪": return 3311
    case "╫": return 1133
    case "╞": return 0311
    case "╡": return 3011
    case "╤": return 3301
    case "╧": return 3310
    default: return nil
    }
  }
}

extension LineArms {
  /// Draws the arms of one cell, from its middle to its edges.
  func draw(_ colour: RGB, at cell: SVGCell, into lines: inout SVGLines) {
    let (middle, centre) = (cell.x + SVGCell.width / 2, cell.y + SVGCell.height / 2)
    let (right, bottom) = (cell.x + SVGCell.width, cell.y + SVGCell.height)
    if let brush = left.brush { lines.horizontal(brush, colour, y: centre, from: cell.x, to: middle) }
    if let brush = self.right.brush { lines.horizontal(brush, colour, y: centre, from: middle, to: right) }
    if let brush = up.brush { lines.vertical(brush, colour, x: middle, from: cell.y, to: centre) }
    if let brush = down.brush { lines.vertical(brush, colour, x: middle, from: centre, to: bottom) }
    guard [left, self.right, up, down].contains(.double) else { return }
    for side in [-1, 1] {
      doubleRows(colour, side, cell, middle, centre, into: &lines)
      doubleColumns(colour, side, cell, middle, centre, into: &lines)
    }
  }

  /// Half the distance between the two strokes of a double line.
  private static let gap = 20

  // One of the two horizontal strokes: it stops at the near vertical stroke where a line leaves on its side,
  // and reaches the far one where it is the outside of a corner.
  private func doubleRows(
    _ colour: RGB, _ side: Int, _ cell: SVGCell, _ middle: Int, _ centre: Int, into lines: inout SVGLines
  ) {
    let (near, far) = side < 0 ? (up, down) : (down, up)
    let y = centre + side * Self.gap
    func inset(_ opposite: Weight) -> Int {
      near == .double ? Self.gap : far == .double && opposite == .none ? -Self.gap : 0
    }
    if left == .double {
      lines.horizontal(.doubleLine, colour, y: y, from: cell.x, to: middle - inset(right))
    }
    if right == .double {
      lines.horizontal(.doubleLine, colour, y: y, from: middle + inset(left), to: cell.x + SVGCell.width)
    }
  }

  private func doubleColumns(
    _ colour: RGB, _ side: Int, _ cell: SVGCell, _ middle: Int, _ centre: Int, into lines: inout SVGLines
  ) {
    let (near, far) = side < 0 ? (left, right) : (right, left)
    let x = middle + side * Self.gap
    func inset(_ opposite: Weight) -> Int {
      near == .double ? Self.gap : far == .double && opposite == .none ? -Self.gap : 0
    }
    if up == .double {
      lines.vertical(.doubleLine, colour, x: x, from: cell.y, to: centre - inset(down))
    }
    if down == .double {
      lines.vertical(.doubleLine, colour, x: x, from: centre + inset(up), to: cell.y + SVGCell.height)
    }
  }
}

extension LineArms.Weight {
  /// The brush of a single stroke; double lines are two strokes and drawn apart.
  fileprivate var brush: SVGBrush? {
    switch self {
    case .thin: return .thinLine
    case .heavy: return .heavyLine
    case .none, .double: return nil
    }
  }
}
