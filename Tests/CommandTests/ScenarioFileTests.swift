import Scenarios
import Testing

/// Scenario files from a person's own hand.
@Suite("Scenario files on the command line", .timeLimit(.minutes(3)))
struct ScenarioFileTests {
  private let desk: TemporaryFolder

  init() throws { desk = try TemporaryFolder() }

  @Test("A file plays as the bundled scenario of the same text does")
  func same() throws {
    let text = try #require(ScenarioCatalogue.text(named: "device-memory"))
    let own = try Command.run("narrate", try desk.file("own.yaml", text))
    let bundled = try Command.run("narrate", "device-memory")
    #expect(own.status == 0, own.report)
    #expect(own.bytes == bundled.bytes)
  }

  @Test("A text on standard input plays too")
  func standardInput() throws {
    let text = try #require(ScenarioCatalogue.text(named: "device-memory"))
    let command = try Command.run("check", "-", input: Array(text.utf8))
    #expect(command.status == 0, command.report)
  }

  @Test("Every problem of a file is told with its line and column")
  func problems() throws {
    let path = try edited("device-memory") { text in
      text.replacing("prot: rw", with: "prot: rq").replacing("title:", with: "titel:")
        .replacing("leaves: everything", with: "leaves: evrything")
    }
    let command = try Command.run("check", path)
    try expect(command, status: 3, says: ["\(path):1:1: ", "did you mean title", "everything"])
    let places = command.errors.split(separator: "\n").filter { $0.contains(#/:\d+:\d+: /#) }
    #expect(places.count >= 3, command.report)
  }

  @Test("A step that does not exist is told with its place and the nearest that does")
  func step() throws {
    let path = try edited("device-memory") {
      $0.replacing("fail: []", with: "fail:\n  - action.remap.pte_aloc.0=ENOMEM")
    }
    let text = try #require(ScenarioCatalogue.text(named: "device-memory"))
    let line =
      1 + text.split(separator: "\n", omittingEmptySubsequences: false).prefix { $0 != "fail: []" }.count + 1
    try expect(
      try Command.run("check", path), status: 3,
      says: ["\(path):\(line):5: ", "action.remap.pte_alloc.0"])
  }

  @Test("A law that does not exist is told, with the nearest that does")
  func law() throws {
    let path = try edited("success-hook-fails") {
      $0.replacing("hook_error_is_reported", with: "hook_error_is_reportet")
    }
    try expect(try Command.run("check", path), status: 3, says: ["\(path):", "hook_error_is_reported"])
  }

  @Test("What is no text is refused")
  func binary() throws {
    let path = try desk.file("x.yaml", "")
    try expect(try Command.run("check", path), status: 3, says: [path])
    try expect(try Command.run("check", "-", input: [0xff, 0xfe, 0x00, 0x80]), status: 3, says: ["UTF-8"])
    try expect(try Command.run("check", "/tmp/"), status: 3, says: ["/tmp/"])
  }

  @Test("A wrong expectation ends with status 1 and says what came instead")
  func expectation() throws {
    let path = try edited("device-memory") { $0.replacing("returns: address", with: "returns: ENOMEM") }
    let command = try Command.run("check", path)
    #expect(command.status == 1 && command.signal == 0, command.report)
    #expect(command.errors.contains("ENOMEM"), command.report)
  }

  @Test("Every bundled scenario keeps its expectations", arguments: ScenarioCatalogue.names)
  func bundled(name: String) throws {
    let command = try Command.run("check", name)
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
    #expect(command.output.contains(name), command.report)
  }

  private func edited(_ name: String, _ edit: (String) -> String) throws -> String {
    let text = try #require(ScenarioCatalogue.text(named: name))
    let other = edit(text)
    #expect(other != text, "the edit found nothing to change")
    return try desk.file("edited.yaml", other)
  }
}
