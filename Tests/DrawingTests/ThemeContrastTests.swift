import Drawing
import Testing

@testable import Themes

@Suite("Limits of themes")
struct ThemeContrastTests {
  @Test("The measure of contrast knows the ends of the scale")
  func contrast() {
    #expect(abs(Contrast.ratio(RGB(0), RGB(0xffffff)) - 21) < 0.001)
    #expect(abs(Contrast.ratio(RGB(0x0072b2), RGB(0xffffff)) - 5.19) < 0.01)
  }

  @Test("The measure of difference gives the numbers of the design's study")
  func distance() throws {
    let theme = try #require(ThemeCatalogue.theme(named: "okabe-dark"))
    let measured = ThemeCheck(theme).distances
    let vma = try #require(measured.filter { $0.what.hasPrefix("vma") }.map(\.value).min())
    let state = try #require(measured.filter { $0.what.hasPrefix("state") }.map(\.value).min())
    #expect(abs(vma - 15.0) < 0.1, "\(vma)")
    #expect(abs(state - 18.2) < 0.1, "\(state)")
  }

  @Test(
    "Every bundled theme keeps its limits, and its roles differ without colour", arguments: ThemeCatalogue.all
  )
  func sound(theme: Theme) {
    let faults = ThemeCheck(theme).faults
    #expect(faults == [], "\(theme.name):\n\(faults.joined(separator: "\n"))")
  }

  @Test("Those who need it get more contrast: 7:1 on projectors and in high contrast")
  func strict() {
    for name in ["projector-light", "high-contrast"] {
      #expect(ThemeCatalogue.theme(named: name)?.limits.text == 7, "\(name)")
    }
  }

  @Test("A letter too faint, two hues too near and two signs alike are each named")
  func faults() throws {
    let text = """
      name: bad
      inherits: okabe-dark
      roles:
        vma.file: { fg: "#203040" }
        state.ok: { fg: "#ff5f58" }
        lock.read: { fg: "#94ddff", glyph: "\u{2588}", label: wr }
      """
    let faults = ThemeCheck(try ThemeFile(text, source: "bad.yaml").theme).faults
    #expect(faults.contains { $0.hasPrefix("vma.file in full colour: 1.") })
    #expect(faults.contains { $0.hasPrefix("state hues, normal eyes, state.ok and state.error: ") })
    #expect(
      faults.contains("lock.read and lock.write have the same glyph (rich, console) and the same label"))
  }

  @Test("No role writes in the colour of its ground, in any depth", arguments: ThemeCatalogue.all)
  func neverOnItself(theme: Theme) {
    for depth in ColourDepth.allCases {
      for role in Role.allCases {
        let look = theme.look(Style(role), depth: depth)
        #expect(look.foreground == .own || look.foreground != look.ground, "\(theme.name) \(role) \(depth)")
      }
    }
  }
}
