import Drawing
import Panes
import Simulation

/// A film as files of single pictures.
public struct FilmPictures {
  /// Takes a file's name below the folder, and its text.
  public typealias Sink = (_ name: String, _ text: String) throws -> Void

  private let film: Film
  private let theme: Theme
  private let words: FilmWords

  public init(_ film: Film, theme: Theme) {
    self.film = film
    self.theme = theme
    words = FilmWords(film)
  }

  /// The shots of the demo in every still format; where it has none, every picture that is stopped at.
  public func stills(to sink: Sink) throws {
    let hasShots = film.range.contains { !film.telling.cues[$0].shots.isEmpty }
    var number = 0
    for index in film.range {
      let cue = film.telling.cues[index]
      let names: [String]
      if hasShots {
        names = cue.shots
      } else {
        guard !cue.isPassing else { continue }
        number += 1
        names = ["\(String(number + 1000).dropFirst())-\(Self.slug(film.telling.id(cue)))"]
      }
      guard !names.isEmpty else { continue }
      let frame = film.frame(of: index)
      for name in names {
        for format in StillFormat.all {
          try sink("\(name).\(format.fileExtension)", write(frame, cue, format))
        }
      }
    }
  }

  private func write(_ frame: Frame, _ cue: Cue, _ format: StillFormat) -> String {
    format.write(
      frame, theme: theme, title: "\(film.title): \(film.telling.id(cue))", description: words.described(cue))
  }

  // Names sort as the pictures follow each other.
  private static func name(_ number: Int) -> String { "f\(String(number + 1_000_000).dropFirst()).svg" }

  private static func slug(_ text: String) -> String {
    String(text.map { $0.isLetter || $0.isNumber ? $0 : "-" })
  }

  /// Every different picture as SVG, the list that ffmpeg's concat demuxer reads, chapters as FFMETADATA1 and
  /// captions as WebVTT.
  public func frames(to sink: Sink) throws {
    var list = "ffconcat version 1.0\n"
    var shown: (frame: Frame, start: Int)?
    var number = 0
    func finish(_ end: Int) {
      guard let last = shown else { return }
      list += "file \(Self.name(number)).png\n"
      list += "duration \(Asciicast.exactly(end - last.start))\n"
    }
    let end = try film.play { shot in
      guard shot.frame != shown?.frame else { return }
      finish(shot.milliseconds)
      number += 1
      shown = (shot.frame, shot.milliseconds)
      try sink(Self.name(number), write(shot.frame, film.telling.cues[shot.cue], .svg))
    }
    finish(end)
    // The demuxer does not heed the last duration: the last picture stands there twice.
    list += "file \(Self.name(number)).png\n"
    try sink("list.txt", list)
    try sink("chapters.txt", chapters(until: end))
    var captions = ""
    try FilmFormat.captions.write(film, FilmFormat.Dress(theme: theme)) { captions += $0 }
    try sink("captions.vtt", captions)
  }

  private func chapters(until end: Int) -> String {
    let starts = zip(film.range, film.spans).compactMap { index, span in
      film.telling.cues[index].chapter.map { (title: $0, start: span.start) }
    }
    var text = ";FFMETADATA1\ntitle=\(Self.escaped(film.title))\n"
    for (number, chapter) in starts.enumerated() {
      let stop = number + 1 < starts.count ? starts[number + 1].start : end
      text += "[CHAPTER]\nTIMEBASE=1/1000\nSTART=\(chapter.start)\nEND=\(stop)\n"
      text += "title=\(Self.escaped(chapter.title))\n"
    }
    return text
  }

  // FFMETADATA1 reserves these.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, letter in
      if "=;#\\".contains(letter) { result += "\\" }
      result.append(letter)
    }
  }
}
