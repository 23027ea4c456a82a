import ArgumentParser
import Drawing
import Exporters
import Glibc
import Panes
import Scenarios
import Simulation

/// A film of a demo or of a run, for players, slides and readers.
struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Record a demo or a scenario as a film: the same bytes every time, on every machine.",
    discussion: """
      The format follows the ending of the file: \
      \(FilmFormat.all.map { ".\($0.fileExtension) \($0.summary)" }.joined(separator: "; ")). \
      'vmascope list demos' names the demos that come with the program.
      """)

  @OptionGroup var runOptions: RunOptions
  @OptionGroup var looks: LookOptions

  @Option(name: [.short, .long], help: "The file to write; '-' is standard output.")
  var output: String?

  @Option(
    help:
      "The format, where the ending does not say it: \(FilmFormat.all.map(\.name).joined(separator: ", ")).")
  var format: String?

  @Option(help: "Write the demo's shots as stills into this folder.")
  var stills: String?

  @Option(help: "Write every picture into this folder, with a list, chapters and captions for ffmpeg.")
  var frames: String?

  @Option(help: "Write the film in every format, and its stills, into this folder.")
  var all: String?

  @Option(help: "Columns and rows, as in 80x24; else the demo's own.")
  var size: String?

  @Option(help: "How fast pictures follow each other: 2 is twice as fast.")
  var speed: Double = 1

  @Option(help: "Begin at this chapter, shot, step or picture number.")
  var from: String?

  @Option(help: "End before this chapter, shot, step or picture number.")
  var to: String?

  @Flag(name: .customLong("no-animation"), help: "Show changes at once.")
  var noAnimation = false

  func run() throws {
    guard output != nil || stills != nil || frames != nil || all != nil else {
      throw CommandFault.usage("nothing to write: use --output FILE, --stills, --frames or --all")
    }
    let wanted = try output.map { try filmFormat($0) }
    let loaded = try LoadedFilm(runOptions, size: try pictureSize())
    let theme = try looks.chosenTheme(usual: loaded.theme)
    let dress = FilmFormat.Dress(theme: theme, epoch: SourceDate.epoch)
    let film = try film(loaded.telling)
    if let output, let wanted { try write(film, dress, wanted, to: output) }
    let pictures = FilmPictures(film, theme: theme)
    if let stills { try NewFile.fill(stills) { try pictures.stills(to: $0) } }
    if let frames {
      var slower = film
      // Limit: 12.5 pictures a second, which the eye takes for motion here and a video stays small with.
      slower.frameInterval = 80
      try NewFile.fill(frames) { try FilmPictures(slower, theme: theme).frames(to: $0) }
    }
    if let all { try writeAll(film, dress, pictures, into: all) }
  }

  private func writeAll(
    _ film: Film, _ dress: FilmFormat.Dress, _ pictures: FilmPictures, into folder: String
  )
    throws
  {
    let name = film.telling.demo.name.split(separator: ".").first.map(String.init) ?? "film"
    try NewFile.makeFolder(folder)
    for format in FilmFormat.all {
      try write(film, dress, format, to: "\(folder)/\(name).\(format.fileExtension)")
    }
    try NewFile.fill("\(folder)/stills") { try pictures.stills(to: $0) }
  }

  private func write(_ film: Film, _ dress: FilmFormat.Dress, _ format: FilmFormat, to path: String) throws {
    if path == "-" { return try format.write(film, dress) { Output.text($0) } }
    var bytes = 0
    try NewFile.write(path) { write in
      try format.write(film, dress) { text in
        bytes += text.utf8.count
        try write(text)
      }
    }
    guard let usual = format.usualBytes, bytes > usual else { return }
    Output.error(
      "vmascope: \(path) has \(bytes / 1000) KB, more than \(usual / 1000) KB: a smaller --size, "
        + "fewer typed texts or --from and --to make it lighter")
  }

  private func film(_ telling: Telling) throws(CommandFault) -> Film {
    guard (0.1...20).contains(speed) else {
      throw CommandFault.usage("--speed takes 0.1 to 20, not \(speed)")
    }
    var film = Film(telling, glyphs: GlyphSet(looks.ascii ? .ascii : .rich))
    film.isAnimated = !noAnimation
    film.speed = Int((speed * 1000).rounded())
    let first = try from.map { name throws(CommandFault) in try place(name, telling, "--from") } ?? 0
    let end =
      try to.map { name throws(CommandFault) in try place(name, telling, "--to") } ?? telling.cues.count
    guard first < end else { throw CommandFault.usage("--from is not before --to: no picture is left") }
    film.range = first..<end
    if isatty(2) == 1 { film.watch = Progress(of: film.range).watch }
    return film
  }

  private func place(_ name: String, _ telling: Telling, _ option: String) throws(CommandFault) -> Int {
    if let place = telling.place(of: name) { return place }
    let hint = NearestWord.to(name, in: telling.placeNames).map { "; did you mean '\($0)'?" } ?? ""
    throw CommandFault.usage("\(option): no chapter, shot, step or picture is called '\(name)'\(hint)")
  }

  private func filmFormat(_ output: String) throws(CommandFault) -> FilmFormat {
    if let format {
      if let named = FilmFormat.named(format) { return named }
      let names = FilmFormat.all.map(\.name)
      let hint = NearestWord.to(format, in: names).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFault.usage("--format takes \(names.joined(separator: ", ")), not '\(format)'\(hint)")
    }
    if output == "-" { return .asciicast }
    if let format = FilmFormat.forFile(output) { return format }
    let endings = FilmFormat.all.map { "." + $0.fileExtension }.joined(separator: ", ")
    throw CommandFault.usage("'\(output)' has no known ending: a film is written as \(endings)")
  }

  private func pictureSize() throws(CommandFault) -> Size? {
    guard let text = size else { return nil }
    guard let size = Render.size(text), size.columns >= 80, size.rows >= 24 else {
      throw CommandFault.usage("--size takes COLUMNSxROWS from 80x24 to 1000x500, not '\(text)'")
    }
    return size
  }
}

/// Format: the specification of reproducible-builds.org.
enum SourceDate {
  /// Seconds since 1970 from `SOURCE_DATE_EPOCH`; nil when it is not set or no number.
  static var epoch: Int? {
    getenv("SOURCE_DATE_EPOCH").flatMap { Int(String(cString: $0)) }.flatMap { $0 >= 0 ? $0 : nil }
  }
}

/// How far a long recording has come, on a terminal's standard error.
struct Progress: Sendable {
  private let range: Range<Int>
  private let start = time(nil)

  init(of range: Range<Int>) { self.range = range }

  /// Says nothing during the first second.
  @Sendable func watch(_ cue: Int) {
    guard time(nil) > start + 1, !range.isEmpty else { return }
    let isLast = cue + 1 == range.upperBound
    let percent = (cue + 1 - range.lowerBound) * 100 / range.count
    Output.progress(isLast ? "\r               \r" : "\rrecording \(percent) %")
  }
}
