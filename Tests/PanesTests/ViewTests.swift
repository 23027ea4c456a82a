import Drawing
import MemoryModel
import Scenarios
import Simulation
import Testing

@testable import Panes

/// The presets, a zoomed pane, and what happens when a window is too low for a pane.
@Suite("Views")
struct ViewTests {
  // Limit: scenarios that show something of their own: a failure, a wait, a ring, a truncate.
  static let scenarios = ["device-memory", "pte-table-fails", "rmap-deadlock", "fault-meets-mmap"]

  @Test("In every view, in every window, nothing moves but contents", arguments: Preset.cycle, Size.walked)
  func walk(preset: Preset, size: Size) throws {
    // Each window takes two of the scenarios, in turn: that keeps the suite short.
    let turn = Size.walked.firstIndex(of: size) ?? 0
    for name in [Self.scenarios[turn % 4], Self.scenarios[(turn + 2) % 4]] {
      let tour = Tour(try run(name))
      var view = Scene.View()
      view.preset = preset
      var rich = Sheet(size, .rich, preset: preset)
      var ascii = Sheet(size, .ascii, preset: preset)
      for position in stride(from: 0, through: tour.recording.last, by: 9) {
        try expectFine(tour, position, view, &rich)
        if position % 2 == 0 { try expectFine(tour, position, view, &ascii) }
      }
      try expectFine(tour, tour.recording.last, view, &rich)
    }
  }

  @Test("Every pane fits a window of its own", arguments: PaneName.allCases, [Size.talk, .study, .large])
  func zoomed(pane: PaneName, size: Size) throws {
    for name in Self.scenarios {
      let recording = try run(name)
      let tour = Tour(recording)
      var view = Scene.View()
      view.zoom = pane
      var sheet = Sheet(size, .rich, zoom: pane)
      for position in stride(from: 0, through: recording.last, by: 21) + [recording.last] {
        try expectFine(tour, position, view, &sheet)
      }
    }
  }

  @Test("The runs of other kernels stand side by side in every window", arguments: Size.walked)
  func comparison(size: Size) throws {
    var session = Session(try run("success-hook-fails"), themeCount: 1, isAnimated: false)
    session.resize(to: size)
    session.press("=", at: 0)
    var sheet = Sheet(size, .rich, preset: .compare)
    for position in stride(from: 0, through: session.recording.last, by: 7) {
      session.jump(to: position)
      let frame = session.frame(size, at: 0)
      let faults = sheet.faults(frame)
      #expect(faults.isEmpty, "\(faults)\n\(plain(frame.text))")
    }
  }

  @Test("v goes through the views and comes back", arguments: [Size.talk, .study])
  func cycle(size: Size) throws {
    var session = Session(try run(), themeCount: 1, isAnimated: false)
    session.resize(to: size)
    let first = session.frame(size, at: 0)
    let count = Preset.cycle.count - (size == .talk ? 1 : 0)
    var seen: Set<Frame> = []
    for _ in 0..<count {
      session.press("v", at: 0)
      #expect(session.view.notice.hasPrefix("view: "))
      session.press("g", at: 0)
      seen.insert(session.frame(size, at: 0))
    }
    #expect(seen.count == count)
    #expect(session.frame(size, at: 0) == first)
  }

  @Test("A resize keeps the place, the focus and what is selected")
  func resize() throws {
    var session = Session(try run(), themeCount: 1, isAnimated: false)
    session.jump(to: try session.recording.position(of: "action.remap.pte.5"))
    for key in ["tab", "tab", "down"] { session.press(key, at: 0) }
    let (position, selected, focus) = (session.position, session.view.selected, session.view.focus)
    let frame = session.frame(.talk, at: 0)
    for size in Size.walked + [Size(columns: 20, rows: 5), .talk] { session.resize(to: size) }
    #expect(session.position == position && session.view.selected == selected && session.view.focus == focus)
    #expect(selected != nil && session.frame(.talk, at: 0) == frame)
  }

  @Test("What has no room scrolls and says how much there is")
  func scrolls() throws {
    let size = Size(columns: 126, rows: 38)
    var session = Session(try run(), themeCount: 1, isAnimated: false)
    session.resize(to: size)
    session.jump(to: try session.recording.position(of: "action.remap.pte.5"))
    let layout = Layout(size)
    let slot = try #require(layout.slots.first { $0.name == .descriptor })
    func contents() -> [String] {
      (slot.rect.y + 1..<slot.rect.bottom).map { y in
        String(session.frame(size, at: 0).text(row: y).prefix(slot.rect.width))
      }
    }
    let before = contents()
    let cut = try #require(before.last?.firstMatch(of: #/\u{2193} (\d+) more/#), "\(plain(before.joined()))")
    let hidden = try #require(Int(cut.1))
    for _ in 0..<hidden { session.wheel(up: false, x: 5, y: slot.rect.y + 2, at: 0) }
    let after = contents()
    #expect(after.contains { $0.contains("hooks") }, "\(plain(after.joined(separator: "\n")))")
    #expect(after.last?.contains("\u{2191} \(hidden) more") == true)
    for _ in 0..<hidden + 3 { session.wheel(up: true, x: 5, y: slot.rect.y + 2, at: 0) }
    #expect(contents() == before)
  }

  @Test("z gives the focused pane the window and takes it back; without a focus it says why it cannot")
  func zoom() throws {
    var session = Session(try run(), themeCount: 1, isAnimated: false)
    session.press("z", at: 0)
    #expect(session.view.notice.hasPrefix("z: "))
    session.press("tab", at: 0)
    let before = session.frame(.talk, at: 0)
    session.press("z", at: 0)
    let text = session.frame(.talk, at: 0).text
    #expect(text.contains(" Code ") && !text.contains("Address space"))
    session.press("z", at: 0)
    #expect(session.frame(.talk, at: 0) == before)
  }

  private func expectFine(
    _ tour: Tour, _ position: Int, _ view: Scene.View, _ sheet: inout Sheet
  ) throws {
    let scene = Scene(tour, at: position, view: view)
    let frame = Screen.draw(scene, size: sheet.layout.size, glyphs: GlyphSet(sheet.tier))
    let faults = sheet.faults(frame)
    #expect(
      faults.isEmpty,
      "\(tour.recording.scenario.name) \(tour.recording.id(position)): \(faults)\n\(plain(frame.text))")
    try #require(faults.isEmpty)
  }
}
