import Scenarios
import Testing

/// The command that fails everywhere in the whole library. That nothing unexpected breaks in any kernel is
/// tested scenario by scenario beside the engine.
@Suite("A sweep over the whole library", .timeLimit(.minutes(3)))
struct SweepAllTests {
  @Test("It has a line for every scenario, and nothing breaks that was not expected")
  func nothingUnexpected() throws {
    let command = try Command.run("sweep", "--all", "--revisions", "7.3")
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
    let names = command.lines.compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(names == ScenarioCatalogue.names, command.report)
  }

  @Test("A sweep over all takes no scenario and prints no JSON", arguments: ["zero-shared", "--json"])
  func refused(more: String) throws {
    let command = try Command.run("sweep", "--all", more)
    #expect(command.status == 2 && command.errors.contains("--all"), command.report)
  }
}
