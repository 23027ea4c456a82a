import Drawing
import Glibc
import Testing

/// The real program on a real terminal, driven by keys.
@Suite("The program on a terminal", .serialized, .timeLimit(.minutes(2)))
struct DriveTests {
  @Test("The first and the last step are one key away")
  func firstAndLast() throws {
    let terminal = try started()
    let first = counter(terminal)
    terminal.type("G")
    try terminal.wait(for: "the last step") { counterParts($0).map { $0.step == $0.count } ?? false }
    terminal.type("g")
    try terminal.wait(for: "the first step again") { counter($0) == first }
    try quit(terminal)
  }

  @Test("The right arrow goes on by one step, in both of its spellings")
  func advances() throws {
    let terminal = try started()
    for arrow in ["\u{1b}[C", "\u{1b}OC"] {
      let before = counter(terminal)
      terminal.type(arrow)
      try terminal.wait(for: "a step after \(before)") { counterParts($0) != nil && counter($0) != before }
    }
    try quit(terminal)
  }

  @Test("What is left on the screen after many small changes is what a full repaint shows")
  func repaint() throws {
    let terminal = try started()
    for key in ["\u{1b}[C", "\u{1b}[C", "G", "\u{1b}[D", "\u{1b}[C", "g", "\u{1b}[C"] {
      terminal.type(key)
      terminal.settle()
    }
    let grown = terminal.screen.text
    let bytes = terminal.output.count
    terminal.type("\u{c}")
    try terminal.wait(for: "the repaint") { _ in terminal.output.count > bytes + 200 }
    terminal.settle()
    expectSame(terminal.screen.text, as: grown)
    #expect(terminal.screen.unknown == [])
    try quit(terminal)
  }

  @Test("The picture follows the window's size, down to a notice and back")
  func resizes() throws {
    let terminal = try started()
    let small = terminal.screen.text
    terminal.resize(to: Size(columns: 132, rows: 43))
    try terminal.wait(for: "a taller picture") { screen in
      screen.text.contains("vmascope") && (24..<43).contains { !screen.text(row: $0).isEmpty }
    }
    terminal.settle()
    terminal.resize(to: Size(columns: 60, rows: 16))
    try terminal.wait(forText: "This window is 60 x 16")
    terminal.settle()
    terminal.resize(to: Size(columns: 80, rows: 24))
    try terminal.wait(for: "the first picture") { counterParts($0) != nil }
    terminal.settle()
    expectSame(terminal.screen.text, as: small)
    try quit(terminal)
  }

  @Test(
    "An unknown escape sequence does nothing",
    arguments: ["\u{1b}[5;7q", "\u{1b}]11;rgb:q/q/q\u{7}", "\u{1b}[?62;q"])
  func swallows(sequence: String) throws {
    let terminal = try started()
    let before = counter(terminal)
    terminal.type(sequence)
    terminal.settle()
    #expect(counter(terminal) == before)
    #expect(terminal.process.poll() == nil)
    try quit(terminal)
  }

  @Test("Waiting for a key takes no processor time")
  func idles() throws {
    let terminal = try started()
    terminal.settle(milliseconds: 300)
    let before = terminal.process.processorTime
    let bytes = terminal.output.count
    terminal.settle(milliseconds: 500)
    #expect(terminal.process.processorTime - before == .zero)
    #expect(terminal.output.count == bytes)
    try quit(terminal)
  }
}
