import ArgumentParser
import Drawing
import Glibc
import Panes
import Simulation
import TerminalIO
import Themes

/// The interactive demo.
struct Play: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Step through a scenario in the terminal (default).")

  @OptionGroup var runOptions: RunOptions
  @OptionGroup var looks: LookOptions

  @Option(help: "Start at this step: an id or a number.")
  var step: String?

  @Flag(name: .customLong("no-animation"), help: "Show changes at once.")
  var noAnimation = false

  @Option(help: "Colours: auto, never, 8, 16 or 256.")
  var color: String = "auto"

  func run() throws {
    let loaded = try LoadedRun(runOptions)
    guard let colour = ColourChoice(rawValue: color) else {
      let all = ColourChoice.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandFault.usage("--color takes \(all), not '\(color)'")
    }
    let themes = try looks.themes()
    let recording = loaded.scenario.record()
    let start = try step.map { try StepNames.position($0, in: recording) }
    guard isatty(1) == 1, getenv("TERM").map({ String(cString: $0) }) != "dumb" else {
      return Narration(recording, origin: loaded.origin).print()
    }
    var loop = PlayLoop(
      recording: recording, themes: themes, isASCII: looks.ascii, isAnimated: !noAnimation,
      origin: loaded.origin, start: start ?? 0)
    try loop.run(colour: colour)
  }
}

/// How things look.
struct LookOptions: ParsableArguments {
  @Option(help: "The theme: a name that 'vmascope list themes' knows, or a file.")
  var theme: String?

  @Flag(help: "Only ASCII characters.")
  var ascii = false

  /// The wanted theme first, then the others in their order.
  func themes() throws(CommandFault) -> [Theme] {
    let all = ThemeCatalogue.all
    guard let name = theme ?? UserFolder.variable("VMASCOPE_THEME") else { return all }
    let wanted = try ThemeFiles.theme(name)
    return [wanted] + all.filter { $0.name != wanted.name }
  }
}
