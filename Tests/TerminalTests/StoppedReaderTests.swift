import Drawing
import Glibc
import Testing

/// Terminals whose other side does not read: a stopped emulator, a hung ssh.
@Suite("Stopped readers", .serialized, .timeLimit(.minutes(2)))
struct StoppedReaderTests {
  // More pictures than the kernel keeps for a reader.
  private func flood(_ terminal: PseudoTerminal) {
    for _ in 0..<45 { terminal.type("Gg") }
  }

  @Test("Quitting does not wait for a reader that has stopped")
  func quits() throws {
    let terminal = try started()
    terminal.type("Gq")
    try terminal.wait(unread: "the end") { terminal.process.poll() != nil }
    #expect(try terminal.end() == .exited(0))
    expectRestored(terminal)
  }

  @Test("A signal ends the program in the middle of a picture, and the screen is given back")
  func dies() throws {
    let terminal = try started()
    flood(terminal)
    try terminal.fill()
    terminal.process.send(SIGTERM)
    try terminal.wait(unread: "the end") { terminal.process.poll() != nil }
    #expect(try terminal.end() == .signalled(SIGTERM))
    expectRestored(terminal)
  }

  @Test("A reader that goes on sees the last picture, whole")
  func goesOn() throws {
    let terminal = try started()
    let picture = terminal.screen.text
    flood(terminal)
    try terminal.fill()
    try terminal.wait(for: "the first step again") { $0.text == picture }
    terminal.settle()
    try quit(terminal)
  }
}
