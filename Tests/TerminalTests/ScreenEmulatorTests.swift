import Drawing
import Testing

/// The instrument itself must be right.
@Suite("The screen emulator")
struct ScreenEmulatorTests {
  private func screen(_ text: String, columns: Int = 10, rows: Int = 3) -> ScreenEmulator {
    var screen = ScreenEmulator(Size(columns: columns, rows: rows))
    screen.feed(text.utf8)
    return screen
  }

  @Test(
    "Sequences change the picture as a terminal does",
    arguments: [
      ("abc\r\ndef", "abc\ndef\n\n"), ("\u{1b}[2;3Hx\u{1b}[Hy", "y\n  x\n\n"),
      ("abcdefghijk", "abcdefghij\nk\n\n"), ("abcdef\u{1b}[3G\u{1b}[2P", "abef\n\n\n"),
      ("abcdef\u{1b}[3G\u{1b}[2@", "ab  cdef\n\n\n"), ("abcdef\u{1b}[3G\u{1b}[2X", "ab  ef\n\n\n"),
      ("abc\u{1b}[1K", "\n\n\n"), ("abc\u{1b}[2D\u{1b}[K", "a\n\n\n"), ("a─\u{1b}[4b", "a─────\n\n\n"),
      ("a\r\nb\r\nc\r\nd", "b\nc\nd\n"), ("a\r\nb\r\nc\u{1b}[2H\u{1b}[M", "a\nc\n\n"),
      ("a\r\nb\r\nc\u{1b}[2H\u{1b}[L", "a\n\nb\n"), ("a\r\nb\r\nc\u{1b}[1;2r\u{1b}[2H\n", "b\n\nc\n"),
      ("a\r\nb\r\nc\u{1b}[H\u{1b}M", "\na\nb\n"), ("a中b", "a中b\n\n\n"), ("ab\u{1b}[H\u{1b}[J", "\n\n\n"),
      ("ab\u{1b}[?1049hxy\u{1b}[?1049lc", "abc\n\n\n"), ("ac\u{1b}[2G\u{1b}[4hb\u{1b}[4l", "abc\n\n\n"),
    ])
  func sequences(written: String, expected: String) {
    let screen = screen(written)
    #expect(screen.text == expected)
    #expect(screen.unknown == [])
  }

  @Test("Bytes may arrive one by one")
  func oneByOne() {
    var screen = ScreenEmulator(Size(columns: 10, rows: 3))
    for byte in "\u{1b}[2;3H\u{1b}[1;38;5;12m中\u{1b}(Bé".utf8 { screen.feed(CollectionOfOne(byte)) }
    #expect(screen.text == "\n  中é\n\n")
  }

  @Test(
    "Each cell keeps the pen it was written with; what is erased keeps the ground",
    arguments: [
      ("\u{1b}[1;31mx", "1 on own bold"), ("\u{1b}[31;44mx", "1 on 4"),
      ("\u{1b}[38;5;200;48;5;9mx", "200 on 9"),
      ("\u{1b}[97;101mx", "15 on 9"), ("\u{1b}[7;4;2mx", "own on own dim underline reverse"),
      ("\u{1b}[1;2;22mx", "own on own"), ("\u{1b}[31m\u{1b}[mx", "own on own"),
      ("\u{1b}[31;44m\u{1b}[39;49mx", "own on own"), ("\u{1b}[3;23;24;27mx", "own on own"),
      ("abc\u{1b}[31;42m\u{1b}[H\u{1b}[K", "own on 2"), ("\u{1b}[45m\u{1b}[2J", "own on 5"),
    ])
  func pens(written: String, expected: String) {
    let screen = screen(written)
    #expect(screen[0, 0].pen.description == expected)
    #expect(screen.unknown == [])
  }

  @Test("Screen and cursor are known")
  func modes() {
    #expect(screen("\u{1b}[?1049h\u{1b}[?25l").isAlternate)
    #expect(!screen("\u{1b}[?1049h\u{1b}[?25l").showsCursor)
    #expect(screen("\u{1b}[?12l\u{1b}[?25h").showsCursor)
    #expect(screen("\u{1b}[99z").unknown == ["CSI 99z"])
  }
}
