import Drawing
import Exporters
import Testing
import Themes

@Suite("Frames as SVG")
struct SVGStillTests {
  private func write(
    _ frame: Frame, _ theme: Theme = ThemeCatalogue.all[0], title: String = "t", description: String = "d"
  ) -> String {
    StillFormat.svg.write(frame, theme: theme, title: title, description: description)
  }

  private func written(_ text: String, _ style: Style = Style(.text), columns: Int, rows: Int) -> String {
    var frame = TalkPage.plain(text, columns: columns, rows: rows)
    for y in 0..<rows { for x in 0..<columns { frame[x, y].style = style } }
    return write(frame)
  }

  /// The data of the paths whose element contains some words.
  private func data(_ svg: String, _ words: String) -> [String] {
    svg.split(separator: "\n").filter { $0.hasPrefix("<path") && $0.contains(words) }
      .compactMap { $0.split(separator: " d=\"").last?.dropLast(3) }.map(String.init)
  }

  @Test("The talk page is well-formed, small, and names itself", arguments: ThemeCatalogue.all)
  func page(theme: Theme) {
    let svg = write(TalkPage.frame, theme, title: TalkPage.title, description: TalkPage.description)
    let check = XMLCheck(svg)
    #expect(check.complaint == nil)
    #expect(svg.utf8.count < 10_000, "\(svg.utf8.count) bytes")
    #expect(check.elements(named: "title").map(\.text) == [TalkPage.title])
    #expect(check.elements(named: "desc").map(\.text) == [TalkPage.description])
    let root = check.elements.first?.attributes ?? [:]
    #expect(root["viewBox"] == "0 0 720 480" && root["role"] == "img" && root["font-size"] == "14.95")
    let ids = check.elements.compactMap { $0.attributes["id"] }
    #expect(root["aria-labelledby"] == ids.joined(separator: " "))
  }

  @Test("Only elements and attributes that every reader of pictures knows are used")
  func plainElements() {
    let elements = XMLCheck(write(TalkPage.frame)).elements
    #expect(Set(elements.map(\.name)) == ["svg", "title", "desc", "rect", "path", "g", "text"])
    #expect(elements.allSatisfy { $0.attributes["style"] == nil && $0.attributes["class"] == nil })
  }

  @Test("Every word of the page can be found, and stands in its column")
  func words() {
    let texts = XMLCheck(write(TalkPage.frame)).elements(named: "text")
    for (y, line) in TalkPage.text.split(separator: "\n").enumerated() {
      for word in line.split(separator: " ") where word.allSatisfy({ $0.isASCII && $0.isLetter }) {
        let row = texts.filter { $0.attributes["y"] == "\(y * 20 + 15)" }
        #expect(row.contains { $0.text.contains(word) }, "\(word) in row \(y)")
      }
    }
    let step = texts.first { $0.text == "action.remap.pte.5" }
    #expect(step?.attributes == ["x": "18", "y": "415", "textLength": "162"])
  }

  @Test("The same frame gives the same bytes; another title gives other ids")
  func deterministic() {
    #expect(write(TalkPage.frame) == write(TalkPage.frame))
    #expect(write(TalkPage.frame).contains("id=\"t") == true)
    let ids = ["a", "b"].map {
      XMLCheck(write(TalkPage.frame, title: $0)).elements[0].attributes["aria-labelledby"]
    }
    #expect(ids[0] != ids[1])
  }

  @Test("What XML reserves is escaped, what it forbids is replaced")
  func escapes() {
    let svg = write(TalkPage.plain("a<b>&\"c", columns: 8, rows: 1), title: "<&\">", description: "\u{1b}[0m")
    let check = XMLCheck(svg)
    #expect(check.complaint == nil)
    #expect(check.elements(named: "text").map(\.text) == ["a<b>&\"c"])
    #expect(check.elements(named: "title").map(\.text) == ["<&\">"])
    #expect(check.elements(named: "desc").map(\.text) == ["\u{FFFD}[0m"])
  }

  @Test("Two blanks part words, one does not")
  func runs() {
    let texts = XMLCheck(written("vma end  len", columns: 12, rows: 1)).elements(named: "text")
    #expect(texts.map(\.text) == ["vma end", "len"])
    #expect(texts.map { $0.attributes["x"] } == ["0", "81"])
  }

  @Test("A change of weight parts words")
  func weights() {
    var frame = TalkPage.plain("PTE 5", columns: 5, rows: 1)
    frame[4, 0].style = Style(.text).bold
    let svg = write(frame)
    #expect(XMLCheck(svg).elements(named: "text").map(\.text) == ["PTE", "5"])
    #expect(svg.contains("font-weight=\"bold\">\n<text x=\"36\" y=\"15\">5</text>"))
  }

