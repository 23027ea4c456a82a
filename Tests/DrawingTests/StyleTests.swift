import Drawing
import Testing

@Suite("Styles and roles")
struct StyleTests {
  @Test("A style gives back what went in, for every role and dress", arguments: Role.allCases)
  func roundTrip(role: Role) {
    for dress in 0..<16 {
      let (bold, panel, reversed, underlined) = (
        dress & 1 != 0, dress & 2 != 0, dress & 4 != 0, dress & 8 != 0
      )
      let style = Style(role, bold: bold, panel: panel, reversed: reversed, underlined: underlined)
      #expect(style.role == role)
      #expect(style.isBold == bold && style.isOnPanel == panel)
      #expect(style.isReversed == reversed && style.isUnderlined == underlined)
      #expect(!style.isBehind && style.behind.isBehind)
      #expect(style.behind.role == role)
    }
  }

  @Test("Dressing later is the same as dressing at once")
  func dressing() {
    let late = Style(.ok).bold.onPanel.reversed.underlined
    #expect(late == Style(.ok, bold: true, panel: true, reversed: true, underlined: true))
  }

  @Test("A cell is eight bytes, so that a frame fits the cache")
  func size() { #expect(MemoryLayout<Cell>.stride == 8) }

  @Test("No two roles share a name or a letter, and every name finds its role")
  func names() {
    #expect(Set(Role.allCases.map(\.name)).count == Role.allCases.count)
    #expect(Set(Role.allCases.map(\.letter)).count == Role.allCases.count)
    for role in Role.allCases { #expect(Role(name: role.name) == role) }
    #expect(Role(name: "vma.fil") == nil)
  }

  @Test("A picture's text has no blanks at the ends, and one role letter a cell below it")
  func goldens() {
    var frame = Frame(Size(columns: 4, rows: 1))
    frame[0, 0] = Cell(scalar: 0x57, style: Style(.lockWrite))
    #expect(frame.text == "W\n")
    #expect(frame.roleLetters == "Wttt\n")
  }
}
