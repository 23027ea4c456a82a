import Drawing
import Glibc
import Panes
import Scenarios
import Simulation
import Testing
import Themes

/// What is written, replayed through a terminal, is the frame, cell by cell with colours and attributes, for
/// every kind of terminal.
@Suite("Every key on every terminal", .serialized, .timeLimit(.minutes(3)))
struct EveryKeyTests {
  /// Keys as they are sent, with the names that the session knows them by.
  private struct Stroke {
    var bytes: String
    var act: @Sendable (inout Session) -> Void

    init(_ bytes: String, _ name: String) {
      self.bytes = bytes
      act = { $0.press(name, at: 0) }
    }

    init(_ letter: String) { self.init(letter, letter) }

    static func click(_ x: Int, _ y: Int) -> Stroke {
      var stroke = Stroke("\u{1b}[<0;\(x + 1);\(y + 1)M\u{1b}[<0;\(x + 1);\(y + 1)m", "")
      stroke.act = { $0.click(x: x, y: y, at: 0) }
      return stroke
    }

    static func wheel(up: Bool, _ x: Int, _ y: Int) -> Stroke {
      var stroke = Stroke("\u{1b}[<\(up ? 64 : 65);\(x + 1);\(y + 1)M", "")
      stroke.act = { $0.wheel(up: up, x: x, y: y, at: 0) }
      return stroke
    }
  }

  private static func letters(_ text: String) -> [Stroke] { text.map { Stroke(String($0)) } }

  private static let escape = Stroke("\u{1b}", "escape")

  /// Compared after groups. Esc stands at the end of one: with what follows it would be Alt.
  private static let groups: [[Stroke]] = [
    [
      Stroke("\u{1b}[C", "right"), Stroke("\u{1b}OC", "right"), Stroke("l"), Stroke(" "),
      Stroke("\u{1b}[6~", "page-down"),
    ],
    [Stroke("\u{1b}[D", "left"), Stroke("h"), Stroke("\u{7f}", "backspace"), Stroke("\u{1b}[5~", "page-up")],
    letters("]]][]JK"), letters("sssS"), [Stroke("\u{1b}[F", "end")], [Stroke("\u{1b}[H", "home")],
    letters("Gg]]]ss"), letters("pp<>"), letters("e"), letters("wwb"), [escape],
    [Stroke("\t", "tab"), Stroke("\t", "tab"), Stroke("\u{1b}[Z", "back-tab")],
    [Stroke("\u{1b}[B", "down"), Stroke("\u{1b}[B", "down"), Stroke("\u{1b}[A", "up")],
    [
      Stroke("\u{1b}[1;2B", "shift-down"), Stroke("\u{1b}[1;2C", "shift-right"),
      Stroke("\u{1b}[1;2A", "shift-up"),
    ],
    [Stroke("\r", "enter"), Stroke("\u{1b}[1;2D", "shift-left"), Stroke("\r", "enter")], [escape], [escape],
    letters("z"), letters("zvvv"), letters("vv"),
    [Stroke("/")] + letters("pte") + [Stroke("\r", "enter")], letters("nnN"), [escape],
    letters("ma]'a"),
    [Stroke(":")] + letters("action.remap.pt") + [Stroke("\t", "tab"), Stroke("\u{1b}[24~", "f12")],
    letters("e.5") + [Stroke("\r", "enter")], [Stroke(":")] + letters("help pf") + [Stroke("\r", "enter")],
    [escape],
    letters("x"), letters("X"), letters("1"), letters("="), letters("dd="), letters("?"), [escape],
    [Stroke("\u{1b}OP", "f1")], [Stroke("\u{1b}OP", "f1")], letters("t"), letters("tttt"), letters("tA"),
    letters("A"), letters("aa"), letters("."), letters("."), [Stroke("\u{c}", "ctrl-l")],
    [.click(20, 2)], [.click(60, 2), .click(5, 8)], [.click(60, 8)], [.wheel(up: false, 5, 8)],
    [.wheel(up: true, 5, 8), .wheel(up: false, 30, 2), .wheel(up: true, 30, 2)],
  ]

  @Test(
    "Every key, every mouse action and a thousand resizes leave the frame on the screen",
    arguments: ["xterm-256color", "tmux-256color", "screen-256color", "linux", "vt100"])
  func same(type: String) throws {
    let scenario = try #require(try ScenarioCatalogue.scenario(named: "device-memory")).scenario
    let themes = ThemeCatalogue.all
    let tier: GlyphTier = type == "linux" ? .console : .rich
    var session = Session(scenario.record(), themeCount: themes.count, tier: tier, isAnimated: false)
    var size = Size(columns: 80, rows: 24)
    session.resize(to: size)
    let terminal = try started(environment: ["TERM": type])
    func compare(_ what: String) throws {
      let theme = themes[session.theme]
      let frame = theme.dress(session.frame(size, at: 0))
      let wanted = frame.text
      let looks = ExpectedLooks(frame, theme, type)
      do {
        try terminal.wait(for: what, seconds: 30) { $0.text == wanted && looks.firstDifference($0) == nil }
      } catch {
        expectSame(terminal.screen.text, as: wanted)
        Issue.record("\(what): \(looks.firstDifference(terminal.screen) ?? "the looks are right")")
        throw error
      }
    }
    try compare("the first picture on \(type)")
    for (number, group) in Self.groups.enumerated() {
      terminal.type(group.map(\.bytes).joined())
      for stroke in group { stroke.act(&session) }
      // An Esc that nothing follows.
      let ends = group.last?.bytes == "\u{1b}"
      if ends { terminal.settle(milliseconds: 400) }
      // Group by group on one terminal; on the others now and then, for the time it takes.
      guard type == "xterm-256color" || ends || number % 4 == 3 else { continue }
      try compare("group \(number) on \(type): \(group.map { plain($0.bytes) })")
    }
    var seed: UInt32 = 1
    for number in 1...1000 {
      seed = seed &* 1_664_525 &+ 1_013_904_223
      size = Size(columns: 60 + Int(seed >> 24) % 110, rows: 16 + Int(seed >> 16 & 0xff) % 44)
      if number == 1000 { size = Size(columns: 126, rows: 38) }
      terminal.resize(to: size)
      if number % 50 == 0 { terminal.settle(milliseconds: 1) }
    }
    session.resize(to: size)
    try compare("the picture after the storm on \(type)")
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
    #expect(terminal.modes == terminal.modesBefore)
  }
}
