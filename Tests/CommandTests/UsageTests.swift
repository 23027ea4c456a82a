import Testing

/// What the program says to a command line it cannot follow, and how it ends.
@Suite("Usage", .timeLimit(.minutes(3)))
struct UsageTests {
  @Test("Help names every command", arguments: ["--help", "-h", "help"])
  func help(argument: String) throws {
    let command = try Command.run(argument)
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
    for word in ["play", "narrate", "render", "check", "list", "Exit status"] {
      #expect(command.output.contains(word), command.report)
    }
  }

  @Test("Every command has help of its own", arguments: ["play", "narrate", "render", "check", "list"])
  func helpOfCommand(verb: String) throws {
    let command = try Command.run(verb, "--help")
    #expect(command.status == 0 && command.output.contains("USAGE"), command.report)
  }

  @Test(
    "A view is one of those there are, and the help names them",
    arguments: [
      (["render", "--view", "mrege"], "talk, study, locks, memory, merge, events or compare"),
      (["--view", "compare"], "talk, study, locks, memory, merge or events"),
    ])
  func view(arguments: [String], names: String) throws {
    try expect(try run(arguments), status: 2, says: ["--view takes " + names])
    let verb = arguments[0] == "render" ? "render" : "play"
    let help = try Command.run(verb, "--help").output.split { " \n".contains($0) }.joined(separator: " ")
    #expect(help.contains(names), "\(plain(help))")
  }

  @Test("The version is one line")
  func version() throws {
    let command = try Command.run("--version")
    #expect(command.status == 0 && command.lines.count == 2, command.report)
    #expect(command.lines[0].contains("."))
  }

  @Test(
    "An option nobody knows is a usage error", arguments: [["--frobnicate"], ["render", "--colour", "x"]])
  func option(arguments: [String]) throws {
    let command = try run(arguments)
    try expect(command, status: 2, says: [arguments.first { $0.hasPrefix("--") } ?? ""])
  }

  @Test(
    "A mistyped command is named, not taken for a scenario",
    arguments: [
      (["narate"], "narrate"), (["rendr", "--step", "start"], "render"), (["chekc"], "check"),
      (["lst", "steps"], "list"), (["plya"], "play"),
    ])
  func verb(arguments: [String], meant: String) throws {
    try expect(try run(arguments), status: 2, says: [arguments[0], "vmascope \(meant)"])
  }

  @Test(
    "A scenario that is not there is unreadable input, with the nearest name",
    arguments: [
      (["device-memroy"], "device-memory"), (["narrate", "pte-table-fail"], "pte-table-fails"),
      (["check", "zzzzzz"], "list scenarios"), (["check", "./no/such.yaml"], "no such file"),
    ])
  func scenario(arguments: [String], says: String) throws {
    try expect(try run(arguments), status: 3, says: [says])
  }

  @Test(
    "A word that an option does not take is a usage error, with the nearest that it does",
    arguments: [
      (["render", "--theme", "okabe-drak"], "okabe-dark"), (["render", "--theme", "qqqq"], "mono"),
      (["narrate", "--revision", "seed-v3"], "seed-v2"), (["render", "--format", "png"], "svg"),
      (["render", "--size", "80"], "COLUMNSxROWS"), (["render", "--size", "0x24"], "COLUMNSxROWS"),
      (["render", "--size", "80x24x3"], "COLUMNSxROWS"), (["render", "--size", "99999x24"], "1000x500"),
      (["render", "--step", "establish.vma_lnik_file"], "establish.vma_link_file"),
      (["render", "--step", "1000"], "the run has"), (["render", "--step", "-1"], "step"),
      (["play", "--color", "pink"], "never"), (["list", "scenarois"], "scenarios"),
      (["check", "--fail", "action.remap.pte_aloc.0"], "action.remap.pte_alloc.0"),
      (["check", "--fail", "establish.vma_link_file"], "cannot fail"),
      (["check", "--fail", "action.remap.pte_alloc.0=EIO"], "ENOMEM"),
    ])
  func word(arguments: [String], says: String) throws {
    try expect(try run(arguments), status: 2, says: [says])
  }

  @Test("Two address spaces are one too many")
  func twoSpaces() throws {
    try expect(try Command.run("check", "--pid", "1", "--maps", "-"), status: 2, says: ["--pid", "--maps"])
  }

  private func run(_ arguments: [String]) throws -> Command {
    switch arguments.count {
    case 1: try Command.run(arguments[0])
    case 2: try Command.run(arguments[0], arguments[1])
    default: try Command.run(arguments[0], arguments[1], arguments[2])
    }
  }
}

/// Expects a refusal: a status, nothing on standard output, and words in the message.
func expect(
  _ command: Command, status: Int32, says words: [String], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  #expect(command.status == status && command.signal == 0, command.report, sourceLocation: sourceLocation)
  #expect(command.output.isEmpty, command.report, sourceLocation: sourceLocation)
  for word in words { #expect(command.errors.contains(word), command.report, sourceLocation: sourceLocation) }
}
