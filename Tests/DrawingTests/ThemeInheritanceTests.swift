import Drawing
import Testing
import Themes

@Suite("Themes that begin with another one")
struct ThemeInheritanceTests {
  private func problems(_ texts: [String: String], _ name: String) -> [String] {
    do {
      _ = try ThemeFile(texts[name] ?? "", source: name) { name in texts[name].map { ($0, name) } }
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test("Only what is named differs; colours of the parent's palette may be used")
  func differs() throws {
    let text =
      "name: mine\ninherits: okabe-dark\nroles:\n  vma.file: { fg: sun, c16: bright-yellow, glyph: \"#\" }\n"
    let theme = try ThemeFile(text, source: "mine.yaml").theme
    let parent = try #require(ThemeCatalogue.theme(named: "okabe-dark"))
    for role in Role.allCases where role != .vmaFile { #expect(theme[role] == parent[role], "\(role)") }
    #expect(theme[.vmaFile].rgb.foreground == RGB(0xf0e442))
    #expect(theme.background == parent.background)
    #expect(theme.name == "mine")
  }

  @Test("A parent that does not exist, is one's own child or has too many parents is said with its place")
  func wrongParents() {
    let unknown = problems(["a": "name: a\ninherits: okabe-drak\n"], "a")
    #expect(unknown.first == "a:2:11: no theme is called \"okabe-drak\"; did you mean \"okabe-dark\"?")
    let circle = ["a": "name: a\ninherits: b\n", "b": "name: b\ninherits: a\n"]
    #expect(problems(circle, "a").first == "b:2:11: \"a\" comes round to this theme again")
    var chain: [String: String] = [:]
    for (name, parent) in zip("abcdef", "bcdefg") {
      chain[String(name)] = "name: \(name)\ninherits: \(parent)\n"
    }
    #expect(problems(chain, "a").first == "e:2:11: more than 4 themes behind each other")
  }

  @Test("A theme's own sign takes the place of the usual one, but is never forced on ASCII")
  func signs() throws {
    let text = "name: mine\ninherits: okabe-dark\nroles:\n  vma.file: { fg: sun, glyph: \"\u{2261}\" }\n"
    let theme = try ThemeFile(text, source: "mine.yaml").theme
    for (tier, expected) in [
      (GlyphTier.rich, "\u{2261}a\u{2592}"), (.console, "\u{2261}a\u{2592}"), (.ascii, "%a%"),
    ] {
      var canvas = Canvas(Size(columns: 3, rows: 1), glyphs: GlyphSet(tier))
      canvas.put(.blockFile, x: 0, y: 0, Style(.vmaFile))
      canvas.text("a", x: 1, y: 0, Style(.vmaFile))
      canvas.put(.blockFile, x: 2, y: 0, Style(.lockRead))
      #expect(theme.dress(canvas.frame).text(row: 0) == expected)
    }
  }

  @Test(
    "A role with colours by number alone has them in 256 colours and, by the theme's palette, in pictures")
  func byNumber() throws {
    let theme = try #require(ThemeCatalogue.theme(named: "console-16"))
    #expect(theme.look(Style(.vmaFile), depth: .c256).foreground == .index(14))
    #expect(theme.look(Style(.vmaFile), depth: .c16).foreground == .index(14))
    #expect(theme.look(Style(.vmaFile), depth: .rgb).foreground == .rgb(theme.ansi[14]))
  }
}
