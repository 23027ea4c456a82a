import Drawing
import Glibc
import Testing

/// Terminals of all kinds: what is shown on them, and which are refused.
@Suite("Opening terminals", .serialized, .timeLimit(.minutes(2)))
struct OpeningTests {
  @Test("NO_COLOR and --color never send no colour", arguments: [true, false])
  func colourless(byEnvironment: Bool) throws {
    let arguments = byEnvironment ? [] : ["--color", "never"]
    let terminal = try started(
      ["--no-animation"] + arguments, environment: byEnvironment ? ["NO_COLOR": "1"] : [:])
    #expect(!terminal.screen.usesColour)
    try quit(terminal)
  }

  @Test("A locale without UTF-8 gets ASCII only")
  func ascii() throws {
    let terminal = try started(environment: ["LC_ALL": "C"])
    #expect(terminal.output.allSatisfy { (0x01..<0x80).contains($0) })
    try quit(terminal)
  }

  @Test("A terminal that terminfo does not know is served by a stand-in")
  func standIn() throws {
    let terminal = try started(environment: ["TERM": "xterm-kitty"])
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
    #expect(String(decoding: terminal.output, as: UTF8.self).contains("xterm-256color"))
  }

  @Test("A console without a second screen is left empty")
  func console() throws {
    let terminal = try started(environment: ["TERM": "linux"])
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
    #expect(!terminal.screen.text.contains("vmascope"))
    #expect(terminal.screen.showsCursor)
    #expect(terminal.modes == terminal.modesBefore)
  }
}
