import Drawing
import Testing

@testable import TerminalIO

/// The parts of the terminal room that need no terminal.
@Suite("Pieces of the terminal room")
struct PieceTests {
  typealias Colours = PairBudget.Colours

  @Test("Two colours have one pair, and the terminal's own have pair 0")
  func pairs() {
    var budget = PairBudget(limit: 3)
    #expect(budget.pair(for: .own) == .known(0))
    #expect(budget.pair(for: Colours(foreground: 1, ground: -1)) == .new(1))
    #expect(budget.pair(for: Colours(foreground: 1, ground: 4)) == .new(2))
    #expect(budget.pair(for: Colours(foreground: 1, ground: -1)) == .known(1))
  }

  @Test("When the pairs are used up, what is known stays and the rest is refused")
  func budget() {
    var budget = PairBudget(limit: PairBudget.limit(pairs: 64, depth: .c8))
    let grants = (1...100).map { budget.pair(for: Colours(foreground: $0, ground: -1)) }
    #expect(grants.prefix(60) == (1...60).map { PairBudget.Grant.new($0) }[...])
    #expect(grants.dropFirst(60).allSatisfy { $0 == .exhausted })
    #expect(budget.pair(for: Colours(foreground: 60, ground: -1)) == .known(60))
  }

  @Test("A pair that the terminal refused is not used")
  func refused() {
    var budget = PairBudget(limit: 3)
    let colours = Colours(foreground: 300, ground: -1)
    #expect(budget.pair(for: colours) == .new(1))
    budget.refuse(colours)
    #expect(budget.pair(for: colours) == .exhausted)
  }

  @Test("A terminal without pairs has no budget")
  func noPairs() {
    var budget = PairBudget(limit: PairBudget.limit(pairs: 0, depth: .c8))
    #expect(budget.pair(for: Colours(foreground: 1, ground: -1)) == .exhausted)
    #expect(budget.pair(for: .own) == .known(0))
  }

  @Test("The restore string ends with the main screen and the cursor")
  func restore() {
    let xterm = [
      "rmkx": "<keypad off>", "sgr0": "<plain>", "op": "<own colours>", "smcup": "<other screen>",
      "rmcup": "<main screen>", "cnorm": "<cursor>", "clear": "<clear>",
    ]
    let bytes = RestoreString.bytes(mouse: true) { xterm[$0].map { Array($0.utf8) } }
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "\u{1b}[?1006l\u{1b}[?1000l<keypad off><plain><own colours><clear><main screen><cursor>")
  }

  @Test("Without a second screen the restore string clears the only one")
  func restoreConsole() {
    let console = ["sgr0": "<plain>", "clear": "<clear>", "cnorm": "<cursor>"]
    let bytes = RestoreString.bytes(mouse: false) { console[$0].map { Array($0.utf8) } }
    #expect(String(decoding: bytes, as: UTF8.self) == "<plain><clear><cursor>")
  }

  @Test("Padding is taken out of terminfo strings")
  func padding() {
    func clean(_ text: String) -> String {
      String(decoding: Terminfo.withoutPadding(Array(text.utf8)), as: UTF8.self)
    }
    #expect(clean("a$<5>b$<10*/>c") == "abc")
    #expect(clean("a$<5") == "a$<5")
    #expect(clean("$b>") == "$b>")
  }

  @Test(
    "The colour depth is what terminal and user agree on",
    arguments: [
      (ColourChoice.auto, 256, false, ColourDepth.c256), (.auto, 8, false, .c8), (.auto, 16, false, .c16),
      (.auto, 88, false, .c16), (.auto, 0, false, .mono), (.auto, 256, true, .mono),
      (.never, 256, false, .mono),
      (.eight, 256, true, .c8), (.sixteen, 256, false, .c16), (.all, 8, false, .c8), (.all, 256, true, .c256),
      (.all, 0, false, .mono),
    ])
  func depth(choice: ColourChoice, colours: Int, refuses: Bool, expected: ColourDepth) {
    #expect(choice.depth(colours: colours, isDirect: false, refusesColour: refuses) == expected)
  }

  @Test("Direct colour is used where colour numbers are values")
  func direct() {
    let many = 1 << 24
    #expect(ColourChoice.auto.depth(colours: many, isDirect: true, refusesColour: false) == .rgb)
    #expect(ColourChoice.eight.depth(colours: many, isDirect: true, refusesColour: false) == .c8)
    #expect(ColourChoice.auto.depth(colours: many, isDirect: true, refusesColour: true) == .mono)
  }

  @Test("Unknown terminals have stand-ins, and the user is told")
  func standIns() {
    #expect(TerminalType.candidates(for: "xterm-kitty") == ["xterm-kitty", "xterm-256color", "ansi"])
    #expect(TerminalType.candidates(for: "teletype") == ["teletype", "ansi"])
    #expect(TerminalType.candidates(for: "") == ["ansi"])
    #expect(TerminalType.notice(wanted: "xterm", taken: "xterm") == nil)
    #expect(TerminalType.notice(wanted: "xterm-kitty", taken: "ansi")?.contains("xterm-kitty") == true)
  }

  @Test("Glyphs follow the locale and the console")
  func glyphs() {
    #expect(CharacterSet.tier(codeset: "UTF-8", type: "xterm-256color") == .rich)
    #expect(CharacterSet.tier(codeset: "UTF-8", type: "linux") == .console)
    #expect(CharacterSet.tier(codeset: "ANSI_X3.4-1968", type: "linux") == .ascii)
    #expect(CharacterSet.tier(codeset: "ISO-8859-1", type: "xterm") == .ascii)
  }

  @Test(
    "Every error says what is wrong and what to do",
    arguments: [
      TerminalError.notATerminal(.output), .unknownTerminal(name: "vt9"), .unknownTerminal(name: ""),
      .cannotMoveCursor(name: "dumb"),
    ])
  func errors(error: TerminalError) {
    #expect(!error.text.isEmpty && !error.hint.isEmpty)
    #expect(!error.text.hasSuffix(".") && !error.hint.hasSuffix("."))
  }
}
