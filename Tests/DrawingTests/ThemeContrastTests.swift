import Drawing
import Testing

@testable import Themes

@Suite("Contrast of themes")
struct ThemeContrastTests {
  private static let borders: [Role] = [.border, .borderFocus]

  /// The least contrast a role needs: borders 3, text 4.5, on projectors 7.
  private func limit(_ role: Role, _ theme: Theme) -> Double {
    if Self.borders.contains(role) { return 3 }
    return theme.name == "projector-light" ? 7 : 4.5
  }

  private func check(_ look: Look, _ role: Role, _ theme: Theme, _ limit: Double, _ what: String) {
    let letter = colour(look.foreground) ?? theme.foreground
    let ground = colour(look.ground) ?? theme.background
    let ratio = Contrast.ratio(letter, ground)
    let measured = "\(theme.name) \(role.name) \(what): \(letter.hex) on \(ground.hex) is \(ratio)"
    #expect(ratio >= limit, "\(measured), needs \(limit)")
  }

  private func colour(_ paint: Paint) -> RGB? {
    switch paint {
    case .own: return nil
    case .rgb(let colour): return colour
    case .index(let index): return TerminalColours.value(of: index)
    }
  }

  @Test("The measure itself knows the ends of the scale")
  func measure() {
    #expect(abs(Contrast.ratio(RGB(0), RGB(0xffffff)) - 21) < 0.001)
    #expect(abs(Contrast.ratio(RGB(0x0072b2), RGB(0xffffff)) - 5.19) < 0.01)
  }

  @Test("In full colour every role can be read", arguments: ThemeCatalogue.all)
  func fullColour(theme: Theme) {
    for role in Role.allCases {
      check(theme.look(Style(role), depth: .rgb), role, theme, limit(role, theme), "in full colour")
    }
  }

  @Test("Chips and rows that changed can be read as well", arguments: ThemeCatalogue.all)
  func dressed(theme: Theme) {
    for role in Role.allCases {
      let least = Self.borders.contains(role) ? 3 : 4.5
      check(theme.look(Style(role).onPanel, depth: .rgb), role, theme, least, "on the panel")
      check(theme.look(Style(role).reversed, depth: .rgb), role, theme, least, "as a chip")
    }
  }

  @Test("In 256 colours every role can be read", arguments: ThemeCatalogue.all)
  func indexed(theme: Theme) {
    for role in Role.allCases {
      let least = Self.borders.contains(role) ? 3 : 4.5
      check(theme.look(Style(role), depth: .c256), role, theme, least, "in 256 colours")
    }
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
