import ArgumentParser
import Drawing
import Glibc
import Panes
import Scenarios
import Simulation
import TerminalIO

/// A demo told live.
struct Present: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell a demo live: it plays from pause to pause and waits for the speaker.",
    discussion: """
      Next: Space, Right, PageDown, Enter, n. Back: Left, PageUp, Backspace. Blank: '.' or b. \
      From the start: F5. Quit: q twice. Any other key of the program leaves the script, R gives it back.
      """)

  @OptionGroup var runOptions: RunOptions
  @OptionGroup var looks: LookOptions

  @Option(help: "Write note, next step and clock here: a second terminal such as /dev/pts/3, or a file.")
  var notes: String?

  @Option(help: "How long the talk may take, in minutes; else what the script takes.")
  var timer: Int?

  @Flag(name: .customLong("no-animation"), help: "Show changes at once.")
  var noAnimation = false

  @Option(help: "Colours: auto, never, 8, 16 or 256.")
  var color: String = "auto"

  func run() throws {
    let colour = try ColourChoice.named(color)
    if let timer, !(1...600).contains(timer) {
      throw CommandFault.usage("--timer takes 1 to 600 minutes, not \(timer)")
    }
    let film = try LoadedFilm(runOptions, size: nil)
    let user = try UserSettings()
    let themes = ThemeShelf(try looks.chosenTheme(usual: film.theme ?? user.settings.theme))
    guard isatty(1) == 1, getenv("TERM").map({ String(cString: $0) }) != "dumb" else {
      throw CommandFault.system(
        "there is no terminal to present on: 'vmascope record' writes the film to a file")
    }
    let sheet = try notes.map { path throws(CommandFault) in try NoteSheet(path) }
    var loop = PlayLoop(themes: themes)
    if let sheet {
      loop.onTurn = { show, now in
        if let talk = show as? Presentation { sheet.show(talk.notes(at: now)) }
      }
    }
    let refusal = loop.run(colour: colour) { tier in
      Presentation(
        film.telling, themeCount: themes.count, tier: user.isASCII(looks) ? .ascii : tier,
        isAnimated: !noAnimation && user.settings.motion ?? true, length: timer.map { $0 * 60_000 },
        preferences: user.preferences)
    }
    if let refusal { throw CommandFault(refusal) }
  }
}

/// The speaker's second screen: a terminal is cleared for every page, a file holds the last one.
///
/// A class: it remembers what it wrote last while the loop runs.
final class NoteSheet {
  private let path: String
  private let isTerminal: Bool
  private var shown: [String] = []

  init(_ path: String) throws(CommandFault) {
    self.path = path
    let descriptor = open(path, O_WRONLY | O_CREAT | O_NOCTTY | O_NONBLOCK | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CommandFault.system("\(path): \(FileBytes.reason(errno))") }
    isTerminal = isatty(descriptor) == 1
    close(descriptor)
  }

  /// Writes a page unless it is there already. Notes that cannot be written never stop a talk.
  func show(_ page: [String]) {
    guard page != shown else { return }
    shown = page
    let flags = O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC | (isTerminal ? 0 : O_TRUNC)
    let descriptor = open(path, flags)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let text =
      isTerminal ? "\u{1b}[2J\u{1b}[H" + page.joined(separator: "\r\n") : page.joined(separator: "\n") + "\n"
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }
}
