import Drawing
import Testing

@Suite("Widths of characters")
struct CellWidthTests {
  @Test(
    "The table knows narrow, wide and impossible characters",
    arguments: [
      ("a", 1), ("é", 1), ("─", 1), ("●", 1), ("▶", 1), ("…", 1), ("→", 1), ("±", 1), ("内", 2), ("한", 2),
      ("Ａ", 2), ("🐧", 2), ("\u{0}", nil), ("\u{1b}", nil), ("\u{7f}", nil), ("\u{85}", nil), ("\u{ad}", nil),
      ("\u{301}", nil), ("\u{200d}", nil), ("\u{fe0f}", nil), ("\u{202e}", nil), ("\u{1f1e9}", nil),
      ("\u{1161}", nil), ("\u{e000}", nil), ("\u{2028}", nil),
    ] as [(Unicode.Scalar, Int?)])
  func samples(scalar: Unicode.Scalar, width: Int?) {
    #expect(CellWidth.of(scalar) == width, "U+\(String(scalar.value, radix: 16))")
  }

  @Test("What has no width of its own is replaced, so that text and cells agree")
  func sanitised() {
    let pieces = CellWidth.sanitise("a\u{1b}[31m\u{301}内")
    #expect(String(pieces.map { Character($0.scalar) }) == "a\u{FFFD}[31m\u{FFFD}内")
    #expect(pieces.reduce(0) { $0 + $1.width } == CellWidth.of("a\u{1b}[31m\u{301}内"))
  }

  @Test("Every character of the glyph tables covers one cell", arguments: GlyphTier.allCases)
  func glyphsAreNarrow(tier: GlyphTier) {
    let set = GlyphSet(tier)
    for glyph in Glyph.allCases { #expect(CellWidth.of(set[glyph]) == 1, "\(glyph): \(set[glyph])") }
  }

  @Test("The ASCII tier is ASCII, for marks and for words")
  func asciiIsASCII() {
    let set = GlyphSet(.ascii)
    for glyph in Glyph.allCases { #expect(set[glyph].isASCII, "\(glyph): \(set[glyph])") }
    for scalar in TalkPage.text.unicodeScalars { #expect(set.plain(scalar).isASCII, "\(scalar)") }
  }

  @Test("In ASCII a task that waits and the side of a box stay apart")
  func byMeaning() {
    #expect(GlyphSet(.rich)[.waits] == GlyphSet(.rich)[.boxV])
    #expect(GlyphSet(.ascii)[.waits] != GlyphSet(.ascii)[.boxV])
  }
}
