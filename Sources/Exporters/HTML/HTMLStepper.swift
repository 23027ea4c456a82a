import Drawing
import Panes
import Simulation

extension FilmFormat {
  /// One file for the stage: steps, scrubs, speaks; asks nobody for anything.
  public static let html = FilmFormat(
    name: "html", fileExtension: "html", summary: "a page that steps, for talks and readers",
    usualBytes: 150_000
  ) { film, dress, write in try HTMLStepper(film, dress).write(to: write) }
}

/// The film as a page: the pieces of its pictures once, which of them each picture has, and a script that
/// shows them. Without scripts the first picture and the transcript are there.
struct HTMLStepper {
  private let film: Film
  private let theme: Theme
  private let words: FilmWords
  private var book: PieceBook
  private var frames: [[Int]] = []

  init(_ film: Film, _ dress: FilmFormat.Dress) {
    self.film = film
    theme = dress.theme
    words = FilmWords(film)
    book = PieceBook(size: film.size, cuts: Layout(film.size).dividers, theme: dress.theme)
    for index in film.range { frames.append(book.pieces(of: film.frame(of: index))) }
  }

  func write(to sink: FilmFormat.Sink) throws {
    let title = XMLText.escaped(film.title)
    let (width, height) = (film.size.columns * SVGCell.width / 10, film.size.rows * SVGCell.height / 10)
    try sink(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        + "style-src 'unsafe-inline'; script-src 'unsafe-inline'\"/>\n"
        + "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>\(title)</title>\n"
        + "<style>\(HTMLPage.style(theme))\(book.styles)</style></head>\n<body><main>\n<h1>\(title)</h1>\n"
        + "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
        + "id=\"screen\" aria-hidden=\"true\" viewBox=\"0 0 \(width) \(height)\" "
        + "font-family=\"\(SVGStill.fonts)\" font-size=\"\(SVGStill.fontSize)\"><defs>\n")
    for (number, markup) in book.markup.enumerated() { try sink("<g id=\"r\(number)\">\(markup)</g>\n") }
    try sink(
      "</defs><rect width=\"\(width)\" height=\"\(height)\" fill=\"\(theme.background.hex)\"/>"
        + "<g id=\"picture\">\(firstPicture)</g></svg>\n\(HTMLPage.controls)")
    try transcript(to: sink)
    try sink("</main>\n<script type=\"application/json\" id=\"film\">")
    try data(to: sink)
    try sink("</script>\n<script>\(HTMLPage.script)</script>\n</body></html>\n")
  }

  private var firstPicture: String {
    (frames.first ?? []).enumerated().filter { $0.element >= 0 }.map { slot, piece in
      let place = book.place(slot)
      return "<use xlink:href=\"#r\(piece)\" x=\"\(place.x)\" y=\"\(place.y)\"/>"
    }.joined()
  }

  /// The places of the cues at which a speaker stops, counted from the first cue of the film.
  private var marks: [Int] {
    film.range.indices.map { $0 - film.range.lowerBound }
      .filter { !film.telling.cues[film.range.lowerBound + $0].isPassing }
  }

  /// The chapter that has begun since the mark before.
  private func chapter(since last: Int?, at mark: Int) -> String? {
    let first = film.range.lowerBound
    return film.telling.cues[first + (last.map { $0 + 1 } ?? 0)...first + mark].last { $0.chapter != nil }?
      .chapter
  }

  private func transcript(to sink: FilmFormat.Sink) throws {
    try sink("<section id=\"transcript\"><h2>Transcript</h2>\n<ol>\n")
    var last: Int?
    for mark in marks {
      let cue = film.telling.cues[film.range.lowerBound + mark]
      let begun = chapter(since: last, at: mark)
      last = mark
      let chapter = begun.map { "<strong>\(XMLText.escaped($0)).</strong> " } ?? ""
      let run = film.telling.tours[cue.tour].recording
      let spoken = SpokenState(run, at: cue.position)
      let state = cue.position > 0 ? " Locks: \(spoken.locks). Sees it: \(spoken.sights)." : ""
      try sink(
        "<li>\(chapter)<code>\(run.id(cue.position))</code> "
          + "\(XMLText.escaped(words.described(cue) + state))</li>\n")
    }
    try sink("</ol></section>\n")
  }

  // Frames as what differs from the one before; marks with what is said and noted there.
  private func data(to sink: FilmFormat.Sink) throws {
    let places = (0..<(frames.first?.count ?? 0)).map { slot in
      let place = book.place(slot)
      return "\(place.x),\(place.y)"
    }
    try sink("{\"v\":1,\"places\":[\(places.joined(separator: ","))],\n\"frames\":[")
    var shown = Array(repeating: -1, count: frames.first?.count ?? 0)
    for (number, span) in film.spans.enumerated() {
      var changes: [String] = []
      for (slot, piece) in frames[number].enumerated() where piece != shown[slot] {
        changes.append("\(slot),\(piece)")
      }
      shown = frames[number]
      try sink("\(number > 0 ? ",\n" : "")[\(span.end - span.start),\(changes.joined(separator: ","))]")
    }
    let rows = marks.enumerated().map { number, mark -> String in
      let cue = film.telling.cues[film.range.lowerBound + mark]
      let chapter = chapter(since: number > 0 ? marks[number - 1] : nil, at: mark) ?? ""
      let texts = [
        film.telling.id(cue), words.said(cue), cue.note, chapter, cue.isPause ? "1" : "",
      ]
      return "[\(mark),\(texts.map { JSONText.quoted($0) }.joined(separator: ","))]"
    }
    let text = "],\n\"marks\":[\(rows.joined(separator: ",\n"))]}"
    try sink(text.replacing("</", with: "<\\/"))
  }
}
