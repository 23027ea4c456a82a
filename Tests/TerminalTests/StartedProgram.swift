import Drawing
import Testing

// What the suites that drive the program share: starting it, quitting it, reading its step counter.

/// The program at its first picture.
func started(
  _ arguments: [String] = ["--no-animation"], size: Size = Size(columns: 80, rows: 24),
  environment: [String: String] = [:], waitingFor word: String = "start"
) throws -> PseudoTerminal {
  let terminal = try PseudoTerminal(
    ChildProcess.built("vmascope"), arguments, size: size, environment: environment)
  try terminal.wait(for: "the first picture") { $0.text.contains("vmascope") && $0.text.contains(word) }
  terminal.settle()
  return terminal
}

func quit(_ terminal: PseudoTerminal, by key: String = "q") throws {
  terminal.type(key)
  let end = try terminal.end()
  #expect(end == .exited(0))
  expectRestored(terminal)
}

/// The shell finds its screen, its cursor and its modes.
func expectRestored(_ terminal: PseudoTerminal, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(!terminal.screen.isAlternate, "\(plain(terminal.screen.text))", sourceLocation: sourceLocation)
  #expect(terminal.screen.showsCursor, "\(plain(terminal.screen.text))", sourceLocation: sourceLocation)
  #expect(terminal.modes == terminal.modesBefore, sourceLocation: sourceLocation)
  let tail = String(decoding: terminal.output.suffix(160), as: UTF8.self)
  #expect(tail.contains("\u{1b}[?1049l"), sourceLocation: sourceLocation)
  #expect(tail.contains("\u{1b}[?25h"), sourceLocation: sourceLocation)
  #expect(tail.contains("1000l"), "mouse reports are off", sourceLocation: sourceLocation)
}

/// The row with the step's name and, at its right end, the counter: the fourth from below.
func stepRow(_ screen: ScreenEmulator) -> String { screen.text(row: screen.size.rows - 4) }

func counter(_ terminal: PseudoTerminal) -> String { counter(terminal.screen) }

/// `N of M` as the screen shows it.
func counter(_ screen: ScreenEmulator) -> String {
  counterParts(screen).map { "\($0.step) of \($0.count)" } ?? "no counter in '\(stepRow(screen))'"
}

func counterParts(_ screen: ScreenEmulator) -> (step: Int, count: Int)? {
  let words = stepRow(screen).split { $0 == " " || $0 == "─" || $0 == "-" }.suffix(3)
  guard words.count == 3, words.dropFirst().first == "of", let step = Int(words.first ?? ""),
    let count = Int(words.last ?? "")
  else { return nil }
  return (step, count)
}
