import Drawing
import MemoryModel
import Simulation
import Testing

@testable import Panes

/// Which VMAs the address-space pane shows when there are more than rows.
@Suite("Address space")
struct AddressSpaceViewTests {
  static let counts = [2, 3, 9, 60, 3000]
  static let heights = [6, 9, 12, 17, 18, 40]

  @Test("Every VMA is shown or counted, and all of it fits", arguments: counts, heights)
  func addsUp(count: Int, height: Int) throws {
    let scene = try scene(count, at: "establish.vma_link_file")
    let view = AddressSpaceView(scene, height: height)
    var shown = 0
    for row in view.rows {
      switch row.item {
      case .vma: shown += 1
      case .more(let more):
        #expect(more > 0)
        shown += more
      case .subject, .gap, .piece: break
      }
    }
    #expect(shown == count)
    #expect(view.rows.reduce(0) { $0 + $1.rows } <= height)
    #expect(view.rows.filter { $0.item == .subject }.count == 1)
  }

  @Test("The VMAs beside the new one are among those shown", arguments: [9, 60, 3000])
  func neighbours(count: Int) throws {
    let scene = try scene(count, at: "establish.vma_link_file")
    let range = scene.subject.range
    let entries = scene.recording.initial.mm(MMID(0)).tree.entries.map(\.range)
    let above = try #require(entries.first { $0.start >= range.end })
    let below = try #require(entries.last { $0.end <= range.start })
    let ranges = AddressSpaceView(scene, height: 9).rows.compactMap { row -> AddressRange? in
      if case .vma(_, let range) = row.item { range } else { nil }
    }
    #expect(ranges.contains(above) && ranges.contains(below))
    #expect(ranges == ranges.sorted { $0.start > $1.start })
  }

  @Test("Rows stay where they are from the first step to the last", arguments: [3, 60])
  func stays(count: Int) throws {
    let recording = try Crowd.scenario(scenario(), count: count).record()
    let tour = Tour(recording)
    let rows = AddressSpaceView(Scene(tour, at: 0), height: 9).rows
    for position in 0...recording.last {
      #expect(AddressSpaceView(Scene(tour, at: position), height: 9).rows == rows)
    }
  }

  @Test("A crowded process is drawn in every window", arguments: [60, 3000], Size.walked)
  func draws(count: Int, size: Size) throws {
    let tour = Tour(try Crowd.scenario(scenario(), count: count).record())
    var sheet = Sheet(size, .rich)
    for step in ["start", "establish.vma_link_file", "action.remap.pte.5", "return.sys_mmap.sysret"] {
      let frame = tour.frame(try tour.recording.position(of: step), size)
      let faults = sheet.faults(frame)
      #expect(faults.isEmpty, "\(faults)\n\(plain(frame.text))")
      #expect(frame.text.contains("more VMA"), "\(plain(frame.text))")
    }
  }

  private func scene(_ count: Int, at step: String) throws -> Scene {
    let recording = try Crowd.scenario(scenario(), count: count).record()
    return Scene(Tour(recording), at: try recording.position(of: step))
  }
}
