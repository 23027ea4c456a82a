import Scenarios
import Testing

@Suite("YAML's own traps are errors with a place") struct YamlTests {
  private func check(_ text: String, _ expected: [String]) {
    let got = ScenarioText.problems(text)
    #expect(got == expected, difference(got, from: expected))
  }

  private static let cut =
    "expected quotes around a text with \" #\", or the comment on its own line"

  @Test("An unquoted text that a comment cuts short")
  func cutText() {
    check(
      ScenarioText.replacing(1, with: "title: Issue#5"),
      [])
    check(
      ScenarioText.replacing(1, with: "title: The # 5"),
      ["f:1:8: a text that # cuts short after \"The\", \(Self.cut)"])
    check(
      ScenarioText.replacing(2, with: "teaches: first", "  second #third"),
      ["f:2:10: a text that # cuts short after \"first second\", \(Self.cut)"])
    check(
      ScenarioText.replacing(19, with: "captions: { a.b: one two # three", "  }"),
      ["f:19:18: a text that # cuts short after \"one two\", \(Self.cut)"])
    check(
      ScenarioText.replacing(7, with: "    path: &p /dev/a\t#b"),
      ["f:7:11: a text that # cuts short after \"/dev/a\", \(Self.cut)"])
  }

  @Test("A comment behind a word, a number, a quoted text or on its own line cuts nothing")
  func comments() {
    check(ScenarioText.replacing(4, with: "process: small  # the embedded one"), [])
    check(ScenarioText.replacing(1, with: "title: \"Issue # 5\"  # quoted", "# own line"), [])
    check(ScenarioText.replacing(2, with: "teaches: a", "  # not part of it"), [])
    check(ScenarioText.replacing(17, with: "fail: []  # none"), [])
  }

  @Test("Syntax errors have the line and column of the fault and say what to do")
  func syntax() {
    check(
      ScenarioText.replacing(1, with: "title: a: b"),
      ["f:1:9: a second \": \" in one value, expected quotes around a text with \": \""])
    check(
      ScenarioText.replacing(7, with: "\tpath: /dev/x"),
      ["f:7:1: a tab, expected spaces, YAML is indented with nothing else"])
    check(
      ScenarioText.replacing(1, with: "title: @home"),
      ["f:1:8: an unquoted text that begins with \"@\", expected quotes around it"])
    check(
      ScenarioText.replacing(20, with: "expect: { returns: address"),
      [
        "f:21:1: unreadable YAML (did not find expected ',' or '}', while parsing a flow mapping from 20:9), "
          + "expected a comma or }"
      ])
    check(
      ScenarioText.replacing(1, with: "title: *no"),
      [
        "f:1:8: unreadable YAML (found undefined alias), "
          + "expected an alias of an anchor above it; quote a text that begins with *"
      ])
    check(
      ScenarioText.replacing(2, with: "teaches: x", "---", "a: b").split(separator: "files")[0] + "",
      [
        "f:3:1: unreadable YAML (but found another document, "
          + "expected a single document in the stream from 1:1), expected one scenario a file"
      ])
  }

  @Test("An empty file, and one that is no mapping")
  func empty() {
    check("", ["f:1:1: an empty file, expected a scenario, such as title: …"])
    check("# only a comment\n", ["f:1:1: an empty file, expected a scenario, such as title: …"])
    check("- a\n", ["f:1:1: a list, expected keys such as title, teaches, revision"])
    check("\n  word\n", ["f:2:3: \"word\", expected keys such as title, teaches, revision"])
  }

  @Test("A byte order mark and CR LF change no place")
  func encodings() {
    check("\u{feff}" + ScenarioText.right, [])
    check(
      "\u{feff}titel" + ScenarioText.right.dropFirst(5),
      [
        "f:1:1: unknown key \"titel\", expected one of \(StrictnessTests.top); did you mean title?"
      ])
    let windows = ScenarioText.replacing(4, with: "process: big").split(separator: "\n").joined(
      separator: "\r\n")
    check(windows, ["f:4:10: \"big\", expected small"])
    check(
      ScenarioText.replacing(1, with: "title: The # 5").split(separator: "\n").joined(separator: "\r\n"),
      ["f:1:8: a text that # cuts short after \"The\", \(Self.cut)"])
  }

