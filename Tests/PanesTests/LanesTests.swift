import Drawing
import KernelRoutines
import MemoryModel
import Simulation
import Testing

@testable import Panes

/// The lanes: every stage has its tick, every bar its length, and whoever waits comes first.
@Suite("Lanes")
struct LanesTests {
  private func rows(_ name: String, at step: String?, _ size: Size) throws -> [String] {
    let recording = try run(name)
    var view = Scene.View()
    view.preset = .locks
    let position = try step.map { try recording.position(of: $0) } ?? recording.last
    let picture = Screen.picture(
      Scene(Tour(recording), at: position, view: view), size: size, glyphs: GlyphSet(.rich))
    let slot = try #require(picture.layout.slots.first { $0.name == .lanes })
    return (slot.rect.y + 1..<slot.rect.bottom).map { picture.frame.text(row: $0) }
  }

  @Test(
    "Every stage of the run has a tick, its name as far as there is room",
    arguments: ["rmap-deadlock", "truncate-while-hidden", "fault-meets-mmap"], [Size.talk, .wide, .study])
  func ticks(name: String, size: Size) throws {
    let axis = try rows(name, at: "start", size)[0]
    let stages = try run(name).marks.map(\.stage).filter { Stage.rail.contains($0) }
    var seen: [Stage] = []
    for stage in stages where !seen.contains(stage) { seen.append(stage) }
    // The head at the start covers the first tick; in the smallest window two stages may share a column.
    let shared = size == .talk ? 2 : 1
    #expect(axis.filter { $0 == "\u{2502}" }.count >= seen.count - shared, "\(plain(axis))")
    #expect(axis.contains("ESTAB") && axis.contains("ACT"), "\(plain(axis))")
  }

  @Test("A lock that a task holds and wants again is held up to the head")
  func itself() throws {
    let all = try rows("rmap-deadlock", at: nil, .wide)
    let lane = try #require(all.first { $0.contains(" I  ") })
    #expect(lane.hasSuffix("\u{2588}\u{2502}"), "\(plain(lane))")
    #expect(!lane.contains("\u{2591}"), "\(plain(lane))")
  }

  @Test("The task that waits stands first, with the lock it waits for, also where lanes are cut")
  func first() throws {
    let all = try rows("truncate-while-hidden", at: "action.remap.pte.7", .talk)
    #expect(all[1].hasPrefix(" truncate") && all[1].contains(" I  "), "\(plain(all[1]))")
    #expect(all[1].contains("\u{2591}") && all[1].contains("waits, held by mapper"), "\(plain(all[1]))")
    #expect(all.contains { $0.hasPrefix(" mapper") && $0.contains(" I  ") })
  }

  @Test("A bar keeps its length when its label has no room beside it")
  func label() throws {
    let all = try rows("fault-meets-mmap", at: "action.remap.pte.9", .wide)
    let lane = try #require(all.first { $0.hasPrefix(" faulter") })
    #expect(lane.contains("waits, held by mapper") && lane.contains("\u{2591}\u{2502}"), "\(plain(lane))")
  }

  @Test("A VMA's readers have a lane")
  func readers() throws {
    let track = Tour(try run("mmap-lock-under-vma-lock")).lanes
    let lane = track.lanes.first { $0.task == TaskID(1) && $0.lock == .vma }
    #expect(lane?.holds.map(\.hold) == [.read] && lane?.holds.first?.last == track.last)
  }
}
