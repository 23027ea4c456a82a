import Drawing
import Testing
import Themes

@Suite("Faults in theme files")
struct ThemeErrorTests {
  private static let sound = ThemeCatalogue.texts.first { $0.name == "okabe-dark.yaml" }?.text ?? ""

  private func problems(of text: String) -> [String] {
    do {
      _ = try ThemeFile(text, source: "my.yaml")
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  /// The complaints about the default theme with one text replaced by another.
  private func problems(_ old: String, _ new: String) throws -> [String] {
    let range = try #require(Self.sound.range(of: old), "the theme no longer says \(old)")
    return problems(of: Self.sound.replacingCharacters(in: range, with: new))
  }

  private func place(of words: String, offset: Int = 0) throws -> String {
    for (index, line) in Self.sound.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let range = line.range(of: words) else { continue }
      let column = line.distance(from: line.startIndex, to: range.lowerBound) + 1 + offset
      return "my.yaml:\(index + 1):\(column): "
    }
    Issue.record("the theme no longer says \(words)")
    return ""
  }

  @Test("A sound theme has none")
  func sound() { #expect(problems(of: Self.sound) == []) }

  @Test("A misspelt role is named with its place and the nearest role, and is missing too")
  func unknownRole() throws {
    let found = try problems("vma.file: ", "vma.fiel: ")
    let place = try place(of: "vma.file: ")
    #expect(found.first == place + "\"vma.fiel\" is not a role; did you mean \"vma.file\"?")
    #expect(found.last?.hasSuffix("role \"vma.file\" is missing") == true)
    #expect(found.count == 2)
  }

  @Test("A misspelt key is named with its place and the nearest key")
  func unknownKey() throws {
    let found = try problems("c256: 81", "c265: 81")
    let place = try place(of: "c256: 81")
    #expect(found == [place + "\"c265\" is not a key of vma.file; did you mean \"c256\"?"])
  }

  @Test("A colour that is none is named with the nearest of the palette")
  func unknownColour() throws {
    let found = try problems("ui.text:         { fg: snow", "ui.text:         { fg: snwo")
    let place = try place(of: "snow, c256: 255, c16")
    #expect(found == [place + "\"snwo\" is not a colour; did you mean \"snow\"?"])
  }

  @Test(
    "A colour has six digits",
    arguments: ["\"#5fccf\"", "\"#5fccff0\"", "\"#5fccfg\"", "\"#+fccff\"", "\"5fccff\"", "chartreuse", "12"])
  func badColour(written: String) throws {
    let found = try problems("\"#5fccff\", c256", written + ", c256")
    #expect(found.count == 1)
    #expect(found.first?.contains("is not a colour; a name of the palette or \"#rrggbb\"") == true)
  }

  @Test("A colour without quotes is a comment, and the error says so")
  func bareColour() throws {
    let inTable = try problems("snow: \"#e6edf3\"", "snow: #e6edf3")
    #expect(inTable.contains { $0.hasSuffix("expected a colour; write it in quotes: \"#rrggbb\"") })
    let inBraces = try problems("{ fg: \"#5fccff\"", "{ fg: #5fccff")
    #expect(inBraces.count == 1)
    #expect(inBraces.first?.hasSuffix("write colours in quotes: \"#rrggbb\"") == true)
  }

  @Test(
    "Each depth has its own names and numbers",
    arguments: [
      ("c256: 81", "c256: 256", "\"256\" is not one of 256 colours; a name, or a number from 0 to 255"),
      ("c16: bright-cyan }", "c16: bright-cyna }", "did you mean \"bright-cyan\"?"),
      ("c8: yellow }", "c8: bright-yellow }", "\"bright-yellow\" is not one of 8 colours"),
      ("c256: [233, 117]", "c256: [233, 117, 5]", "a list of 3 colours; [letter, ground]"),
      ("attrs: [bold]", "attrs: bold", "attributes are a list; [bold, underline]"),
      ("attrs: [bold]", "attrs: [bald]", "\"bald\" is not an attribute; did you mean \"bold\"?"),
      ("variant: dark", "variant: drak", "\"drak\" is not a variant; dark or light"),
      ("order: 1", "order: one", "expected a number from 0 to 999"),
      ("    - \"#ffffff\"\n", "", "ansi lists 15 colours; all 16, black first"),
      ("name: okabe-dark\n", "", "key \"name\" is missing"),
      ("variant: dark\n", "variant: dark\nvariant: dark\n", "\"variant\" is written twice"),
    ])
  func wording(old: String, new: String, expected: String) throws {
    let found = try problems(old, new)
    #expect(found.contains { $0.contains(expected) }, "found \(found)")
  }

  @Test("A key written twice is reported where it is written again")
  func twice() throws {
    let found = try problems("variant: dark\n", "variant: dark\nvariant: light\n")
    let line = try #require(
      Self.sound.split(separator: "\n", omittingEmptySubsequences: false)
        .firstIndex { $0 == "variant: dark" })
    #expect(found == ["my.yaml:\(line + 2):1: \"variant\" is written twice"])
  }

  @Test("All faults of a file come in one error")
  func all() throws {
    let text = Self.sound.replacing("c256: 81", with: "c256: red-ish").replacing("order: 1", with: "order: x")
      .replacing("ui.key: ", with: "ui.kee: ")
    #expect(problems(of: text).count == 4)
  }

  @Test("What is no theme at all is said in one line", arguments: ["", "- a\n- b\n", "roles: [\n", "42\n"])
  func noTheme(text: String) {
    let found = problems(of: text)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("my.yaml:") == true)
  }

  @Test("A text longer than its limit is refused with the limit")
  func tooLong() {
    let found = problems(of: String(repeating: "#\n", count: ThemeFile.bytesMax))
    #expect(found == ["my.yaml:1:1: the text has 131072 bytes, a theme at most 65536"])
  }
}
