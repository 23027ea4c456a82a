import Drawing
import Simulation
import Testing

@testable import Panes

/// Keys that change the run, the looks, or nothing.
@Suite("What a session can be told")
struct WhatIfTests {
  @Test("Fail here starts another run at this step, and its undo comes back to the same place")
  func failAndUndo() throws {
    var session = try session(at: "action.remap.pte_alloc.0")
    let (position, before) = (session.position, session.recording)
    session.press("x", at: 0)
    #expect(session.position == position)
    #expect(session.recording.id(position) == "action.remap.pte_alloc.0")
    #expect(session.recording.mark(position)?.outcome == .failed)
    #expect(session.view.isDiverted && session.view.notice.contains("X"))
    #expect(session.frame(.talk, at: 0).text(row: 0).contains("changed"))
    session.press("G", at: 0)
    #expect(session.recording.returned?.error != nil)
    session.press("X", at: 0)
    #expect(session.position == position)
    #expect(session.recording.marks == before.marks && session.recording.changes == before.changes)
    #expect(!session.view.isDiverted)
  }

  @Test("Failures pile up and are taken back one by one")
  func failTwice() throws {
    var session = try session(at: "action.remap.pte_alloc.0")
    session.press("x", at: 0)
    let hook = try session.recording.position(of: "hooks.error_hook")
    session.jump(to: hook)
    session.press("x", at: 0)
    #expect(session.recording.decisions.count == 2, "\(session.view.notice)")
    session.press("X", at: 0)
    #expect(session.position == hook)
    #expect(session.recording.decisions.count == 1)
    session.press("X", at: 0)
    #expect(session.recording.decisions.isEmpty)
  }

  @Test(
    "A step that cannot fail says so",
    arguments: [("start", "nothing"), ("establish.vma_link_file", "cannot")])
  func cannotFail(step: String, word: String) throws {
    var session = try session(at: step)
    let position = session.position
    session.press("x", at: 0)
    #expect(session.view.notice.hasPrefix("x: ") && session.view.notice.contains(word))
    #expect(session.position == position && session.recording.decisions.isEmpty)
  }

  @Test("A step that failed already says so")
  func failsAlready() throws {
    var session = Session(try run("pte-table-fails"), themeCount: 1, isAnimated: false)
    session.jump(to: try session.recording.position(of: "action.remap.pte_alloc.1"))
    session.press("x", at: 0)
    #expect(session.view.notice.contains("already"))
  }

  @Test("The failures of the scenario itself are not taken back")
  func keepsOwn() throws {
    var session = Session(try run("pte-table-fails"), themeCount: 1)
    session.press("X", at: 0)
    #expect(session.view.notice.hasPrefix("X: "))
    #expect(session.recording.decisions.count == 1)
  }

  // MARK: Looks

  @Test("The theme key goes round")
  func themes() throws {
    var session = try session(at: "start")
    let seen = (0..<4).map { _ in
      session.press("t", at: 0)
      return session.theme
    }
    #expect(seen == [1, 2, 0, 1])
  }

  @Test("The ASCII key replaces characters and brings them back")
  func ascii() throws {
    var session = try session(at: "action.remap.pte.5")
    let rich = session.frame(.talk, at: 0)
    session.press("A", at: 0)
    let ascii = session.frame(.talk, at: 0)
    #expect(ascii.cells.allSatisfy { $0.scalar < 0x7f })
    #expect(ascii.roleLetters == rich.roleLetters)
    session.press("A", at: 0)
    #expect(session.frame(.talk, at: 0) == rich)
  }

  @Test("On a terminal with ASCII alone that key says why it cannot act")
  func asciiOnly() throws {
    var session = Session(try run(), themeCount: 1, tier: .ascii)
    session.press("A", at: 0)
    #expect(session.view.notice.hasPrefix("A: "))
    #expect(session.frame(.talk, at: 0).cells.allSatisfy { $0.scalar < 0x7f })
  }

  @Test("The motion key turns motion off and on")
  func motion() throws {
    var session = Session(try run(), themeCount: 1)
    session.press("a", at: 0)
    #expect(!session.isAnimated && session.view.notice.contains("off"))
    session.press("right", at: 0)
    #expect(session.nextTick(at: 0) == nil)
    session.press("a", at: 0)
    session.press("right", at: 0)
    #expect(session.isAnimated && session.nextTick(at: 0) != nil)
  }

  @Test("A blank screen is blank until any key, which does nothing else", arguments: ["right", "t", "."])
  func blank(key: String) throws {
    var session = try session(at: "establish.vma_link_file")
    let (position, frame) = (session.position, session.frame(.talk, at: 0))
    session.press(".", at: 0)
    #expect(session.frame(.talk, at: 0) == Frame(.talk))
    session.press(key, at: 0)
    #expect(session.position == position && session.frame(.talk, at: 0) == frame)
  }

  @Test("A key that means nothing elsewhere wakes a blank screen too")
  func blankUnknown() throws {
    var session = try session(at: "start")
    session.press(".", at: 0)
    session.press("y", at: 0)
    #expect(!session.isBlank)
  }

  @Test(
    "Help lies over the picture until it is closed", arguments: ["?", "f1"], ["escape", "?", "f1", "right"])
  func help(opens: String, closes: String) throws {
    var session = try session(at: "establish.vma_link_file")
    let frame = session.frame(.talk, at: 0)
    session.press(opens, at: 0)
    let text = session.frame(.talk, at: 0).text
    for word in ["next step", "fail here", "theme", "quit", "sees it"] { #expect(text.contains(word)) }
    session.press("x", at: 0)
    #expect(session.recording.decisions.isEmpty, "keys do not reach what help covers")
    session.press(closes, at: 0)
    #expect(session.frame(.talk, at: 0) == frame)
  }

  @Test("Redraw is asked for once")
  func redraw() throws {
    var session = try session(at: "start")
    session.press("ctrl-l", at: 0)
    #expect(session.wantsRedraw)
    session.press("right", at: 0)
    #expect(!session.wantsRedraw)
  }

  @Test("Quit works everywhere", arguments: ["q", "ctrl-c"], ["", "?", "."])
  func quit(key: String, after: String) throws {
    var session = try session(at: "start")
    if !after.isEmpty { session.press(after, at: 0) }
    session.press(key, at: 0)
    #expect(session.wantsQuit)
  }

  @Test("A key without a meaning says so, in the place of the hints", arguments: ["y", "f9", "ctrl-k"])
  func unknown(key: String) throws {
    var session = try session(at: "establish.vma_link_file")
    let position = session.position
    session.press(key, at: 0)
    let hints = session.frame(.talk, at: 0).text(row: 23)
    #expect(hints.contains(key) && hints.contains("?"), "\(plain(hints))")
    #expect(session.position == position)
    session.press("right", at: 0)
    #expect(session.view.notice.isEmpty)
  }

  @Test("Escape closes nothing when nothing is open, and says so")
  func escape() throws {
    var session = try session(at: "start")
    session.press("escape", at: 0)
    #expect(!session.view.notice.isEmpty, "a key never does nothing")
  }

  private func session(at step: String) throws -> Session {
    let recording = try run()
    var session = Session(recording, themeCount: 3, isAnimated: false)
    session.jump(to: try recording.position(of: step))
    return session
  }
}
