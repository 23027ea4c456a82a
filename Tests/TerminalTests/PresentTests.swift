import Drawing
import Glibc
import Testing

/// A talk given on a terminal with a remote, a blank screen, a visit beside the script, and notes.
@Suite("Presenting on a terminal", .serialized, .timeLimit(.minutes(2)))
struct PresentTests {
  private static let next = "\u{1b}[6~"
  private static let previous = "\u{1b}[5~"
  private static let fromStart = "\u{1b}[15~"

  private func talk(_ size: Size, _ more: [String] = []) throws -> PseudoTerminal {
    try started(["present", "seed", "--no-animation"] + more, size: size, waitingFor: " left ")
  }

  // Without the header: its clock goes on.
  private func body(_ screen: ScreenEmulator) -> String {
    (1..<screen.size.rows).map { screen.text(row: $0) + "\n" }.joined()
  }

  private func header(_ terminal: PseudoTerminal, ends words: String) throws {
    try terminal.wait(for: "'\(words)' in the header") { $0.text(row: 0).hasSuffix(words) }
  }

  // A step key that follows another at once is a sticky button.
  private func press(_ terminal: PseudoTerminal, _ key: String) {
    terminal.settle(milliseconds: 170)
    terminal.type(key)
  }

  @Test(
    "A remote goes on, back and to the start, and blanks; Esc does nothing",
    arguments: [Size(columns: 80, rows: 24), Size(columns: 132, rows: 43)])
  func remote(size: Size) throws {
    let terminal = try talk(size)
    let first = body(terminal.screen)
    for key in [".", "b"] {
      terminal.type(key)
      try terminal.wait(for: "a blank screen") { $0.text.allSatisfy { $0 == "\n" } }
      press(terminal, Self.next)
      try terminal.wait(for: "the same picture") { body($0) == first }
    }
    terminal.type("\u{1b}")
    press(terminal, Self.next)
    try terminal.wait(for: "another picture") { body($0) != first }
    press(terminal, Self.previous)
    try terminal.wait(for: "the first picture") { body($0) == first }
    press(terminal, Self.next)
    try terminal.wait(for: "another picture") { body($0) != first }
    terminal.type(Self.fromStart)
    try terminal.wait(for: "the first picture") { body($0) == first }
    terminal.type("q")
    try header(terminal, ends: "q again quits")
    try quit(terminal)
  }

  @Test("A key of the program leaves the script, R comes back, and what is typed at a prompt stays there")
  func beside() throws {
    let terminal = try talk(Size(columns: 80, rows: 24))
    let first = body(terminal.screen)
    terminal.type("]")
    try header(terminal, ends: "off script, R goes back")
    terminal.type("/qR")
    try terminal.wait(for: "what is typed") { $0.text(row: 23).contains("/qR") }
    terminal.type("\u{1b}")
    try terminal.wait(for: "no prompt") { !$0.text(row: 23).contains("/qR") }
    terminal.type("R")
    try terminal.wait(for: "the script again") { body($0) == first }
    terminal.type("]q")
    try header(terminal, ends: "q again quits")
    terminal.type(":q\r")
    try header(terminal, ends: "q again quits")
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
    expectRestored(terminal)
  }

  @Test("Notes have the place, the clock, the note and what comes next, and follow the talk")
  func notes() throws {
    let path = "/tmp/vmascope-notes-\(getpid())"
    defer { unlink(path) }
    let terminal = try talk(Size(columns: 80, rows: 24), ["--notes", path, "--timer", "10"])
    try terminal.wait(for: "the first note") { _ in ChildProcess.file(path).contains("1 of ") }
    #expect(
      ChildProcess.file(path).contains("left ") && ChildProcess.file(path).contains("next: "),
      "\(plain(ChildProcess.file(path)))")
    press(terminal, Self.next)
    try terminal.wait(for: "another place") { _ in
      !ChildProcess.file(path).isEmpty && !ChildProcess.file(path).hasPrefix("1 of ")
    }
    terminal.type(".")
    try terminal.wait(for: "the blank screen") { _ in ChildProcess.file(path).contains("the screen is blank")
    }
    terminal.type("\u{3}")
    #expect(try terminal.end() == .exited(0))
  }
}
