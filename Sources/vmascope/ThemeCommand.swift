import ArgumentParser
import Drawing
import Exporters
import Themes

/// Looks at themes, one's own above all.
struct ThemeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theme", abstract: "Check a theme's contrast and colours, or show what it looks like.",
    discussion: """
      A theme of your own is a YAML file: 'vmascope theme check FILE' says what is wrong with it. Files in \
      $XDG_CONFIG_HOME/vmascope/themes are found by their names.
      """,
    subcommands: [ThemeCheckCommand.self, ThemeShowCommand.self])
}

/// Holds themes to their limits; status 1 when one does not keep them.
struct ThemeCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Measure contrast, and how far hues are apart for every kind of colour vision.")

  @Argument(help: "Names or files of themes; without any, all that 'vmascope list themes' names.")
  var themes: [String] = []

  func run() throws {
    var isSound = true
    for name in themes.isEmpty ? ThemeFiles.names : themes {
      let theme = try ThemeFiles.theme(name)
      let check = ThemeCheck(theme)
      for line in check.report(theme) { Output.line(line) }
      for fault in check.faults { Output.error("vmascope: \(name): \(fault)") }
      isSound = isSound && check.faults.isEmpty
    }
    if !isSound {
      throw CommandFault(text: "not every theme keeps its limits", status: CommandFault.brokenStatus)
    }
  }
}

/// Draws every role of a theme.
struct ThemeShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Draw every role of a theme: plain, as a chip and on a row that changed.")

  @Argument(help: "A name or a file.")
  var theme: String

  @Option(help: "The format: text, ansi or svg.")
  var format: String = "ansi"

  @Option(help: "Colours of the ansi format: mono, c8, c16, c256 or rgb.")
  var depth: String = "c256"

  @Flag(help: "Only ASCII characters.")
  var ascii = false

  func run() throws {
    let theme = try ThemeFiles.theme(theme)
    guard let depth = ColourDepth(rawValue: depth) else {
      let all = ColourDepth.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandFault.usage("--depth takes \(all), not '\(self.depth)'")
    }
    let still = try StillFormat.wanted(format)
    let page = ThemePage.draw(theme, glyphs: GlyphSet(ascii ? .ascii : .rich))
    let written = still.name == StillFormat.ansi.name ? StillFormat.ansi(depth: depth) : still
    Output.text(
      written.write(page, theme: theme, title: "The theme \(theme.name)", description: "Every role."))
  }
}

extension StillFormat {
  /// The format of a name that somebody typed.
  static func wanted(_ name: String) throws(CommandFault) -> StillFormat {
    if let format = named(name) { return format }
    let names = all.map(\.name).joined(separator: ", ")
    throw CommandFault.usage("--format takes \(names), not '\(name)'")
  }
}
