import ArgumentParser
import Drawing
import Exporters
import Panes
import Simulation

/// One picture of one step.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Write one picture as text, ANSI or SVG.")

  @OptionGroup var runOptions: RunOptions
  @OptionGroup var looks: LookOptions

  @Option(help: "The step: an id, a number, 'start' or 'end'.")
  var step: String = "start"

  @Option(help: "Columns and rows, as in 80x24.")
  var size: String = "80x24"

  @Option(help: "The format: text, ansi or svg.")
  var format: String = "text"

  @Flag(name: .customLong("keys"), help: "Show the page with all keys over the picture.")
  var showsKeys = false

  @Option(help: "The view: \(ViewName.words(Preset.allCases)); the size decides otherwise.")
  var view: String?

  @Option(help: "Explain a flag, a lock, a field or a level over the picture, such as pf or mmap_lock.")
  var explain: String?

  func run() throws {
    let loaded = try LoadedRun(runOptions)
    guard let size = Self.size(self.size) else {
      throw CommandFault.usage("--size takes COLUMNSxROWS from 1x1 to 1000x500, not '\(self.size)'")
    }
    let format = try StillFormat.wanted(format)
    let theme = try looks.chosenTheme()
    let recording = loaded.scenario.record()
    let position = try StepNames.position(step, in: recording)
    let scene = Scene(
      Tour(recording), at: position, view: try shownView(),
      compare: view == Preset.compare.rawValue ? CompareTour(recording, width: size.columns) : nil)
    let frame = Screen.draw(scene, size: size, glyphs: GlyphSet(looks.ascii ? .ascii : .rich))
    let title = "\(recording.scenario.title): \(recording.id(position))"
    let (what, why) = scene.narrator.sentences
    Output.text(format.write(frame, theme: theme, title: title, description: "\(what) \(why)"))
  }

  private func shownView() throws(CommandFault) -> Scene.View {
    var shown = Scene.View()
    shown.showsHelp = showsKeys
    if let view { shown.preset = try ViewName.preset(view, among: Preset.allCases) }
    if let explain {
      guard let thing = Thing.named(explain) else {
        throw CommandFault.usage("--explain takes a flag, a lock, a field or a level, not '\(explain)'")
      }
      shown.sheet = .thing(thing)
    }
    return shown
  }

  static func size(_ text: String) -> Size? {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard parts.count == 2, (1...1000).contains(parts[0]), (1...500).contains(parts[1]) else { return nil }
    return Size(columns: parts[0], rows: parts[1])
  }
}