  @Test("Control characters are refused, in the file and behind an escape")
  func control() {
    check(
      ScenarioText.replacing(1, with: "title: a\u{1b}[2J"),
      ["f:1:9: the character U+001B, expected printable text"])
    check(
      ScenarioText.replacing(1, with: "title: a\u{0}"),
      ["f:1:9: the character U+0000, expected printable text"])
    check(
      ScenarioText.replacing(1, with: "title: a\u{202e}b"),
      ["f:1:9: the character U+202E, expected printable text"])
    check(
      ScenarioText.replacing(1, with: "title: \"a\\e[2J\""),
      ["f:1:8: a control character in a text, expected printable text"])
  }

  @Test("Columns count characters, not bytes")
  func columns() {
    check(
      ScenarioText.replacing(20, with: "expect: { leaves: nothing, returns: äöü }"),
      ["f:20:37: \"äöü\", expected address, never or an errno such as EAGAIN"])
  }

  @Test("A file of more than a megabyte is an error with its size")
  func size() {
    let text = ScenarioText.right + String(repeating: "#", count: 1_048_576)
    check(text, ["f:1:1: \(text.utf8.count) bytes, expected at most 1048576 bytes in a scenario file"])
  }

  @Test("More than 20,000 values are an error, also when aliases make them")
  func bombs() {
    check(
      "a: [" + String(repeating: "x,", count: 20_001) + "]\n",
      ["f:1:40004: more than 20000 values, expected at most 20000, aliases counted each time"])
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<20 {
      let last = "*a\(level - 1)"
      text += "a\(level): &a\(level) [\(Array(repeating: last, count: 10).joined(separator: ", "))]\n"
    }
    let got = ScenarioText.problems(text)
    #expect(got.count == 1 && got[0].contains("more than 20000 values"), "\(got)")
  }

  @Test(
    "An alias in a key is refused before the library unfolds it",
    arguments: [
      "*a19: x", "? *a19\n: x", "[*a19]: x", "b: { *a19 : x }", "b: [ *a19 : x ]", "b: { ? *a19 : x }",
      "{a: *a19}: x",
    ])
  func bombInKey(key: String) {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<20 {
      text +=
        "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n"
    }
    let got = ScenarioText.problems(text + key + "\n")
    #expect(
      got.count == 1 && got[0].hasPrefix("f:21:") && got[0].contains("a key that is no plain word"), "\(got)")
  }

  @Test("Deep nesting is an error with its number")
  func depth() {
    let levels = 900
    let got = ScenarioText.problems(
      "a: " + String(repeating: "[", count: levels) + String(repeating: "]", count: levels))
    #expect(got == ["f:1:68: more than 64 levels, expected at most 64 levels"])
    let deeper = ScenarioText.problems("a: " + String(repeating: "[", count: 100_000))
    #expect(deeper.count == 1, "\(deeper)")
    for level in ["{a: ", "- ", "? ", "a:\n"] {
      let text = (0..<999).map { level.hasSuffix("\n") ? String(repeating: " ", count: $0) + level : level }
        .joined()
      let got = ScenarioText.problems(text)
      #expect(got.count >= 1, "\(got)")
    }
  }

  @Test("A key five times over has four problems, in both styles, each at its place")
  func repeated() {
    check(
      ScenarioText.replacing(19, with: "captions: { a.b: x, \"a.b\": y, c.d: z, a.b: u, a.b: [] }"),
      [
        "f:19:21: \"a.b\" a second time, expected each key once (first in line 19)",
        "f:19:39: \"a.b\" a second time, expected each key once (first in line 19)",
        "f:19:47: \"a.b\" a second time, expected each key once (first in line 19)",
        "f:19:52: a list, expected a text",
      ])
    let many = ScenarioText.problems(ScenarioText.right + String(repeating: "title: x\n", count: 40))
    #expect(many == ["f:36:1: more than 16 keys that come again (title), expected each key once"])
  }
}
