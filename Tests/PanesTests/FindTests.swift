import Drawing
import MemoryModel
import Scenarios
import Simulation
import Testing

@testable import Panes

/// Finding, going to, marking, and the decision string.
@Suite("Finding")
struct FindTests {
  /// What is searched for and where the first hit from the start is.
  static let hits = [
    ("remap_pte_range", "action.remap.pte"), ("7f39ffff5000", "action.remap.pte.5"),
    ("pf io", "prepare.mmap_action_prepare"), ("i_mmap taken", "establish.vma_link_file.lock"),
    ("vma_link_file", "establish.vma_link_file.lock"), ("Page 5: entry 501", "action.remap.pte.5"),
  ]

  @Test("/ finds functions, addresses, flags, locks, ids and captions", arguments: hits)
  func finds(text: String, step: String) throws {
    var session = try session()
    type("/" + text, "enter", in: &session)
    let id = session.recording.id(session.position)
    #expect(id.hasPrefix(step) || text == "pf io", "\(text) is found at \(id)")
    #expect(session.position > 0)
    let first = session.position
    session.press("N", at: 0)
    session.press("n", at: 0)
    #expect(session.position == first)
  }

  @Test("What is found is marked until Esc")
  func marks() throws {
    var session = try session()
    type("/mmap_lock", "enter", in: &session)
    func marked() -> Bool { session.frame(.talk, at: 0).cells.contains { $0.style.role == .callout } }
    #expect(marked())
    session.press("escape", at: 0)
    #expect(!marked())
  }

  @Test("What is nowhere is said, and the place stays")
  func nowhere() throws {
    var session = try session()
    session.press("right", at: 0)
    let position = session.position
    type("/zebra", "enter", in: &session)
    #expect(session.position == position && session.view.notice.contains("zebra"))
  }

  @Test("The line shows what is typed; Backspace takes it back, Esc leaves it")
  func line() throws {
    var session = try session()
    type("/ab", in: &session)
    #expect(session.frame(.talk, at: 0).text(row: 23).hasPrefix(" /ab"))
    for _ in 0..<3 { session.press("backspace", at: 0) }
    #expect(session.view.prompt == nil)
    type(":q", "escape", in: &session)
    #expect(session.view.prompt == nil && !session.wantsQuit)
  }

  @Test(
    ": goes to a number, an id, the beginning of an id, start and end",
    arguments: [
      ("13", "13"), ("action.remap.pte.5", "action.remap.pte.5"), ("hooks", "hooks"), ("end", "return"),
      ("start", "start"),
    ])
  func goesTo(word: String, place: String) throws {
    var session = try session()
    session.press("right", at: 0)
    type(":" + word, "enter", in: &session)
    let id = session.recording.id(session.position)
    #expect(id.hasPrefix(place) || String(session.position) == place, "\(word) leads to \(id)")
  }

  @Test("Tab completes a step part by part, and lists what is possible")
  func completes() throws {
    var session = try session()
    type(":act", "tab", in: &session)
    #expect(session.view.prompt?.text == "action.")
    session.press("tab", at: 0)
    #expect(session.view.prompt?.text == "action.remap.", "all steps of the stage begin like that")
    #expect(session.frame(.talk, at: 0).text(row: 23).contains("action.remap.p"))
  }

  @Test("A wrong step is said", arguments: ["99999", "establish.nothing"])
  func wrong(word: String) throws {
    var session = try session()
    type(":" + word, "enter", in: &session)
    #expect(session.position == 0 && session.view.notice.contains(word))
  }

  @Test(":help explains a word", arguments: ["pf", "VM_PFNMAP", "mmap_lock", "pte", "pgoff", "rmap"])
  func help(word: String) throws {
    var session = try session()
    type(":help \(word)", "enter", in: &session)
    #expect(session.frame(.talk, at: 0).text.contains("set at"))
  }

  @Test("A mark survives another run that has its step; a letter without one says so")
  func bookmarks() throws {
    var session = try session()
    session.jump(to: try session.recording.position(of: "establish.vma_link_file"))
    type("ma", in: &session)
    session.jump(to: try session.recording.position(of: "action.remap.pte_alloc.0"))
    type("x'a", in: &session)
    #expect(session.recording.id(session.position) == "establish.vma_link_file")
    type("'b", in: &session)
    #expect(session.view.notice.contains("no such mark"))
  }

  @Test("The decision string stands on the screen and gives the same run again")
  func decisions() throws {
    var session = try session()
    session.jump(to: try session.recording.position(of: "action.remap.pte_alloc.0"))
    session.press("x", at: 0)
    let text = session.recording.decisionString
    #expect(session.frame(.large, at: 0).text(row: 0).contains(text))
    type(":decisions", "enter", in: &session)
    #expect(session.frame(.talk, at: 0).text.contains(text))
    var again = try scenario()
    again.decisions = text.split(separator: ",").map(String.init)
    #expect(again.record().changes == session.recording.changes)
  }

  private func session() throws -> Session { Session(try run(), themeCount: 1, isAnimated: false) }

  // Texts are typed letter by letter; names of keys are pressed.
  private func type(_ texts: String..., in session: inout Session) {
    for text in texts {
      if ["enter", "tab", "escape", "backspace"].contains(text) {
        session.press(text, at: 0)
      } else {
        for letter in text { session.press(String(letter), at: 0) }
      }
    }
  }
}
