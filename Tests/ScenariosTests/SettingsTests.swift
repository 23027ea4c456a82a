import Testing

@testable import Scenarios

/// The file in the user's configuration folder.
@Suite("Settings") struct SettingsTests {
  private let words = SettingsReader.Vocabulary(
    views: ["study", "locks"], commands: ["next", "last"], speeds: 1...6,
    isKey: { $0.count == 1 || $0 == "f5" })

  @Test("Every key is read; a file of comments settles nothing")
  func sound() throws {
    let text = """
      theme: mono
      view: locks
      speed: 5
      motion: no
      ascii: yes
      keys:
        n: next
        f5: none
      """
    let settings = try SettingsReader.read(text: text, source: "config.yaml", words)
    #expect(settings.theme == "mono" && settings.view == "locks" && settings.speed == 5)
    #expect(settings.motion == false && settings.ascii == true)
    #expect(settings.keys == [.init(key: "n", command: "next"), .init(key: "f5", command: "none")])
    for empty in ["", "\n", "# theme: mono\n\n  # nothing\n"] {
      #expect(try SettingsReader.read(text: empty, source: "config.yaml", words) == Settings())
    }
  }

  @Test(
    "Every mistake has its place, what is expected and the nearest word",
    arguments: [
      ("view: lcoks", "c.yaml:1:7: \"lcoks\", expected one of study, locks; did you mean locks?"),
      ("speed: 7", "c.yaml:1:8: \"7\", expected a number from 1 to 6"),
      ("theem: mono", "c.yaml:1:1: unknown key \"theem\""),
      ("keys: { n: nxt }", "c.yaml:1:12: \"nxt\", expected one of next, last, none; did you mean next?"),
      (
        "keys: { ctrl-c: next }", "c.yaml:1:9: \"ctrl-c\" as a key, expected another key: ctrl-c always quits"
      ),
      ("keys: { foo: next }", "c.yaml:1:9: \"foo\" as a key"),
      ("motion: perhaps", "c.yaml:1:9: \"perhaps\", expected one of yes, no"),
      ("- theme", "c.yaml:1:1: a list, expected keys such as theme, view, speed"),
    ])
  func mistakes(text: String, expected: String) throws {
    let error = try #require(throws: ScenarioError.self) {
      try SettingsReader.read(text: text, source: "c.yaml", words)
    }
    #expect(error.description.hasPrefix(expected), "\(error.description)")
  }
}
