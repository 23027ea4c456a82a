import Drawing
import Testing
import Themes

@Suite("Looks")
struct LookTests {
  private func theme(_ name: String) throws -> Theme { try #require(ThemeCatalogue.theme(named: name)) }

  @Test("A chip is the theme's ground as letter on the role's colour")
  func chip() throws {
    let theme = try theme("okabe-dark")
    let look = theme.look(Style(.lockWrite).reversed, depth: .rgb)
    #expect(look == Look(foreground: .rgb(theme.background), ground: .rgb(RGB(0xff794c))))
  }

  @Test("A role with a ground of its own is a chip already", arguments: ColourDepth.allCases)
  func chipOfAChip(depth: ColourDepth) throws {
    for theme in ThemeCatalogue.all {
      let plain = theme.look(Style(.stageActive), depth: depth)
      guard plain.ground != .own else { continue }
      #expect(theme.look(Style(.stageActive).reversed, depth: depth) == plain)
      #expect(theme.look(Style(.stageActive).onPanel, depth: depth) == plain)
    }
  }

  @Test("A row on the panel takes the panel's ground and keeps its letters")
  func panel() throws {
    let theme = try theme("okabe-dark")
    let look = theme.look(Style(.dim).onPanel, depth: .rgb)
    #expect(look.ground == .rgb(RGB(0x1b232c)))
    #expect(look.foreground == theme.look(Style(.dim), depth: .rgb).foreground)
  }

  @Test("Behind an overlay everything is dim, chips too", arguments: ColourDepth.allCases)
  func behind(depth: ColourDepth) {
    for theme in ThemeCatalogue.all {
      let dim = theme.look(Style(.dim), depth: depth)
      for role in Role.allCases {
        #expect(theme.look(Style(role).reversed.bold.onPanel.behind, depth: depth) == dim, "\(role)")
      }
    }
  }

  @Test("Without colours no theme uses any")
  func mono() {
    for theme in ThemeCatalogue.all {
      for role in Role.allCases {
        for style in [Style(role), Style(role).onPanel, Style(role).reversed] {
          let look = theme.look(style, depth: .mono)
          #expect(look.foreground == .own && look.ground == .own, "\(theme.name) \(role)")
        }
      }
    }
  }

  @Test("Fewer colours never ask for more", arguments: [(ColourDepth.c8, 8), (.c16, 16)])
  func depths(depth: ColourDepth, colours: Int) {
    for theme in ThemeCatalogue.all {
      for role in Role.allCases {
        let look = theme.look(Style(role), depth: depth)
        for paint in [look.foreground, look.ground] {
          if case .index(let index) = paint { #expect(Int(index) < colours, "\(theme.name) \(role)") }
          if case .rgb = paint { Issue.record("\(theme.name) \(role) is not an index") }
        }
      }
    }
  }
}