  @Test("Neighbouring blocks are one block, and other kinds stay apart")
  func blocks() {
    let svg = written("███▒▒ ░", Style(.vmaIO), columns: 7, rows: 1)
    #expect(data(svg, "fill=\"#ea7e3f\" d") == ["M0 3h27v14h-27z"])
    #expect(data(svg, "fill-opacity=\"0.6\"") == ["M27 3h18v14h-18z"])
    #expect(data(svg, "fill-opacity=\"0.2\"") == ["M54 3h9v14h-9z"])
    #expect(data(svg, "stroke-width=\"1.4\"") == ["M54.7 3.7h7.6v12.6h-7.6z"])
  }

  @Test("Lines that meet are one line")
  func lines() {
    let svg = written("──┬──\n  │  ", Style(.border), columns: 5, rows: 2)
    #expect(data(svg, "stroke-width=\"1.2\"") == ["M0 10H45M22.5 10V40"])
  }

  @Test("A double box closes at its corners, with one stroke inside the other")
  func doubleBox() {
    let svg = written("╔═╗\n║ ║\n╚═╝", Style(.error), columns: 3, rows: 3)
    let strokes = Set(data(svg, "stroke-width=\"1.3\"").joined().split(separator: "M").map(String.init))
    let outer: Set = ["2.5 8H24.5", "2.5 8V52", "24.5 8V52", "2.5 52H24.5"]
    let inner: Set = ["6.5 12H20.5", "6.5 12V48", "20.5 12V48", "6.5 48H20.5"]
    #expect(strokes == outer.union(inner))
  }

  @Test("A double stroke alone is a task that waits, also below another; in a box it runs through")
  func waits() {
    let marks = written("║ fault\n║ maps", Style(.warn), columns: 7, rows: 2)
    #expect(data(marks, "stroke-width=\"1.6\"") == ["M2.5 4v12m4 -12v12M2.5 24v12m4 -12v12"])
    #expect(data(marks, "stroke-width=\"1.3\"") == [])
    let box = written("╔═══╗\n║ ║ ║\n╚═══╝", Style(.warn), columns: 5, rows: 3)
    #expect(data(box, "stroke-width=\"1.6\"") == ["M20.5 24v12m4 -12v12"])
  }

  @Test("Marks are geometry in the colour of their role", arguments: Array("✓✗×●○■▶◀▲▼·•".unicodeScalars))
  func marks(scalar: Unicode.Scalar) {
    let svg = written(String(scalar), Style(.ok), columns: 1, rows: 1)
    #expect(XMLCheck(svg).elements(named: "text").isEmpty)
    #expect(data(svg, "#64bba5").count == 1, "\(svg)")
  }

  @Test("A ground is one run a row; a chip is a dark letter on its colour")
  func grounds() {
    var frame = TalkPage.plain(" W  free", columns: 8, rows: 1)
    for x in 0..<3 { frame[x, 0].style = Style(.lockWrite).reversed.bold }
    let svg = write(frame)
    #expect(data(svg, "crispEdges\" fill=\"#ff794c\"") == ["M0 0h27v20h-27z"])
    #expect(svg.contains("<g fill=\"#101418\" font-weight=\"bold\">\n<text x=\"9\" y=\"15\">W</text>"))
  }

  @Test("Without colours dim is half the strength and reverse swaps letter and ground")
  func mono() throws {
    let theme = try #require(ThemeCatalogue.theme(named: "mono"))
    var frame = TalkPage.plain("ab", columns: 2, rows: 1)
    frame[0, 0].style = Style(.dim)
    frame[1, 0].style = Style(.stageActive)
    let svg = write(frame, theme)
    #expect(svg.contains("<g fill=\"#8a8a8a\">\n<text x=\"0\" y=\"15\">a</text>"))
    #expect(svg.contains("<g fill=\"#000000\" font-weight=\"bold\">\n<text x=\"9\" y=\"15\">b</text>"))
    #expect(data(svg, "crispEdges\" fill=\"#ffffff\"") == ["M9 0h9v20h-9z"])
  }

  @Test("An underline is a line, under blanks too")
  func underlined() {
    let svg = written("a b", Style(.text).underlined, columns: 3, rows: 1)
    #expect(data(svg, "stroke-width=\"1.2\"") == ["M0 17.5H27"])
  }

  @Test("A wide character stands alone and covers two cells")
  func wide() {
    var canvas = Canvas(Size(columns: 6, rows: 1), glyphs: GlyphSet(.rich))
    canvas.text("a内b", x: 0, y: 0, Style(.text))
    let texts = XMLCheck(write(canvas.frame)).elements(named: "text")
    #expect(texts.map { $0.text + "@" + ($0.attributes["x"] ?? "") } == ["a@0", "内@9", "b@27"])
  }
}
