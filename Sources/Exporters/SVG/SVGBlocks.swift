import Drawing

/// Blocks as geometry; neighbours of one kind become one block.
enum SVGBlocks {
  /// Whether a character is a block that stands inset in its row and merges with its neighbours.
  static func isBar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "█", "▓", "▒", "░": return true
    default: return false
    }
  }

  /// Draws a bar of some cells; three pixels stay free above and below.
  static func drawBar(
    _ scalar: Unicode.Scalar, _ colour: RGB, at cell: SVGCell, cells: Int, into paths: inout SVGPaths
  ) {
    let (y, width, height) = (cell.y + 30, cells * SVGCell.width, SVGCell.height - 60)
    let brush: SVGBrush
    switch scalar {
    case "█": brush = .block
    case "▓": brush = .blockDark
    case "▒": brush = .blockMedium
    default: brush = .blockLight
    }
    paths.rectangle(brush, colour, x: cell.x, y: y, width: width, height: height)
    // The outline keeps the light shade apart from the medium one in print and without colours.
    guard brush == .blockLight else { return }
    paths.rectangle(.blockEdge, colour, x: cell.x + 7, y: y + 7, width: width - 14, height: height - 14)
  }

  /// Draws the parts of a cell that other block characters fill; false for everything else.
  static func drawPart(
    _ scalar: Unicode.Scalar, _ colour: RGB, at cell: SVGCell, into paths: inout SVGPaths
  ) -> Bool {
    let (width, height) = (SVGCell.width, SVGCell.height)
    let value = Int(scalar.value)
    switch value {
    case 0x2580:
      paths.rectangle(.block, colour, x: cell.x, y: cell.y, width: width, height: height / 2)
    case 0x2581...0x2587:
      let part = height * (value - 0x2580) / 8
      paths.rectangle(.block, colour, x: cell.x, y: cell.y + height - part, width: width, height: part)
    case 0x2589...0x258f:
      let part = width * (0x2590 - value) / 8
      paths.rectangle(.block, colour, x: cell.x, y: cell.y, width: part, height: height)
    case 0x2590:
      paths.rectangle(.block, colour, x: cell.x + width / 2, y: cell.y, width: width / 2, height: height)
    default: return false
    }
    return true
  }
}
