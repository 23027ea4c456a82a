import Foundation
import Scenarios
import Testing

@testable import Simulation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What the commands print, to people and to other programs.
@Suite("What is printed", .timeLimit(.minutes(3)))
struct OutputTests {
  @Test("A narration has every step and ends with the result", arguments: ScenarioCatalogue.names)
  func narrate(name: String) throws {
    let command = try Command.run("narrate", name)
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
    let recording = try #require(try ScenarioCatalogue.scenario(named: name)).scenario.record()
    let words = Set(command.output.split { $0 == " " || $0 == "\n" }.map(String.init))
    for position in 1...recording.last {
      #expect(words.contains(recording.id(position)), "\(recording.id(position)) is missing")
    }
    #expect(command.lines.contains { $0.hasPrefix("mmap() ") })
    #expect(!command.output.contains("{"), "a placeholder was not filled")
    let drawing = command.output.unicodeScalars.first { scalar in
      scalar == "\u{1b}" || (0x2500...0x25ff).contains(scalar.value) || scalar.value < 0x20 && scalar != "\n"
    }
    #expect(drawing == nil, "U+\(String(drawing?.value ?? 0, radix: 16)) is nothing a screen reader reads")
  }

  @Test(
    "Where there is no terminal to draw on, the run is told",
    arguments: [[:], ["TERM": "dumb"], ["TERM": ""], ["TERM": "xterm-kitty"]])
  func noTerminal(environment: [String: String]) throws {
    let played = try Command.run("play", environment: environment)
    let told = try Command.run("narrate")
    #expect(played.status == 0 && played.bytes == told.bytes, played.report)
    #expect(try Command.run(environment: environment).bytes == told.bytes)
  }

  @Test("A picture as text has the size asked for, and only ASCII when that is asked for")
  func text() throws {
    let command = try Command.run("render", "--step", "action.remap.pte.5", "--size", "100x30", "--ascii")
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
    #expect(command.lines.count == 31 && command.lines.allSatisfy { $0.count <= 100 }, command.report)
    #expect(command.bytes.allSatisfy { $0 < 0x80 })
  }

  @Test("A picture as ANSI ends with the terminal's own look")
  func ansi() throws {
    let command = try Command.run("render", "--format", "ansi")
    #expect(command.status == 0, command.report)
    #expect(command.output.hasSuffix("\u{1b}[m\n"), command.report)
    #expect(!command.output.contains("\u{1b}[2J"), "a still clears nobody's screen")
  }

  @Test("A picture as SVG is well-formed and says what it shows")
  func svg() throws {
    let command = try Command.run("render", "--format", "svg", "--step", "establish.vma_link_file")
    #expect(command.status == 0, command.report)
    #expect(command.output.contains("<title"))
    let parser = XMLParser(data: Data(command.bytes))
    #expect(parser.parse(), "line \(parser.lineNumber)")
  }

  @Test("Steps are found by number, by id, and by the beginning of an id")
  func positions() throws {
    let byID = try Command.run("render", "--step", "establish.vma_link_file.lock")
    let steps = try Command.run("list", "steps").lines
    let number = try #require(steps.firstIndex { $0.hasPrefix("establish.vma_link_file.lock ") })
    #expect(try Command.run("render", "--step", String(number)).bytes == byID.bytes)
    #expect(try Command.run("render", "--step", "end").bytes != byID.bytes)
    #expect(try Command.run("render").bytes == Command.run("render", "--step", "start").bytes)
  }

  @Test(
    "A list has one item a line, its id first",
    arguments: ["scenarios", "demos", "revisions", "themes", "steps", "laws", "keys"])
  func list(subject: String) throws {
    let command = try Command.run("list", subject)
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
    let rows = command.lines.dropLast()
    #expect(!rows.isEmpty && rows.allSatisfy { $0.contains(#/^[^ ]+  +[^ ]/#) }, command.report)
    let ids = rows.compactMap { $0.split(separator: " ").first }
    #expect(Set(ids).count == ids.count, "an id twice")
  }

  @Test("The names that lists give are taken by the commands")
  func names() throws {
    func ids(_ subject: String) throws -> [String] {
      try Command.run("list", subject).lines.compactMap { $0.split(separator: " ").first.map(String.init) }
    }
    #expect(try ids("scenarios") == ScenarioCatalogue.names)
    for revision in try ids("revisions") {
      #expect(try Command.run("narrate", "--revision", revision).status == 0)
    }
    for theme in try ids("themes") { #expect(try Command.run("render", "--theme", theme).status == 0) }
  }

  @Test("A reader that goes away ends the program as it ends a filter")
  func closedPipe() throws {
    for verb in ["narrate", "render --size 200x60", "list steps", "--help"] {
      let command = try Command.shell("\"$V\" \(verb) | head -1")
      #expect(command.status == 0 && command.lines.count == 2 && command.errors.isEmpty, command.report)
    }
    let closed = try Command.shell("\"$V\" narrate >&-; echo $?")
    #expect(closed.output == "4\n" && closed.errors.contains("standard output"), closed.report)
  }

  @Test("A disk that is full is an error of the file system")
  func fullDisk() throws {
    let command = try Command.shell("\"$V\" narrate >/dev/full; echo $?")
    #expect(command.output == "4\n", command.report)
  }

  @Test(
    "The same command prints the same bytes, wherever it runs",
    arguments: [
      ["TERM": "linux"], ["LC_ALL": "C"], ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"], ["HOME": "/root"],
      ["TZ": "Asia/Kathmandu"], ["COLUMNS": "40", "LINES": "10"],
    ])
  func deterministic(environment: [String: String]) throws {
    let commands = [["narrate"], ["render", "--format", "svg"], ["render", "--format", "ansi"], ["check"]]
    for arguments in commands {
      func run(_ environment: [String: String], _ directory: String) throws -> Command {
        arguments.count == 1
          ? try Command.run(arguments[0], environment: environment, in: directory)
          : try Command.run(arguments[0], arguments[1], arguments[2], environment: environment, in: directory)
      }
      #expect(try run([:], "/").bytes == run(environment, "/tmp").bytes, "\(arguments) \(environment)")
    }
  }
}
