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
    abstract: "Step through a scenario in the terminal (default).",
    discussion: """
      Keys, theme, view and speed may be set in $XDG_CONFIG_HOME/vmascope/config.yaml: 'vmascope list keys' \
      has its lines under settings. Where there is no terminal the run is narrated.
      """)

  @OptionGroup var runOptions: RunOptions
  @OptionGroup var looks: LookOptions

  @Option(help: "Start at this step: an id or a number.")
  var step: String?

  @Flag(name: .customLong("no-animation"), help: "Show changes at once.")
  var noAnimation = false

  @Flag(help: "Line by line, for screen readers: n, p, g ID, q; h lists the commands.")
  var plain = false

  @Option(help: "Colours: auto, never, 8, 16 or 256.")
  var color: String = "auto"

  func run() throws {
    let loaded = try LoadedRun(runOptions)
    let colour = try ColourChoice.named(color)
    let recording = loaded.scenario.record()
    let start = try step.map { try StepNames.position($0, in: recording) }
    if plain { return PlainLoop(PlainVisit(recording, at: start ?? 0)).run() }
    guard isatty(1) == 1, UserFolder.variable("TERM") != "dumb" else {
      return Narration(recording, origin: loaded.origin).print()
    }
    let user = try UserSettings()
    let themes = try looks.themes(usual: user.settings.theme)
    let isASCII = looks.ascii || user.settings.isASCII == true
    let isAnimated = !noAnimation && user.settings.isAnimated != false
    do throws(TerminalError) {
      try PlayLoop(themes: themes).run(colour: colour) { tier in
        var session = Session(
          recording, themeCount: themes.count, tier: isASCII ? .ascii : tier, isAnimated: isAnimated,
          origin: loaded.origin)
        session.adopt(user.habits)
        session.jump(to: start ?? 0)
        return session
      }
    } catch {
      // A terminal that can only print lines gets lines.
      guard error.isAboutType else { throw CommandFault(error) }
      Output.error("vmascope: \(error.text): narrating")
      Narration(recording, origin: loaded.origin).print()
    }
  }
}

extension CommandFault {
  init(_ error: TerminalError) { self = .system("\(error.text); \(error.hint)") }
}

extension ColourChoice {
  /// The choice that `--color` names.
  static func named(_ name: String) throws(CommandFault) -> ColourChoice {
    if let choice = ColourChoice(rawValue: name) { return choice }
    let all = ColourChoice.allCases.map(\.rawValue).joined(separator: ", ")
    throw CommandFault.usage("--color takes \(all), not '\(name)'")
  }
}

/// How things look.
struct LookOptions: ParsableArguments {
  @Option(
    help: "The theme: a name that 'vmascope list themes' knows, or a file.", completion: Completions.themes)
  var theme: String?

  @Flag(help: "Only ASCII characters.")
  var ascii = false

  /// The wanted theme first, then the others in their order.
  func themes(usual: String? = nil) throws(CommandFault) -> [Theme] {
    let all = ThemeCatalogue.all
    guard let name = theme ?? UserFolder.variable("VMASCOPE_THEME") ?? usual else { return all }
    let wanted = try ThemeFiles.theme(name)
    return [wanted] + all.filter { $0.name != wanted.name }
  }
}
