import Drawing
import MemoryModel
import Scenarios
import Simulation
import Testing

@testable import Panes

/// Selecting things, explaining them, and going to their changes.
@Suite("Things on the screen")
struct ThingTests {
  @Test("Everything that can be selected has an explanation that fits and names the step that set it")
  func explained() throws {
    for name in ["device-memory", "pte-table-fails", "rmap-deadlock"] {
      let tour = Tour(try run(name))
      var seen: Set<Thing> = []
      for position in stride(from: 0, through: tour.recording.last, by: 6) {
        let scene = Scene(tour, at: position)
        for spot in Screen.picture(scene, size: .study, glyphs: GlyphSet(.rich)).spots {
          guard seen.insert(spot.thing).inserted else { continue }
          try expectFine(spot.thing, scene)
        }
      }
      #expect(seen.count > 80)
    }
  }

  private func expectFine(_ thing: Thing, _ scene: Scene) throws {
    let explanation = Explanation(thing, scene)
    let report = "\(thing): \(explanation)"
    #expect(!explanation.title.isEmpty, "\(report)")
    #expect((2...6).contains(explanation.rows.count), "\(report)")
    #expect(explanation.rows.allSatisfy { !$0.text.isEmpty && !$0.text.contains("{") }, "\(report)")
    if case .step(0) = thing { return }
    let setAt = try #require(explanation.rows.first { $0.label == "set at" }, "\(report)").text
    if let step = setAt.firstMatch(of: #/step (\d+)/#), let number = Int(step.1) {
      #expect(setAt.contains(scene.recording.id(number)), "\(report)")
    } else {
      #expect(
        setAt.contains("no step") || setAt.contains("not run") || setAt.contains("does not run"), "\(report)")
    }
    let lines = explanation.rows.flatMap { CellWidth.wrap($0.text, 57) }
    #expect(lines.count <= 16, "\(report)")
  }

  @Test("The step that set a flag is the one whose changes add it")
  func flag() throws {
    let recording = try run()
    let history = ThingHistory(.flag(.pfnMap), in: recording)
    let first = try #require(history.positions.first)
    #expect(recording.id(first) == "prepare.mmap_action_prepare")
    #expect(recording.state(at: first).task(TaskID(0)).desc?.flags.contains(.pfnMap) == true)
    #expect(recording.state(at: first - 1).task(TaskID(0)).desc?.flags.contains(.pfnMap) == false)
  }

  @Test(
    "A thing's history is where the machine differs before and after",
    arguments: ["device-memory", "pte-table-fails", "truncate-during-action"])
  func histories(name: String) throws {
    let recording = try run(name)
    let lines = Ledger.Line.allCases
    var changed: [Ledger.Line: [Int]] = [:]
    for position in 1...recording.last {
      let before = Ledger(recording.state(at: position - 1), mm: MMID(0), file: recording.mappedFile)
      let after = Ledger(recording.state(at: position), mm: MMID(0), file: recording.mappedFile)
      for line in lines where before[line] != after[line] { changed[line, default: []].append(position) }
    }
    // Writing another file's count, or an entry anew, touches without moving: no change may be missed.
    for line in lines {
      let known = ThingHistory(.account(line), in: recording).positions
      let missed = (changed[line] ?? []).filter { !known.contains($0) }
      #expect(missed.isEmpty, "\(line): \(missed.map { recording.id($0) })")
    }
  }

  @Test("b goes to the step that set what is selected, w to its next change, and both say when there is none")
  func lastAndNext() throws {
    var session = try session(at: "action.remap.pte.5")
    select(.lock(.mmap), in: &session)
    session.press("b", at: 0)
    #expect(session.recording.id(session.position) == "enter.vm_mmap_pgoff.mmap_write_lock")
    session.press("b", at: 0)
    #expect(session.view.notice.hasPrefix("b: "))
    session.press("w", at: 0)
    #expect(session.recording.id(session.position).hasSuffix("mmap_write_unlock"))
    session.press("w", at: 0)
    #expect(session.view.notice.hasPrefix("w: "))
  }

  @Test("e lies over the picture, follows b and w, and is closed by Esc or by itself")
  func explain() throws {
    var session = try session(at: "action.remap.pte.5")
    let before = session.frame(.talk, at: 0)
    session.press("e", at: 0)
    let text = session.frame(.talk, at: 0).text
    #expect(text.contains("set at") && text.contains("action.remap.pte.5, step"), "\(plain(text))")
    for key in ["escape", "e"] {
      session.press(key, at: 0)
      #expect((session.frame(.talk, at: 0) == before) == (key == "escape"))
    }
    session.press("e", at: 0)
    #expect(session.frame(.talk, at: 0) == before)
  }

  @Test("Tab goes round the panes, the focused one has a double rule")
  func focus() throws {
    var session = try session(at: "action.remap.pte.5")
    let names = Layout(.talk).slots.map(\.name)
    for name in names {
      session.press("tab", at: 0)
      #expect(session.view.focus == name)
      let slot = try #require(Layout(.talk).slots.first { $0.name == name })
      #expect(session.frame(.talk, at: 0)[slot.rect.x, slot.rect.y].style.role == .borderFocus)
    }
    session.press("back-tab", at: 0)
    #expect(session.view.focus == names[names.count - 2])
    session.press("escape", at: 0)
    #expect(session.view.focus == nil)
  }

  @Test(
    "The arrows reach everything that can be selected in a pane",
    arguments: [PaneName.code, .locks, .pageTable])
  func reaches(pane: PaneName) throws {
    var session = try session(at: "action.remap.pte.5")
    while session.view.focus != pane { session.press("tab", at: 0) }
    let picture = Screen.picture(session.scene(at: 0), size: .talk, glyphs: GlyphSet(.rich))
    let all = picture.things(in: pane).map(\.thing)
    var seen: [Thing] = []
    for _ in all {
      session.press("shift-right", at: 0)
      if let selected = session.view.selected { seen.append(selected) }
    }
    #expect(seen == all)
    let marked = session.frame(.talk, at: 0).cells.contains { $0.style.role == .selection }
    #expect(marked)
  }

  @Test("Enter gives the arrows to the pane, goes to a step, and Esc gives them back")
  func inside() throws {
    var session = try session(at: "action.remap.pte.5")
    session.press("tab", at: 0)
    session.press("enter", at: 0)
    let position = session.position
    session.press("right", at: 0)
    #expect(session.position == position, "the arrow selects")
    session.press("escape", at: 0)
    session.press("right", at: 0)
    #expect(session.position > position, "the arrow steps")
  }

  // MARK: Mouse

  @Test("A click in the rail goes there, a click on a line of the listing goes to its step")
  func clicks() throws {
    var session = try session(at: "start")
    let bounds = Rail.boundaries(80)
    session.click(x: bounds[3] + 5, y: 2, at: 0)
    #expect(session.recording.mark(session.position)?.stage == .action)
    let picture = Screen.picture(session.scene(at: 0), size: .talk, glyphs: GlyphSet(.rich))
    let line = try #require(
      picture.things(in: .code).first { spot in
        if case .step(let position) = spot.thing { position != session.position } else { false }
      })
    guard case .step(let position) = line.thing else { return }
    session.click(x: line.rect.x, y: line.rect.y, at: 0)
    #expect(session.position == position && session.view.focus == .code)
  }

  @Test("The wheel steps on the rail")
  func wheel() throws {
    var session = try session(at: "start")
    session.wheel(up: false, x: 10, y: 2, at: 0)
    let position = session.position
    #expect(position > 0)
    session.wheel(up: true, x: 10, y: 2, at: 0)
    #expect(session.position < position)
  }

  private func session(at step: String) throws -> Session {
    let recording = try run()
    var session = Session(recording, themeCount: 1, isAnimated: false)
    session.jump(to: try recording.position(of: step))
    return session
  }

  // Goes to a thing with Tab and the arrows.
  private func select(_ thing: Thing, in session: inout Session) {
    for _ in Layout(.talk).slots {
      session.press("tab", at: 0)
      for _ in 0..<40 where session.view.selected != thing { session.press("shift-right", at: 0) }
      if session.view.selected == thing { return }
    }
    Issue.record("\(thing) cannot be selected")
  }
}
