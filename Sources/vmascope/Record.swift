import ArgumentParser
import Drawing
import Exporters
import Simulation

/// A film of a run for players and slides.
struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Record a scenario as an asciicast (v2), step by step with its motion, the same bytes every time.")

  @OptionGroup var runOptions: RunOptions
  @OptionGroup var looks: LookOptions

  @Option(name: [.short, .long], help: "The file to write, ending in .cast; '-' is standard output.")
  var output: String

  @Option(help: "Columns and rows, as in 80x24.")
  var size: String = "80x24"

  @Option(help: "How fast pictures follow each other: 2 is twice as fast.")
  var speed: Double = 1

  @Flag(name: .customLong("no-animation"), help: "Show changes at once.")
  var noAnimation = false

  func run() throws {
    let loaded = try LoadedRun(runOptions)
    guard let size = Render.size(self.size), size.columns >= 80, size.rows >= 24 else {
      throw CommandFault.usage("--size takes COLUMNSxROWS from 80x24 to 1000x500, not '\(self.size)'")
    }
    guard output == "-" || output.hasSuffix(".cast") else {
      throw CommandFault.usage("'\(output)' has no known ending: a film is written as .cast")
    }
    guard (0.1...20).contains(speed) else {
      throw CommandFault.usage("--speed takes 0.1 to 20, not \(speed)")
    }
    let theme = try looks.themes()[0]
    var film = Film(loaded.scenario.record(), size: size, glyphs: GlyphSet(looks.ascii ? .ascii : .rich))
    film.isAnimated = !noAnimation
    film.speed = speed
    let depth: ColourDepth = theme.hasColours ? .rgb : .mono
    let cast = Asciicast(theme: theme, depth: depth, title: loaded.scenario.title)
    if output == "-" { return cast.write(film) { Output.text($0) } }
    try NewFile.write(output) { write in try cast.write(film) { try write($0) } }
  }
}
