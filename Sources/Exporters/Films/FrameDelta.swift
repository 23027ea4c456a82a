import Drawing

/// Turns frames into terminal output: absolute cursor moves, colour sequences and text, nothing else.
///
/// Every run sets its whole look anew, so that a player may start anywhere. Only runs of changed cells are
/// written after the first frame.
struct FrameDelta {
  private let theme: Theme
  private let depth: ColourDepth
  private var shown: Frame?

  init(theme: Theme, depth: ColourDepth) {
    self.theme = theme
    self.depth = depth
  }

  /// The output that turns the frame shown last into another; empty when nothing changed.
  mutating func output(for frame: Frame) -> String {
    defer { shown = frame }
    guard let old = shown, old.size == frame.size else {
      return "\u{1b}[?25l\u{1b}[2J\u{1b}[H" + whole(frame)
    }
    var output = ""
    for y in 0..<frame.rows { append(row: y, of: frame, since: old, to: &output) }
    return output
  }

  private func whole(_ frame: Frame) -> String {
    let blank = Frame(frame.size)
    var output = ""
    for y in 0..<frame.rows { append(row: y, of: frame, since: blank, to: &output) }
    return output
  }

  private func append(row y: Int, of frame: Frame, since old: Frame, to output: inout String) {
    var x = 0
    while x < frame.columns {
      guard frame[x, y] != old[x, y] else {
        x += 1
        continue
      }
      x = appendRun(at: x, y, of: frame, since: old, to: &output)
    }
  }

  // Writes changed cells up to three unchanged ones; a gap that short costs less than a cursor move.
  private func appendRun(at start: Int, _ y: Int, of frame: Frame, since old: Frame, to output: inout String)
    -> Int
  {
    // A wide character is written from its first cell.
    var x = frame[start, y].width == 0 ? start - 1 : start
    output += "\u{1b}[\(y + 1);\(x + 1)H"
    var style: Style?
    var same = 0
    while x < frame.columns {
      let cell = frame[x, y]
      same = cell == old[x, y] ? same + 1 : 0
      if same > 3 { return x }
      if cell.width > 0 {
        if cell.style != style {
          output += sequence(theme.look(cell.style, depth: depth))
          style = cell.style
        }
        output.unicodeScalars.append(Unicode.Scalar(cell.scalar) ?? "\u{FFFD}")
      }
      x += 1
    }
    return x
  }

  private func sequence(_ look: Look) -> String {
    var pen = SGRPen()
    let codes = pen.change(to: look)
    return codes.isEmpty ? "\u{1b}[0m" : "\u{1b}[0;" + codes.dropFirst(2)
  }
}
