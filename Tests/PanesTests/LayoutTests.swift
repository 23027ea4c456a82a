import Drawing
import Scenarios
import Simulation
import Testing

@testable import Panes

/// Every picture of every run in every size. A pane that writes past its edge stops a debug build here.
@Suite("Layout")
struct LayoutTests {
  // Limit: these are drawn at every step in every window; of the others each step goes to some of the
  // windows, in turn, which keeps the suite below a minute.
  private static let whole = [ScenarioCatalogue.defaultName, "pte-table-fails"]

  @Test("Nothing moves but contents, in every window", arguments: ScenarioCatalogue.names)
  func walk(name: String) throws {
    let tour = Tour(try run(name))
    let each = Self.whole.contains(name) ? 1 : 5
    for (place, size) in Size.walked.enumerated() {
      var rich = Sheet(size, .rich)
      var ascii = Sheet(size, .ascii)
      let positions = stride(from: place % each, through: tour.recording.last, by: each)
      for (number, position) in positions.enumerated() {
        try expectFine(tour, position, &rich)
        // ASCII changes characters and no places: every third step is enough.
        if number % 3 == 0 { try expectFine(tour, position, &ascii) }
      }
    }
  }

  @Test("Nor does a failure move anything", arguments: ScenarioCatalogue.names)
  func walkFailures(name: String) throws {
    var rich = Size.walked.map { Sheet($0, .rich) }
    var ascii = Size.walked.map { Sheet($0, .ascii) }
    var number = 0
    for failure in try run(name).failures() {
      let tour = Tour(failure.recording)
      // Up to the failure the pictures are those of the run above; those behind it go to the windows in turn.
      let each = Self.whole.contains(name) ? 1 : 4
      for position in stride(from: failure.position, through: tour.recording.last, by: each) {
        let place = number % rich.count
        if number % 3 == 0 {
          try expectFine(tour, position, &ascii[place])
        } else {
          try expectFine(tour, position, &rich[place])
        }
        number += 1
      }
    }
    // Nothing can fail where the descriptor is closed.
    #expect((number > 0) == (name != "closed-descriptor"))
  }

  @Test("Both sentences are whole at 80 columns", arguments: ScenarioCatalogue.names)
  func sentences(name: String) throws {
    let tour = Tour(try run(name))
    let layout = Layout(.talk)
    for position in 0...tour.recording.last {
      let frame = tour.frame(position, .talk)
      for y in layout.ruleRow + 1..<frame.rows - 1 {
        let text = frame.text(row: y)
        #expect(!text.contains("\u{2026}"), "\(tour.recording.id(position)): \(plain(text))")
      }
      #expect(
        !frame.text(row: layout.ruleRow).contains("\u{2026}"), "\(plain(frame.text(row: layout.ruleRow)))")
    }
  }

  @Test("Every place of the window belongs to one pane, one divider or one rule", arguments: Size.walked)
  func tiling(size: Size) {
    let layout = Layout(size)
    for y in Layout.firstPaneRow..<layout.ruleRow {
      for x in 0..<size.columns {
        let owners = layout.slots.filter { $0.rect.contains(x: x, y: y) }.count
        let isDivider = layout.dividers.contains(x) && y < layout.columnsEnd
        #expect(owners == (isDivider ? 0 : 1), "\(x),\(y) has \(owners) owners")
      }
    }
  }

  @Test("Any smaller window gets a notice of its own size", arguments: [1, 2, 7, 23, 24, 79])
  func tooSmall(columns: Int) throws {
    let tour = Tour(try run())
    for rows in [1, 2, 5, 10, 16, 23] {
      let size = Size(columns: columns, rows: rows)
      #expect(!Layout.fits(size))
      #expect(tour.frame(3, size).size == size)
      #expect(tour.frame(3, size, .ascii).cells.allSatisfy { $0.scalar < 0x7f })
    }
  }

  @Test("The notice says what the window has, what it needs, and where the run stands")
  func notice() throws {
    let tour = Tour(try run())
    let text = tour.frame(5, Size(columns: 60, rows: 16)).text
    for words in ["60 x 16", "80 x 24", tour.recording.id(5), "5 of \(tour.recording.last)", "q quit"] {
      #expect(text.contains(words), "\(words) is missing in\n\(plain(text))")
    }
  }

  private func expectFine(_ tour: Tour, _ position: Int, _ sheet: inout Sheet) throws {
    let frame = tour.frame(position, sheet.layout.size, sheet.tier)
    let faults = sheet.faults(frame)
    let decisions = tour.recording.decisions.map(\.description)
    let place = "\(tour.recording.scenario.name) \(decisions) \(tour.recording.id(position))"
    #expect(faults.isEmpty, "\(place) at \(sheet.layout.size): \(faults)\n\(plain(frame.text))")
    // One picture that is wrong says it all; hundreds hide it.
    try #require(faults.isEmpty)
  }
}
