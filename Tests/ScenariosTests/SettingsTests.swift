import Testing

@testable import Scenarios

/// The file with a person's settings.
@Suite("Settings")
struct SettingsTests {
  private static let words = SettingsReader.Words(
    themes: ["okabe-dark", "mono"], views: ["talk", "study"], speeds: 1...6,
    intents: ["next", "previous", "quit"],
    keys: ["page-down", "f5", "space", "escape"])

  private func read(_ text: String) throws(ScenarioError) -> Settings {
    try SettingsReader.read(text: text, source: "config.yaml", words: Self.words)
  }

  @Test("Every key of the schema is read")
  func whole() throws {
    let settings = try read(
      "theme: mono\nview: study\nspeed: 4\nascii: yes\nmotion: no\n"
        + "keys:\n  next: [j, ctrl-n, \"5\"]\n  quit: Q\n"
    )
    #expect(settings.theme == "mono" && settings.view == "study" && settings.speed == 4)
    #expect(settings.isASCII == true && settings.isAnimated == false)
    #expect(settings.keys.map { "\($0.key) \($0.intent)" } == ["j next", "ctrl-n next", "5 next", "Q quit"])
    let top = ScenarioKeys.children(of: SettingsKeys.root).map(\.name)
    #expect(top == ["theme", "view", "speed", "ascii", "motion", "keys"])
  }

  @Test(
    "A theme may be a file; a file of comments sets nothing", arguments: ["", "# theme: mono\n\n", "  \n"])
  func nothing(text: String) throws {
    #expect(try read(text) == Settings())
    #expect(try read("theme: ./mine.yaml\n").theme == "./mine.yaml")
  }

  @Test(
    "A mistake is told with its place, what was expected and the nearest word",
    arguments: [
      ("theme: mon\n", "config.yaml:1:8: \"mon\", expected one of okabe-dark, mono; did you mean mono?"),
      ("keys: { next: ctrl-c }\n", "config.yaml:1:15: \"ctrl-c\", expected a key that has no fixed meaning"),
      (
        "keys:\n  next: j\n  quit: j\n",
        "config.yaml:3:9: \"j\", expected a key of its own: next has this one"
      ),
      ("speed: 0\n", "config.yaml:1:8: 0, expected a number from 1 to 6"),
      ("- theme\n", "config.yaml:1:1: a list, expected keys such as theme, view, speed"),
      (
        "keys: { nxt: j }\n",
        "config.yaml:1:9: unknown key \"nxt\", expected one of next, previous, quit; did you mean next?"
      ),
      (
        "keys: { next: page-dwn }\n",
        "config.yaml:1:15: \"page-dwn\", expected a character or a key such as page-down, f5 or ctrl-n; "
          + "did you mean page-down?"
      ),
    ])
  func mistakes(text: String, told: String) {
    let error = #expect(throws: ScenarioError.self) { try read(text) }
    #expect(error?.description == told)
  }
}
