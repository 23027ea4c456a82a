import Drawing
import KernelRoutines
import MemoryModel
import Simulation
import Testing

@testable import Panes

/// The levels that lead to a page, where they come from, and the strip of entries.
@Suite("Page table")
struct PageTableViewTests {
  @Test("Tables are inferred from neighbours, missing, or new, as the walk goes on")
  func existence() throws {
    let words = try [
      "start", "action.remap.pmd_install.0", "action.remap.pte_install.0", "return.sys_mmap.sysret",
    ].map { step in try view(at: step).levels.map(\.existence.word) }
    #expect(
      words == [
        ["1 per mm", "inferred", "none", "none"], ["1 per mm", "inferred", "new", "none"],
        ["1 per mm", "inferred", "new", "new"], ["1 per mm", "inferred", "new", "new"],
      ])
  }

  @Test("The entries of each level are those of the address")
  func entries() throws {
    let view = try view(at: "action.remap.pte.5")
    let address = try scene(at: "action.remap.pte.5").subject.range.start.value + 5 << 12
    let expected = [39, 30, 21, 12].map { Int(address >> UInt64($0) & 511) }
    #expect(view.levels.map(\.entry) == expected)
  }

  @Test("With five levels a P4D lies between PGD and PUD, and selects what the PGD did")
  func fiveLevels() throws {
    let recording = try run("five-levels")
    let scene = Scene(Tour(recording), at: try recording.position(of: "action.remap.pte.13"))
    let levels = PageTableView(scene).levels
    let address = scene.subject.range.start.value + 13 << 12
    #expect(levels.map(\.level.name) == ["PGD", "P4D", "PUD", "PMD", "PTE"])
    #expect(levels.map(\.entry) == [48, 39, 30, 21, 12].map { Int(address >> UInt64($0) & 511) })
    #expect(levels.map(\.existence) == [.top, .inferred, .inferred, .new, .new])
    #expect((1...recording.last).allSatisfy { !recording.id($0).contains("p4d") }, "its P4D is never missing")
  }

  @Test("The five stand side by side in every window, each word whole and apart", arguments: Size.walked)
  func fiveInARow(size: Size) throws {
    let recording = try run("five-levels")
    let position = try recording.position(of: "action.remap.pte.5")
    let picture = Screen.picture(Scene(Tour(recording), at: position), size: size, glyphs: GlyphSet(.rich))
    let slot = try #require(picture.layout.slots.first { $0.name == .pageTable })
    let rows = (slot.rect.y + 1..<slot.rect.bottom).map { y in
      String(picture.frame.text(row: y).dropFirst(slot.rect.x).prefix(slot.rect.width))
    }
    let shown = rows.joined(separator: "\n")
    for name in ["PGD", "P4D", "PUD", "PMD", "PTE", "253", "511", "509"] {
      #expect(shown.contains(name), "\(name) is missing in\n\(plain(shown))")
    }
    let words = rows.joined(separator: " ").split(separator: " ").map(String.init)
    let known = words.filter { ["inferred", "exists"].contains($0) }.count
    #expect(known == 1 && words.filter { $0 == "new" }.count == 3, "\(plain(shown))")
  }

  @Test("Counts say how many entries are set, and the page looked at is the one just written")
  func counts() throws {
    #expect(try view(at: "start").set == 0)
    let view = try view(at: "action.remap.pte.5")
    #expect((view.set, view.pages, view.page) == (6, 16, 5))
    #expect(view.entry(5) != nil && view.entry(6) == nil)
    #expect(view.count(from: 4, pages: 4) == 2)
    #expect(try self.view(at: "return.sys_mmap.sysret").set == 16)
  }

  @Test("After the way back nothing is left of entries and tables")
  func undone() throws {
    let recording = try run("pte-table-fails")
    let scene = Scene(Tour(recording), at: recording.last)
    let view = PageTableView(scene)
    #expect(view.set == 0)
    #expect(!view.levels.contains { $0.existence == .new })
  }

  @Test(
    "The strip has a cell for every page, or one for a power of two",
    arguments: [1, 16, 17, 512, 4096, 65536])
  func scale(pages: Int) {
    for room in [33, 40, 60] {
      let scale = EntryStrip.Scale(pages: pages, room: room)
      #expect(scale.perCell.nonzeroBitCount == 1)
      #expect(scale.cells * scale.columns <= room)
      #expect((scale.cells - 1) * scale.perCell < pages && pages <= scale.cells * scale.perCell)
      #expect(scale.column(pages - 1) <= room)
    }
  }

  @Test("A mapping of any size is drawn at every stride", arguments: [1, 2, 15, 31, 40, 513, 3000])
  func sizes(pages: Int) throws {
    var scenario = try scenario()
    guard case .mmap(var call) = scenario.tasks[0].calls[0] else { throw NoMmap() }
    call.pages = pages
    scenario.tasks[0].calls[0] = .mmap(call)
    let tour = Tour(scenario.record())
    for size in [Size.talk, .study] {
      var sheet = Sheet(size, .rich)
      var position = 0
      while true {
        let frame = tour.frame(position, size)
        let faults = sheet.faults(frame)
        #expect(faults.isEmpty, "\(tour.recording.id(position)): \(faults)\n\(plain(frame.text))")
        guard position < tour.recording.last else { break }
        position = tour.strides.next(after: position)
      }
    }
  }

  private struct NoMmap: Error {}

  private func scene(at step: String) throws -> Scene {
    let recording = try run()
    return Scene(Tour(recording), at: try recording.position(of: step))
  }

  private func view(at step: String) throws -> PageTableView { PageTableView(try scene(at: step)) }
}
