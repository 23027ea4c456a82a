import Drawing

/// Writes a film as asciicast v2: newline-delimited JSON, one header and one event a line.
///
/// Format: asciinema's documentation of asciicast v2. No time of day, names or paths of the recording
/// machine.
public struct Asciicast {
  private let theme: Theme
  private let depth: ColourDepth
  private let title: String

  public init(theme: Theme, depth: ColourDepth = .rgb, title: String) {
    self.theme = theme
    self.depth = depth
    self.title = title
  }

  /// Writes the film line by line; each line is given with its end.
  public func write(_ film: Film, to line: (String) throws -> Void) rethrows {
    try line(header(film.size))
    var delta = FrameDelta(theme: theme, depth: depth)
    let end = try film.play { shot in
      if let chapter = shot.chapter { try line(event(shot.milliseconds, "m", chapter)) }
      let output = delta.output(for: shot.frame)
      if !output.isEmpty { try line(event(shot.milliseconds, "o", output)) }
    }
    try line(event(end, "o", "\u{1b}[?25h"))
  }

  private func header(_ size: Size) -> String {
    let palette = theme.ansi.map(\.hex).joined(separator: ":")
    let colours =
      "{\"fg\":\"\(theme.foreground.hex)\",\"bg\":\"\(theme.background.hex)\",\"palette\":\"\(palette)\"}"
    return "{\"version\":2,\"width\":\(size.columns),\"height\":\(size.rows),\"title\":\(Self.quoted(title)),"
      + "\"env\":{\"TERM\":\"xterm-256color\"},\"theme\":\(colours)}\n"
  }

  private func event(_ milliseconds: Int, _ code: String, _ data: String) -> String {
    "[\(Self.seconds(milliseconds)), \"\(code)\", \(Self.quoted(data))]\n"
  }

  /// Whole milliseconds as seconds, trailing zeros cut, at least one decimal.
  static func seconds(_ milliseconds: Int) -> String {
    var digits = String(milliseconds % 1000 + 1000).dropFirst()
    while digits.count > 1, digits.last == "0" { digits = digits.dropLast() }
    return "\(milliseconds / 1000).\(digits)"
  }

  /// A JSON string; everything above the controls stands as it is.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{8}": result += "\\b"
      case "\u{c}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
