import Drawing
import Simulation
import Testing

@testable import Panes

/// What somebody has settled for every visit.
@Suite("Preferences") struct PreferenceTests {
  private func session(_ own: [(key: String, intent: Intent?)]) throws -> Session {
    var preferences = Preferences()
    preferences.keys = KeyMap.standard.adding(own)
    (preferences.view, preferences.speed) = (.locks, 6)
    return Session(try run("device-memory"), themeCount: 1, isAnimated: false, preferences: preferences)
  }

  @Test("A key of one's own goes before the usual meaning; none takes it away; the others stay")
  func keys() throws {
    var session = try session([("n", .next), ("f5", .last), ("q", nil)])
    session.press("n", at: 0)
    #expect(session.position == 1)
    session.press("f5", at: 0)
    #expect(session.position == session.recording.last)
    session.press("q", at: 0)
    #expect(!session.wantsQuit && session.view.notice.hasPrefix("q: no such key"))
    session.press("ctrl-c", at: 0)
    #expect(session.wantsQuit)
  }

  @Test("View and speed are those that were asked for, and the help page names the own keys")
  func begins() throws {
    var session = try session([("n", .next), ("q", nil)])
    #expect(session.view.preset == .locks)
    session.press("p", at: 1000)
    session.tick(at: 1000 + Session.paces[5])
    #expect(session.position == 1)
    session.press("p", at: 1300)
    session.press("?", at: 1400)
    let page = session.frame(.wide, at: 1400).text
    #expect(page.contains("yours: n next, q nothing"), "\(plain(page))")
  }

  @Test("The hint line shows the keys as they are now, and none that nobody has")
  func hints() throws {
    let session = try session([("q", nil), ("j", .next), ("right", .last), ("h", .help), ("?", nil)])
    let line = session.frame(.wide, at: 0).text.split(separator: "\n").last.map(String.init) ?? ""
    #expect(line.hasPrefix(" j next"), "\(plain(line))")
    #expect(line.contains("h help") && !line.contains("? help"), "\(plain(line))")
    // q means nothing any more; Ctrl-C still quits.
    #expect(line.contains("ctrl-c quit"), "\(plain(line))")
  }

  @Test("A key is one character or a name that a terminal can give")
  func names() {
    for name in ["n", "?", "é", "page-down", "f5", "ctrl-n", "alt-x", "shift-up", "space", "-"] {
      #expect(KeyMap.isKey(name), "\(name)")
    }
    for name in ["foo", "", "f13", "ctrl-", "ctrl-foo", "pagedown"] {
      #expect(!KeyMap.isKey(name), "\(name)")
    }
  }
}
