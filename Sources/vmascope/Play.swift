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

  @Option(help: "Begin with this view: \(ViewName.words(Preset.cycle)).")
  var view: String?

  @Flag(name: .customLong("no-animation"), help: "Show changes at once.")
  var noAnimation = false

  @Flag(help: "Line by line, for screen readers: sentences, no drawing; ? lists the commands.")
  var plain = false

  @Option(help: "Colours: auto, never, 8, 16 or 256.")
  var color: String = "auto"

  func run() throws {
    let loaded = try LoadedRun(runOptions)
    let colour = try ColourChoice.named(color)
    let user = try UserSettings()
    let themes = ThemeShelf(try looks.chosenTheme(usual: user.settings.theme))
    let recording = loaded.scenario.record()
    var preferences = user.preferences
    if let view { preferences.view = try ViewName.preset(view, among: Preset.cycle) }
    let start = try step.map { try StepNames.position($0, in: recording) }
    if plain { return PlainLoop.run(PlainVisit(recording, at: start ?? 0, origin: loaded.origin)) }
    guard isatty(1) == 1, getenv("TERM").map({ String(cString: $0) }) != "dumb" else {
      return Output.lines(Narration(recording, origin: loaded.origin).all)
    }
    let loop = PlayLoop(themes: themes)
    let refusal = loop.run(colour: colour) { tier in
      var session = Session(
        recording, themeCount: themes.count, tier: user.isASCII(looks) ? .ascii : tier,
        isAnimated: !noAnimation && user.settings.motion ?? true, origin: loaded.origin,
        preferences: preferences)
      session.jump(to: start ?? 0)
      return session
    }
    guard let refusal else { return }
    guard refusal.isAboutType else { throw CommandFault(refusal) }
    // A terminal that can only print lines gets lines.
    Output.error("vmascope: \(refusal.text): narrating")
    Output.lines(Narration(recording, origin: loaded.origin).all)
  }
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

  /// The wanted theme.
  ///
  /// - Parameter usual: what is taken where nobody says anything.
  func chosenTheme(usual: String? = nil) throws(CommandFault) -> Theme {
    let name = theme ?? UserFolder.variable("VMASCOPE_THEME") ?? usual ?? ThemeCatalogue.defaultName
    return try ThemeFiles.theme(name)
  }
}
