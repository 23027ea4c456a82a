import Drawing

/// The straight lines of a picture; pieces that meet end to end become one.
struct SVGLines {
  private struct Line {
    var brush: SVGBrush
    var colour: RGB
    var isVertical: Bool
    /// The coordinate that stays the same, in tenths of a pixel like the others.
    var fixed: Int
    var start: Int
    var end: Int
  }

  /// A line's open end: a piece that starts here makes the line longer.
  private struct End: Hashable {
    var brush: SVGBrush
    var colour: RGB
    var isVertical: Bool
    var fixed: Int
    var end: Int
  }

  private var lines: [Line] = []
  private var ends: [End: Int] = [:]

  mutating func horizontal(_ brush: SVGBrush, _ colour: RGB, y: Int, from start: Int, to end: Int) {
    add(Line(brush: brush, colour: colour, isVertical: false, fixed: y, start: start, end: end))
  }

  mutating func vertical(_ brush: SVGBrush, _ colour: RGB, x: Int, from start: Int, to end: Int) {
    add(Line(brush: brush, colour: colour, isVertical: true, fixed: x, start: start, end: end))
  }

  private mutating func add(_ line: Line) {
    guard line.end > line.start else { return }
    var key = End(
      brush: line.brush, colour: line.colour, isVertical: line.isVertical, fixed: line.fixed, end: line.start)
    let place = ends.removeValue(forKey: key) ?? lines.count
    if place == lines.count { lines.append(line) } else { lines[place].end = line.end }
    key.end = line.end
    ends[key] = place
  }

  /// Hands the lines over to the paths.
  func draw(into paths: inout SVGPaths) {
    for line in lines {
      let fixed = SVGLength(tenths: line.fixed)
      let (start, end) = (SVGLength(tenths: line.start), SVGLength(tenths: line.end))
      let data = line.isVertical ? "M\(fixed) \(start)V\(end)" : "M\(start) \(fixed)H\(end)"
      paths.add(line.brush, line.colour, data)
    }
  }
}
