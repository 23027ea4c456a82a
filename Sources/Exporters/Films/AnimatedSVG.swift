import Drawing
import Panes

extension FilmFormat {
  /// A picture that moves by itself in a page; it shows its last frame wherever nothing moves.
  public static let animatedSVG = FilmFormat(
    name: "svg", fileExtension: "svg", summary: "a picture that moves by itself, for web pages",
    usualBytes: 200_000
  ) { film, dress, write in try AnimatedSVG(film, dress).write(to: write) }
}

/// Settled pictures only, each for as long as its cue: one animation for every different set of times at
/// which a piece of a row is shown. Without motion, or where there are no animations, the last picture stays.
struct AnimatedSVG {
  private let film: Film
  private let theme: Theme
  private var book: PieceBook
  // For each slot the piece of every frame.
  private var frames: [[Int]] = []
  private var spans: [Film.Span] = []

  /// Milliseconds that the last picture stays before it begins again, at least.
  static let endHold = 3000

  init(_ film: Film, _ dress: FilmFormat.Dress) {
    self.film = film
    theme = dress.theme
    book = PieceBook(size: film.size, cuts: Layout(film.size).dividers, theme: dress.theme)
    spans = film.spans
    for index in film.range { frames.append(book.pieces(of: film.frame(of: index))) }
    if let last = spans.last, last.end - last.start < Self.endHold {
      spans[spans.count - 1].end = last.start + Self.endHold
    }
  }

  private var total: Int { max(1, spans.last?.end ?? 1) }

  func write(to sink: FilmFormat.Sink) throws {
    let (uses, styles) = animations()
    let (width, height) = (film.size.columns * SVGCell.width / 10, film.size.rows * SVGCell.height / 10)
    try sink(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"img\" "
        + "aria-labelledby=\"t d\" "
        + "viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\" "
        + "font-family=\"\(SVGStill.fonts)\" font-size=\"\(SVGStill.fontSize)\">\n")
    let title = "\(film.title), animated, \(total / 1000) s"
    try sink(
      "<title id=\"t\">\(XMLText.escaped(title))</title><desc id=\"d\">\(XMLText.escaped(story))</desc>\n")
    try sink(
      "<style>.u{animation-duration:\(Asciicast.seconds(total))s;animation-timing-function:steps(1,end);"
        + "animation-iteration-count:infinite}\n\(book.styles)\n\(styles.joined(separator: "\n"))\n"
        + "@media(prefers-reduced-motion:reduce){.u{animation:none!important}}</style>\n<defs>\n")
    for (number, markup) in book.markup.enumerated() { try sink("<g id=\"r\(number)\">\(markup)</g>\n") }
    try sink("</defs>\n<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(theme.background.hex)\"/>\n")
    for use in uses { try sink(use + "\n") }
    try sink("</svg>\n")
  }

  private var story: String {
    let words = FilmWords(film)
    let told = film.range.map { words.said(film.telling.cues[$0]) }
    var lines: [String] = []
    for text in told where !text.isEmpty && text != lines.last { lines.append(text) }
    return lines.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: " ")
  }

  private func animations() -> (uses: [String], styles: [String]) {
    var styles: [String] = []
    var names: [[Bool]: Int] = [:]
    var uses: [String] = []
    for slot in frames.first?.indices ?? 0..<0 {
      var seen: [Int] = []
      for frame in frames where frame[slot] >= 0 && !seen.contains(frame[slot]) { seen.append(frame[slot]) }
      for piece in seen {
        let shown = frames.map { $0[slot] == piece }
        let place = book.place(slot)
        var use = "<use xlink:href=\"#r\(piece)\""
        if place.x > 0 { use += " x=\"\(place.x)\"" }
        if place.y > 0 { use += " y=\"\(place.y)\"" }
        if shown.contains(false) {
          let number = names[shown] ?? styles.count
          if number == styles.count {
            names[shown] = number
            styles.append(style(number, shown))
          }
          use += " class=\"u k\(number)\""
          if shown.last == false { use += " opacity=\"0\"" }
        }
        uses.append(use + "/>")
      }
    }
    return (uses, styles)
  }

  private func style(_ number: Int, _ shown: [Bool]) -> String {
    var stops: [String] = []
    var isOn: Bool?
    for (index, on) in shown.enumerated() where on != isOn {
      stops.append("\(percent(spans[index].start))%{opacity:\(on ? 1 : 0)}")
      isOn = on
    }
    stops.append("100%{opacity:\(shown.last == true ? 1 : 0)}")
    return ".k\(number){animation-name:k\(number)}@keyframes k\(number){\(stops.joined())}"
  }

  // Four decimals by whole numbers: the same digits everywhere.
  private func percent(_ milliseconds: Int) -> String {
    let value = milliseconds * 1_000_000 / total
    var digits = "\(value / 10000).\(String(value % 10000 + 10000).dropFirst())"
    while digits.hasSuffix("0") { digits.removeLast() }
    return digits.hasSuffix(".") ? String(digits.dropLast()) : digits
  }
}
