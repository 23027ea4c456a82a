import Testing

@testable import TerminalIO

/// Bytes into keys, without a terminal.
@Suite("Keys from bytes")
struct InputDecoderTests {
  @Test(
    "A key has one name, whatever the terminal sends for it",
    arguments: [
      ("\u{1b}OA", "up"), ("\u{1b}[A", "up"), ("\u{1b}[B", "down"), ("\u{1b}OC", "right"),
      ("\u{1b}[D", "left"),
      ("\u{1b}[H", "home"), ("\u{1b}[1~", "home"), ("\u{1b}OF", "end"), ("\u{1b}[8~", "end"),
      ("\u{1b}[5~", "page-up"), ("\u{1b}[6~", "page-down"), ("\u{1b}[3~", "delete"), ("\u{1b}[2~", "insert"),
      ("\u{1b}OP", "f1"), ("\u{1b}[11~", "f1"), ("\u{1b}[[A", "f1"), ("\u{1b}[24~", "f12"),
      ("\u{1b}[1;2D", "shift-left"), ("\u{1b}[1;5C", "ctrl-right"), ("\u{1b}[d", "shift-left"),
      ("\u{1b}[1;8A", "ctrl-alt-shift-up"), ("\u{1b}\u{1b}[A", "alt-up"), ("\u{1b}[6;5~", "ctrl-page-down"),
      ("\u{1b}[Z", "back-tab"), ("\t", "tab"), ("\r", "enter"), ("\n", "enter"), ("\u{1b}OM", "enter"),
      ("\u{8}", "backspace"), ("\u{7f}", "backspace"), ("\u{c}", "ctrl-l"), ("\u{3}", "ctrl-c"),
      ("\u{1a}", "ctrl-z"), ("\0", "ctrl-space"), (" ", " "), ("q", "q"), ("]", "]"), ("é", "é"), ("中", "中"),
      ("😀", "😀"), ("\u{1b}x", "alt-x"), ("\u{1b}Oq", "1"),
    ])
  func names(bytes: String, name: String) {
    var decoder = InputDecoder()
    decoder.feed(bytes.utf8)
    #expect(decoder.next() == .key(Key(name)))
    #expect(decoder.next() == nil)
    #expect(decoder.patience == nil)
  }

  @Test(
    "A sequence cut anywhere is the same key",
    arguments: ["\u{1b}OA", "\u{1b}[1;2D", "\u{1b}[24~", "\u{1b}[<0;10;5M", "中", "\u{1b}[M !!"])
  func cut(bytes: String) {
    var whole = InputDecoder()
    whole.feed(bytes.utf8)
    let expected = whole.next()
    var decoder = InputDecoder()
    for byte in bytes.utf8.dropLast() {
      decoder.feed(CollectionOfOne(byte))
      #expect(decoder.next() == nil)
    }
    decoder.feed(bytes.utf8.suffix(1))
    #expect(decoder.next() == expected)
    #expect(expected != nil)
  }

  @Test(
    "What is not a key is swallowed to its last letter",
    arguments: [
      "\u{1b}[5n", "\u{1b}[?1;2c", "\u{1b}[>0;276;0c", "\u{1b}[12;40R", "\u{1b}]11;rgb:ffff/ffff/ffff\u{7}",
      "\u{1b}]0;qqq\u{1b}\\", "\u{1b}P1$r0m\u{1b}\\", "\u{1b}[I", "\u{1b}[200~", "\u{1b}[<0;10;5m",
      "\u{1b}[<35;10;5M", "\u{1b}[97;5u", "\u{1b}[?2026;2$y", "\u{1b}_Gi=1;OK\u{1b}\\",
    ])
  func swallows(bytes: String) {
    var decoder = InputDecoder()
    decoder.feed(bytes.utf8)
    decoder.feed("q".utf8)
    #expect(decoder.next() == .key(Key("q")))
    #expect(decoder.next() == nil)
  }

  @Test("Esc alone is a key once nothing follows")
  func escape() {
    var decoder = InputDecoder()
    decoder.feed("\u{1b}".utf8)
    #expect(decoder.next() == nil)
    #expect(decoder.patience == 25)
    #expect(decoder.giveUp() == .key(Key("escape")))
    #expect(decoder.patience == nil)
  }

