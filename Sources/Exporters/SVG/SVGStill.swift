import Drawing

extension StillFormat {
  /// A picture for slides, papers and web pages.
  public static let svg = StillFormat(
    name: "svg", fileExtension: "svg", summary: "a picture for slides, papers and web pages"
  ) { frame, theme, title, description in
    SVGStill(frame, theme: theme).write(title: title, description: description)
  }
}

/// A frame as a picture that looks alike in browsers, converters and editors: presentation attributes only,
/// lines and marks as geometry, words as text that can be found and copied.
struct SVGStill {
  private let frame: Frame
  private let theme: Theme
  private var inks: [Style: Ink] = [:]
  private var paths = SVGPaths()
  private var lines = SVGLines()
  private var texts = SVGTexts()

  init(_ frame: Frame, theme: Theme) {
    self.frame = frame
    self.theme = theme
    for row in 0..<frame.rows {
      drawGrounds(row)
      drawCells(row)
      texts.finish()
    }
    lines.draw(into: &paths)
  }

  /// The document. Its ids are made of title and description, so that several pictures fit on one page.
  func write(title: String, description: String) -> String {
    let (width, height) = (frame.columns * SVGCell.width / 10, frame.rows * SVGCell.height / 10)
    let id = Self.digest(title + "\n" + description)
    let head = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"t\(id) d\(id)\" "
        + "viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\" "
        + "font-family=\"\(Self.fonts)\" font-size=\"\(Self.fontSize)\">",
      "<title id=\"t\(id)\">\(XMLText.escaped(title))</title>"
        + "<desc id=\"d\(id)\">\(XMLText.escaped(description))</desc>",
      "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(theme.background.hex)\"/>",
    ]
    return (head + elements + ["</svg>", ""]).joined(separator: "\n")
  }

  /// What is drawn, lowest first.
  var elements: [String] { paths.elements + texts.elements }

  static let fonts = "'DejaVu Sans Mono',Menlo,Consolas,'Liberation Mono',monospace"
  static let fontSize = "14.95"

  // FNV-1a: short, and the same on every machine, which `Hasher` is not.
  private static func digest(_ text: String) -> String {
    var value: UInt32 = 0x811c_9dc5
    for byte in text.utf8 { value = (value ^ UInt32(byte)) &* 0x0100_0193 }
    return String(value, radix: 16)
  }

  private mutating func ink(_ style: Style) -> Ink {
    if let ink = inks[style] { return ink }
    let ink = Ink(style, theme: theme)
    inks[style] = ink
    return ink
  }

  private func scalar(_ x: Int, _ y: Int) -> Unicode.Scalar {
    Unicode.Scalar(frame[x, y].scalar) ?? "\u{FFFD}"
  }

  private mutating func drawGrounds(_ y: Int) {
    var x = 0
    while x < frame.columns {
      let ground = ink(frame[x, y].style).ground
      var end = x + 1
      while end < frame.columns, ink(frame[end, y].style).ground == ground { end += 1 }
      if let ground {
        let cell = SVGCell(column: x, row: y)
        let width = (end - x) * SVGCell.width
        paths.rectangle(.ground, ground, x: cell.x, y: cell.y, width: width, height: SVGCell.height)
      }
      x = end
    }
  }

  private mutating func drawCells(_ y: Int) {
    var x = 0
    while x < frame.columns {
      let (mark, ink) = (scalar(x, y), ink(frame[x, y].style))
      if ink.isUnderlined { underline(ink, x, y) }
      var end = x + 1
      if SVGBlocks.isBar(mark) {
        while end < frame.columns, scalar(end, y) == mark, self.ink(frame[end, y].style) == ink {
          if ink.isUnderlined { underline(ink, end, y) }
          end += 1
        }
        let cell = SVGCell(column: x, row: y)
        SVGBlocks.drawBar(mark, ink.colour, at: cell, cells: end - x, into: &paths)
      } else if mark != " ", frame[x, y].width > 0 {
        drawCell(mark, ink, x, y)
      }
      x = end
    }
  }

  private mutating func drawCell(_ mark: Unicode.Scalar, _ ink: Ink, _ x: Int, _ y: Int) {
    let cell = SVGCell(column: x, row: y)
    let isShape = drawShape(mark, ink.colour, at: cell, isWait: mark == "║" && !isBoxSide(x, y))
    if isShape {
      texts.finish()
    } else {
      texts.add(mark, width: Int(frame[x, y].width), ink, column: x, row: y)
    }
  }

  private mutating func drawShape(
    _ mark: Unicode.Scalar, _ colour: RGB, at cell: SVGCell, isWait: Bool
  ) -> Bool {
    if isWait {
      SVGMarks.drawWait(colour, at: cell, into: &paths)
      return true
    }
    if let arms = LineArms(mark) {
      arms.draw(colour, at: cell, into: &lines)
      return true
    }
    return SVGMarks.draw(mark, colour, at: cell, into: &paths)
      || SVGBlocks.drawPart(mark, colour, at: cell, into: &paths)
  }

  private mutating func underline(_ ink: Ink, _ x: Int, _ y: Int) {
    let cell = SVGCell(column: x, row: y)
    lines.horizontal(.thinLine, ink.colour, y: cell.y + 175, from: cell.x, to: cell.x + SVGCell.width)
  }

  /// Whether a `║` belongs to a box: its column of them ends in a corner. A task that waits may stand right
  /// above another, so neighbours alone do not tell.
  private func isBoxSide(_ x: Int, _ y: Int) -> Bool {
    var top = y
    while top >= 0, scalar(x, top) == "║" { top -= 1 }
    var bottom = y
    while bottom < frame.rows, scalar(x, bottom) == "║" { bottom += 1 }
    let opens = top >= 0 && LineArms(scalar(x, top))?.down == .double
    let closes = bottom < frame.rows && LineArms(scalar(x, bottom))?.up == .double
    return opens || closes
  }
}
