import Drawing

/// Marks as geometry: as text they depend on the reader's fonts, and many fonts lack them.
enum SVGMarks {
  /// Draws a mark; false when the character is none and must be written as text.
  static func draw(
    _ scalar: Unicode.Scalar, _ colour: RGB, at cell: SVGCell, into paths: inout SVGPaths
  ) -> Bool {
    guard let (brush, data) = shape(scalar, cell) else { return false }
    paths.add(brush, colour, data)
    return true
  }

  private static func shape(_ scalar: Unicode.Scalar, _ cell: SVGCell) -> (SVGBrush, String)? {
    switch scalar {
    case "·": return (.dot, "M\(cell.point(44, 100))h.1")
    case "•": return (.bullet, "M\(cell.point(44, 100))h.1")
    case "●": return (.disc, "M\(cell.point(44, 100))h.1")
    case "○": return (.ring, "M\(cell.point(10, 100))a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z")
    case "■": return (.solid, "M\(cell.point(8, 63))h7.4v7.4h-7.4z")
    case "▶": return (.solid, "M\(cell.point(8, 50))l8 5l-8 5z")
    case "◀": return (.solid, "M\(cell.point(84, 50))l-8 5l8 5z")
    case "▲": return (.solid, "M\(cell.point(45, 55))l4.5 9h-9z")
    case "▼": return (.solid, "M\(cell.point(45, 145))l-4.5 -9h9z")
    case "✓": return (.check, "M\(cell.point(9, 104))l2.6 3.4l4.8 -8")
    case "✗": return (.cross, "M\(cell.point(11, 66))l6.8 6.8m-6.8 0l6.8 -6.8")
    case "×": return (.times, "M\(cell.point(17, 72))l5.6 5.6m-5.6 0l5.6 -5.6")
    default: return nil
    }
  }

  /// The pause sign: the double line, four pixels off each end.
  static func drawWait(_ colour: RGB, at cell: SVGCell, into paths: inout SVGPaths) {
    paths.add(.waitLine, colour, "M\(cell.point(25, 40))v12m4 -12v12")
  }
}
