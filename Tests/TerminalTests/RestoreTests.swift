import Drawing
import Glibc
import Testing

/// However the program ends, the shell gets its terminal back.
@Suite("Giving the terminal back", .serialized, .timeLimit(.minutes(2)))
struct RestoreTests {
  @Test("Quitting leaves the terminal as it was", arguments: ["q", "\u{3}"])
  func quits(key: String) throws {
    try quit(started(), by: key)
  }

  @Test(
    "A deadly signal restores the screen and still kills",
    arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGSEGV, SIGTRAP, SIGABRT, SIGILL, SIGBUS, SIGFPE])
  func dies(signal: Int32) throws {
    let terminal = try started()
    terminal.process.send(signal)
    #expect(try terminal.end() == .signalled(signal))
    expectRestored(terminal)
  }

  @Test("A closed window ends the program")
  func hangsUp() throws {
    let terminal = try started()
    terminal.hangUp()
    #expect(try terminal.end() == .signalled(SIGHUP))
  }

  @Test("A closed window ends even a program that was told to ignore it")
  func hangsUpIgnored() throws {
    let program = ChildProcess.built("vmascope")
    let terminal = try PseudoTerminal(
      "/bin/sh", ["-c", "trap '' HUP; exec \(program) --no-animation"], size: Size(columns: 80, rows: 24))
    try terminal.wait(forText: "start")
    terminal.hangUp()
    let end = try terminal.end()
    guard case .exited = end else {
      Issue.record("ended by \(end)")
      return
    }
  }

  @Test("A shell can stop the program and bring it back", arguments: ["Ctrl-Z", "SIGTSTP"])
  func stops(way: String) throws {
    let terminal = try shell(running: "--no-animation")
    let picture = terminal.screen.text
    let program = terminal.foreground
    if way == "Ctrl-Z" { terminal.type("\u{1a}") } else { kill(program, SIGTSTP) }
    try terminal.wait(for: "the shell's screen") { !$0.isAlternate && $0.showsCursor }
    try terminal.wait(for: "the shell's prompt") { $0.text.contains("Stopped") }
    #expect(ChildProcess.state(of: program) == "T")
    #expect(terminal.modes == terminal.modesBefore)
    terminal.type("fg\n")
    try terminal.wait(for: "the picture again") { $0.isAlternate && $0.text == picture }
    terminal.type("q")
    try terminal.wait(for: "the shell again") { !$0.isAlternate && $0.showsCursor }
    terminal.type("exit $?\n")
    #expect(try terminal.end() == .exited(0))
    expectRestored(terminal)
  }

  @Test("A window that changed its size meanwhile is filled on return")
  func stopsAndResizes() throws {
    let terminal = try shell(running: "--no-animation")
    terminal.type("\u{1a}")
    try terminal.wait(for: "the shell's screen") { !$0.isAlternate && $0.text.contains("Stopped") }
    terminal.settle()
    terminal.resize(to: Size(columns: 60, rows: 16))
    terminal.type("fg\n")
    try terminal.wait(forText: "This window is 60 x 16")
    terminal.type("q")
    try terminal.wait(for: "the shell again") { !$0.isAlternate }
    terminal.type("exit $?\n")
    #expect(try terminal.end() == .exited(0))
  }

  @Test("After a stop that cannot be caught the whole screen comes back")
  func stopsUncaught() throws {
    let terminal = try started()
    let picture = terminal.screen.text
    let entries = terminal.screen.entries
    terminal.process.send(SIGSTOP)
    try terminal.wait(for: "the stop") { _ in terminal.process.isStopped }
    terminal.process.send(SIGCONT)
    try terminal.wait(for: "the picture again") { $0.entries > entries && $0.text == picture }
    try quit(terminal)
  }

  @Test("Where no shell could continue it, a stop request leaves the program running")
  func stopsNot() throws {
    let terminal = try started()
    let picture = terminal.screen.text
    let entries = terminal.screen.entries
    terminal.type("\u{1a}")
    try terminal.wait(for: "the picture again") { $0.entries > entries && $0.text == picture }
    try quit(terminal)
  }

  private func shell(running arguments: String) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal("/bin/sh", ["-i"], size: Size(columns: 80, rows: 24))
    try terminal.wait(forText: "shell>")
    terminal.type("\(ChildProcess.built("vmascope")) \(arguments)\n")
    try terminal.wait(for: "the first picture") { $0.isAlternate && $0.text.contains("start") }
    terminal.settle()
    return terminal
  }
}