  @Test("Esc twice, then a letter, is Esc and Alt with the letter")
  func escapeTwice() {
    var decoder = InputDecoder()
    decoder.feed("\u{1b}\u{1b}b".utf8)
    #expect(decoder.next() == .key(Key("escape")))
    #expect(decoder.next() == .key(Key("alt-b")))
  }

  @Test("Two Escs that come together and nothing behind them are two")
  func escapesTogether() {
    var decoder = InputDecoder()
    decoder.feed("\u{1b}\u{1b}".utf8)
    #expect(decoder.next() == nil && decoder.patience == 25)
    #expect(decoder.giveUp() == .key(Key("escape")))
    #expect(decoder.next() == nil && decoder.patience == 25)
    #expect(decoder.giveUp() == .key(Key("escape")))
    #expect(decoder.giveUp() == nil && decoder.patience == nil)
  }

  @Test("A bracket after Esc is Alt with the bracket once nothing follows")
  func alt() {
    var decoder = InputDecoder()
    decoder.feed("\u{1b}]".utf8)
    #expect(decoder.next() == nil)
    #expect(decoder.giveUp() == .key(Key("alt-]")))
  }

  @Test(
    "A sequence that never ends is dropped whole", arguments: ["\u{1b}[1;2", "\u{1b}]11;q", "\u{1b}[<0;1"])
  func unfinished(bytes: String) {
    var decoder = InputDecoder()
    decoder.feed(bytes.utf8)
    #expect(decoder.next() == nil)
    #expect(decoder.patience == 500)
    #expect(decoder.giveUp() == nil)
    #expect(decoder.patience == nil)
  }

  @Test("Bytes that are no UTF-8 are dropped one by one")
  func invalid() {
    var decoder = InputDecoder()
    decoder.feed([0xff, 0xc3, 0x71, 0x80, 0xed, 0xa0, 0x80, 0x62])
    #expect(decoder.next() == .key(Key("q")))
    #expect(decoder.next() == .key(Key("b")))
    #expect(decoder.next() == nil)
  }

  @Test("Any short input is taken apart completely and without a trap")
  func everything() {
    let alphabet: [UInt8] = [
      0x1b, 0x5b, 0x4f, 0x5d, 0x4d, 0x3c, 0x31, 0x3b, 0x41, 0x7e, 0x07, 0x80, 0xe4, 0x71,
    ]
    var words: [[UInt8]] = [[]]
    for _ in 0..<4 { words = words.flatMap { word in alphabet.map { word + [$0] } } }
    for word in words {
      var decoder = InputDecoder()
      decoder.feed(word)
      while decoder.next() != nil {}
      while decoder.patience != nil { _ = decoder.giveUp() }
    }
  }

  @Test(
    "The mouse speaks two dialects",
    arguments: [
      ("\u{1b}[<0;10;5M", Mouse(.left, x: 9, y: 4)), ("\u{1b}[<2;300;5M", Mouse(.right, x: 299, y: 4)),
      ("\u{1b}[<64;1;1M", Mouse(.wheelUp, x: 0, y: 0)), ("\u{1b}[<69;1;1M", Mouse(.wheelDown, x: 0, y: 0)),
      ("\u{1b}[M !\"", Mouse(.left, x: 0, y: 1)), ("\u{1b}[Ma#!", Mouse(.wheelDown, x: 2, y: 0)),
    ])
  func mouse(bytes: String, mouse: Mouse) {
    var decoder = InputDecoder()
    decoder.feed(bytes.utf8)
    #expect(decoder.next() == .mouse(mouse))
    #expect(decoder.next() == nil)
  }

  @Test("Sequences that only terminfo knows come first")
  func named() {
    var decoder = InputDecoder(named: [Array("\u{1b}[7$".utf8): Key("shift-home")])
    decoder.feed("\u{1b}[7$q".utf8)
    #expect(decoder.next() == .key(Key("shift-home")))
    #expect(decoder.next() == .key(Key("q")))
  }
}
