import Drawing
import Testing

@Suite("Canvas")
struct CanvasTests {
  private func canvas(_ columns: Int, _ rows: Int = 1, _ tier: GlyphTier = .rich) -> Canvas {
    Canvas(Size(columns: columns, rows: rows), glyphs: GlyphSet(tier))
  }

  @Test("Text that fits is written as it is, and its width comes back")
  func fits() {
    var canvas = canvas(8)
    let columns = canvas.text("vm_area", x: 1, y: 0, Style(.text))
    #expect(columns == 7)
    #expect(canvas.frame.text == " vm_area\n")
  }

  @Test("Text that does not fit ends in an ellipsis inside its limit")
  func ellipsis() {
    var canvas = canvas(10)
    let columns = canvas.text("vm_area_desc", x: 0, y: 0, limit: 7, Style(.text))
    #expect(columns == 7)
    #expect(canvas.frame.text == "vm_are…\n")
  }

  @Test("A wide character that would be cut in half gives way to the ellipsis")
  func wideAtTheEdge() {
    var canvas = canvas(6)
    canvas.text("内存映射", x: 0, y: 0, limit: 6, Style(.text))
    #expect(canvas.frame.text == "内存…\n")
    #expect(canvas.frame.row(0).map(\.width) == [2, 0, 2, 0, 1, 1])
  }

  @Test("In ASCII a wide character becomes one narrow question mark")
  func wideInASCII() {
    var canvas = canvas(6, 1, .ascii)
    let columns = canvas.text("内x", x: 0, y: 0, Style(.text))
    #expect(columns == 2)
    #expect(canvas.frame.text == "?x\n")
    #expect(canvas.frame.row(0).allSatisfy { $0.width == 1 })
  }

  @Test("Writing over half of a wide character blanks its other half", arguments: [(0, "x "), (1, " x")])
  func overHalf(column: Int, picture: String) {
    var canvas = canvas(2)
    canvas.text("内", x: 0, y: 0, Style(.text))
    canvas.put("x", x: column, y: 0, Style(.text))
    let row = String(canvas.frame.row(0).compactMap { Unicode.Scalar($0.scalar) }.map(Character.init))
    #expect(row == picture)
    #expect(canvas.frame.row(0).allSatisfy { $0.width == 1 })
  }

  @Test("Text can end just before a column")
  func endsAt() {
    var canvas = canvas(10)
    canvas.text("64K", endingAt: 9, y: 0, limit: 5, Style(.text))
    #expect(canvas.frame.text == "      64K\n")
  }

  @Test("A window counts from its own corner and cuts text at its own edge")
  func window() {
    var canvas = canvas(10, 2)
    canvas.within(Rect(x: 2, y: 1, width: 5, height: 1)) { pane in
      _ = pane.text("mmap_region", x: 0, y: 0, Style(.text))
    }
    #expect(canvas.frame.text == "\n  mmap…\n")
    #expect(canvas.width == 10)
  }

  @Test("A row on the panel ground keeps its words and roles")
  func panelRow() {
    var canvas = canvas(3, 2)
    canvas.text("pte", x: 0, y: 0, Style(.ptePFN))
    canvas.ground(row: 0)
    #expect(canvas.frame.text(row: 0) == "pte")
    #expect(canvas.frame.row(0).allSatisfy { $0.style.isOnPanel && $0.style.role == .ptePFN })
    #expect(canvas.frame.row(1).allSatisfy { !$0.style.isOnPanel })
  }

  @Test("What lies behind an overlay loses its roles only when it is looked at")
  func behind() {
    var canvas = canvas(1)
    canvas.put("W", x: 0, y: 0, Style(.lockWrite).reversed)
    canvas.dimAll()
    #expect(canvas.frame[0, 0].style.isBehind)
    #expect(canvas.frame[0, 0].style.role == .lockWrite)
  }

  #if DEBUG
    @Test("A pane that writes past its edge stops debug builds")
    func pastTheEdge() async {
      await #expect(processExitsWith: .failure) {
        var canvas = Canvas(Size(columns: 2, rows: 1), glyphs: GlyphSet(.rich))
        canvas.put("x", x: 2, y: 0, Style(.text))
      }
    }
  #endif
}
