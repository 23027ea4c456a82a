import Drawing
import Exporters
import Testing
import Themes

@Suite("Frames as text and as colour text")
struct ANSIStillTests {
  private func write(_ frame: Frame, _ theme: Theme, _ depth: ColourDepth) -> String {
    StillFormat.ansi(depth: depth).write(frame, theme: theme, title: "t", description: "d")
  }

  /// What can be seen of a cell: a blank shows no letter, so its colour and weight say nothing.
  private func visible(_ look: Look, blank: Bool) -> Look {
    guard blank, look.attributes.isDisjoint(with: [.reverse, .underline]) else { return look }
    return Look(ground: look.ground)
  }

  /// The first cell where a terminal would show something else, as a sentence.
  private func difference(_ frame: Frame, _ theme: Theme, _ depth: ColourDepth) -> String? {
    let replay = TerminalReplay(write(frame, theme, depth))
    if let complaint = replay.complaints.first { return complaint }
    guard replay.rows.count == frame.rows else { return "\(replay.rows.count) lines" }
    if replay.pen != Look() { return "the pen stays \(replay.pen)" }
    for y in 0..<frame.rows {
      let cells = frame.row(y).filter { $0.width > 0 }
      for (x, cell) in cells.enumerated() {
        let spot = x < replay.rows[y].count ? replay.rows[y][x] : .init(scalar: " ", look: Look())
        let isBlank = cell.scalar == 0x20
        let expected = visible(theme.look(cell.style, depth: depth), blank: isBlank)
        if spot.scalar.value != cell.scalar || visible(spot.look, blank: isBlank) != expected {
          return "cell \(x),\(y): expected \(cell.scalar) \(expected), got \(spot)"
        }
      }
    }
    return nil
  }

  @Test("A terminal shows what the frame holds, in every depth", arguments: ColourDepth.allCases)
  func replays(depth: ColourDepth) {
    for theme in ThemeCatalogue.all {
      #expect(difference(TalkPage.frame, theme, depth) == nil, "\(theme.name)")
    }
  }

  @Test("Styles in any order are shown right", arguments: ColourDepth.allCases)
  func anyOrder(depth: ColourDepth) {
    var frame = Frame(Size(columns: 60, rows: 30))
    var dice: UInt64 = 1
    func roll(_ sides: Int) -> Int {
      dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(dice >> 33) % sides
    }
    for y in 0..<frame.rows {
      for x in 0..<frame.columns {
        var style = Style(Role.allCases[roll(Role.allCases.count)])
        if roll(4) == 0 { style = style.bold }
        if roll(4) == 0 { style = style.reversed }
        if roll(4) == 0 { style = style.onPanel }
        if roll(4) == 0 { style = style.underlined }
        frame[x, y] = Cell(scalar: roll(3) == 0 ? 0x20 : 0x61, style: style)
      }
    }
    for theme in ThemeCatalogue.all { #expect(difference(frame, theme, depth) == nil, "\(theme.name)") }
  }

  @Test("A look that stays is not said again, and blanks at the end are not written")
  func minimal() throws {
    let theme = try #require(ThemeCatalogue.theme(named: "okabe-dark"))
    var canvas = Canvas(Size(columns: 12, rows: 2), glyphs: GlyphSet(.rich))
    canvas.text("vma file", x: 0, y: 0, Style(.vmaFile))
    canvas.text("two", x: 2, y: 1, Style(.vmaFile))
    #expect(write(canvas.frame, theme, .c256) == "\u{1b}[38;5;81mvma file\n  two\u{1b}[m\n")
  }

  @Test("A ground ends with its row")
  func groundEnds() throws {
    let theme = try #require(ThemeCatalogue.theme(named: "okabe-dark"))
    var frame = Frame(Size(columns: 2, rows: 2))
    frame[0, 0].style = Style(.text).onPanel
    frame[1, 0].style = Style(.text).onPanel
    #expect(write(frame, theme, .c256) == "\u{1b}[48;5;235m  \u{1b}[m\n\u{1b}[m\n")
  }

  @Test("Text is the picture without colours")
  func text() {
    let text = StillFormat.text.write(
      TalkPage.frame, theme: ThemeCatalogue.all[0], title: "", description: "")
    #expect(text == TalkPage.text)
  }

  @Test("A wide character is written once and covers two cells")
  func wide() {
    var canvas = Canvas(Size(columns: 6, rows: 1), glyphs: GlyphSet(.rich))
    canvas.text("内b", x: 0, y: 0, Style(.text))
    #expect(write(canvas.frame, ThemeCatalogue.all[2], .mono) == "内b\u{1b}[m\n")
  }

  @Test("Every format is found by its name, which no other has")
  func catalogue() {
    #expect(StillFormat.all.map(\.name) == ["text", "ansi", "svg"])
    for format in StillFormat.all {
      #expect(StillFormat.named(format.name)?.fileExtension == format.fileExtension)
    }
    #expect(StillFormat.named("png") == nil)
  }
}
