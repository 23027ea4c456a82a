import Drawing

extension FilmFormat {
  /// Format: asciicast v2 of asciinema's documentation, which every player reads.
  public static let asciicast = FilmFormat(
    name: "cast", fileExtension: "cast", summary: "asciicast v2 for asciinema and its web player"
  ) { film, dress, write in try Asciicast(version: 2, dress).write(film, to: write) }

  /// Format: asciicast v3, which asciinema 3 and its player read.
  public static let asciicastV3 = FilmFormat(
    name: "cast3", fileExtension: "v3.cast", summary: "asciicast v3 for asciinema 3"
  ) { film, dress, write in try Asciicast(version: 3, dress).write(film, to: write) }
}

/// Writes a film as newline-delimited JSON, one header and one event a line. No names or paths of the
/// recording machine; the time of day only where the caller gives one.
struct Asciicast {
  private let version: Int
  private let theme: Theme
  private let epoch: Int?
  private let depth: ColourDepth

  init(version: Int, _ dress: FilmFormat.Dress) {
    self.version = version
    theme = dress.theme
    epoch = dress.epoch
    depth = theme.hasColours ? .rgb : .mono
  }

  /// Writes the film line by line; each line is given with its end.
  func write(_ film: Film, to line: FilmFormat.Sink) throws {
    try line(header(film.size, film.title))
    var delta = FrameDelta(theme: theme, depth: depth)
    var last = 0
    func event(_ now: Int, _ code: String, _ data: String) throws {
      let time = version == 2 ? Self.seconds(now) : Self.exactly(now - last)
      last = now
      try line("[\(time), \"\(code)\", \(JSONText.quoted(data))]\n")
    }
    let end = try film.play { shot in
      if let marker = shot.marker { try event(shot.milliseconds, "m", marker) }
      let output = delta.output(for: shot.frame)
      if !output.isEmpty { try event(shot.milliseconds, "o", output) }
    }
    try event(end, "o", "\u{1b}[?25h")
    if version > 2 { try event(end, "x", "0") }
  }

  private func header(_ size: Size, _ title: String) -> String {
    let palette = theme.ansi.map(\.hex).joined(separator: ":")
    let colours =
      "{\"fg\":\"\(theme.foreground.hex)\",\"bg\":\"\(theme.background.hex)\",\"palette\":\"\(palette)\"}"
    let date = epoch.map { ",\"timestamp\":\($0)" } ?? ""
    let name = JSONText.quoted(title)
    guard version == 2 else {
      return "{\"version\":3,\"term\":{\"cols\":\(size.columns),\"rows\":\(size.rows),"
        + "\"type\":\"xterm-256color\",\"theme\":\(colours)}\(date),\"title\":\(name)}\n"
    }
    return "{\"version\":2,\"width\":\(size.columns),\"height\":\(size.rows)\(date),\"title\":\(name),"
      + "\"env\":{\"TERM\":\"xterm-256color\"},\"theme\":\(colours)}\n"
  }

  /// Whole milliseconds as seconds, trailing zeros cut, at least one decimal.
  static func seconds(_ milliseconds: Int) -> String {
    var digits = exactly(milliseconds)[...]
    while digits.hasSuffix("0"), !digits.hasSuffix(".0") { digits = digits.dropLast() }
    return String(digits)
  }

  /// Whole milliseconds as seconds with three decimals.
  static func exactly(_ milliseconds: Int) -> String {
    "\(milliseconds / 1000).\(String(milliseconds % 1000 + 1000).dropFirst())"
  }
}
