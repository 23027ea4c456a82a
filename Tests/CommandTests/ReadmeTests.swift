import Foundation
import Scenarios
import Testing

/// What the README promises: its scenario can be checked, its commands run, its pictures are there.
@Suite("README", .timeLimit(.minutes(3)))
struct ReadmeTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let text = (try? String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)) ?? ""
  /// The commands that end by themselves: without a terminal, playing is narrating.
  static let commands = blocks("sh").flatMap { $0.split(separator: "\n").map(String.init) }

  @Test("The example of a scenario is read and keeps its expectations")
  func example() throws {
    let text = try #require(Self.blocks("yaml").first)
    let source = try ScenarioReader.read(text: text, source: "README.md", name: "example")
    #expect(!source.scenario.expectations.returns.isEmpty)
    let desk = try TemporaryFolder()
    let command = try Command.run("check", try desk.file("my-scenario.yaml", text))
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
  }

  @Test("Every command runs as it stands there", arguments: commands)
  func runs(line: String) throws {
    let desk = try TemporaryFolder()
    _ = try desk.file("my-scenario.yaml", try #require(Self.blocks("yaml").first))
    _ = try desk.file("talk.yaml", try #require(Self.blocks("yml").first))
    let command = try Command.shell("vmascope() { \"$V\" \"$@\"; }; cd '\(desk.url.path())' && \(line)")
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
  }

  @Test("There is something to try")
  func tries() {
    #expect(Self.commands.count > 8)
    for verb in ["list", "narrate", "render", "check", "record"] {
      #expect(Self.commands.contains { $0.contains("vmascope \(verb)") }, "\(verb) is not shown")
    }
  }

  @Test("The files it names are there")
  func files() {
    let paths = Self.text.matches(of: #/(?:Sources|Tests|\.ci)\/[A-Za-z0-9.\/-]+/#).map { String($0.output) }
    #expect(paths.count > 4)
    for path in paths {
      let place = Self.root.appending(path: path).path()
      #expect(FileManager.default.fileExists(atPath: place), "\(path) is not there")
    }
  }

  @Test("The two commands of a newcomer stand alone")
  func commandsOfNewcomer() {
    let blocks = Self.blocks("")
    #expect(
      blocks.first == "apt-get update && apt-get install -y libncurses-dev && swift run -c release vmascope\n"
    )
    #expect(blocks.dropFirst().first == "swift test\n")
  }

  // The fenced blocks of a language.
  static func blocks(_ language: String) -> [String] {
    var blocks: [String] = []
    var open: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if let body = open {
          blocks.append(body)
          open = nil
        } else {
          open = line == "```\(language)" ? "" : "\u{0}"
        }
      } else {
        open? += line + "\n"
      }
    }
    return blocks.filter { !$0.hasPrefix("\u{0}") }
  }
}
