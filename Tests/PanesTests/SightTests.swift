import Drawing
import MemoryModel
import Testing

@testable import Panes
@testable import Simulation

/// What the screen says of lamps and observers comes from the machine, never from the stage: a recording is
/// tampered with, its steps stay the same.
@Suite("Lamps and observers")
struct SightTests {
  @Test("The line of observers at the steps at which something becomes visible")
  func plainRun() throws {
    let recording = try run()
    func line(_ step: String) throws -> [Observers.Sight] {
      let scene = Scene(Tour(recording), at: try recording.position(of: step))
      return SightLine.entries(scene).map(\.view.sight)
    }
    let writer = TaskID(0)
    let waits = Observers.Sight.waits(.mmap(MMID(0)), writer)
    #expect(try line("start") == [.cannotSee, .cannotSee, .cannotSee, .cannotSee])
    #expect(try line("establish.vma_iter_store") == [.cannotSee, .cannotSee, waits, waits])
    #expect(try line("establish.vma_link_file.unlock") == [.cannotSee, .halfBuilt, waits, waits])
    #expect(try line("action.remap.pte.0") == [.sees, .sees, waits, waits])
    #expect(try line("return.sys_mmap.sysret") == [.sees, .sees, .sees, .sees])
  }

  @Test("Without the change that links it, the rmap lamp is off and walkers cannot see it")
  func unlinked() throws {
    let (before, after) = try pictures { change in
      if case .rmapLinked = change { true } else { false }
    }
    #expect(before.text.contains("\u{25cf}rmap") && before.text.contains("\u{25cf} rmap"))
    #expect(after.text.contains("\u{25cb}rmap") && after.text.contains("\u{25cb} rmap"))
    #expect(after.text.contains("\u{25cf}tree"))
  }

  @Test("Without its entries, no CPU can use the mapping")
  func unmapped() throws {
    let (before, after) = try pictures { change in
      if case .ptesSet = change { true } else { false }
    }
    #expect(before.text.contains("\u{25cf} cpu"))
    #expect(after.text.contains("\u{25cb} cpu") && after.text.contains("0 of 16 set"))
  }

  @Test("With another sequence number the VMA lock is free and a fault is served")
  func unstamped() throws {
    let (before, after) = try pictures { change in
      if case .vma(_, .lockSeq) = change { true } else { false }
    }
    #expect(before.text.contains("W  VMA lock"))
    #expect(after.text.contains("\u{b7}  VMA lock") && after.text.contains("\u{25cf} fault"))
  }

  @Test("Once a stacked driver swapped the file, every pane speaks of the file beneath, as maps does")
  func swappedFile() throws {
    let tour = Tour(try run("stacked-remap"))
    let before = try tour.recording.position(of: "establish.get_file")
    let opened = tour.frame(before, .study).text
    #expect(opened.contains("/dev/overlab, i_mmap free"), "\(plain(opened))")
    let beneath = tour.frame(tour.recording.last, .study).text
    #expect(beneath.contains("anon_inode:lab-inner, i_mmap free"), "\(plain(beneath))")
    #expect(beneath.contains(" lab-inner ") && beneath.contains("of /dev/overlab"), "\(plain(beneath))")
    #expect(!beneath.contains("no VMA maps this file"), "\(plain(beneath))")
    let link = try tour.recording.position(of: "establish.vma_link_file")
    let linked = tour.frame(link, .talk).text
    #expect(linked.contains("W \u{2713}i_mmap"), "\(plain(linked))")
  }

  // The picture of an entry being written, and the same without some changes before it.
  private func pictures(without test: (Change) -> Bool) throws -> (Frame, Frame) {
    let recording = try run()
    let position = try recording.position(of: "action.remap.pte.5")
    var other = recording
    let first = try #require(recording.changes.indices.first)
    // A change that is done twice harmlessly keeps the number of changes of every step.
    let harmless = Change.mmSeq(MMID(0), recording.state(at: position).mm(MMID(0)).seq)
    for place in recording.changes.indices where test(recording.changes[place]) {
      let isEarly = place - first < recording.changesEnd(position)
      if isEarly { other.changes[place] = harmless }
    }
    #expect(other.changes != recording.changes)
    #expect((0...other.last).allSatisfy { other.id($0) == recording.id($0) })
    return (Tour(recording).frame(position, .talk), Tour(other).frame(position, .talk))
  }
}
