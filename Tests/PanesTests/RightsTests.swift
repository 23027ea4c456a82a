import Drawing
import MemoryModel
import Scenarios
import Simulation
import Testing

@testable import Panes

/// What the lock pane says of rights: which locks a step needs, and what the holder may do.
@Suite("Rights")
struct RightsTests {
  @Test("Every lock that a change of the step needs is ticked", arguments: ScenarioCatalogue.names)
  func ticks(name: String) throws {
    let tour = Tour(try run(name))
    for position in 1...tour.recording.last {
      let scene = Scene(tour, at: position)
      var state = scene.before
      var needed: Set<LaneTrack.Lock> = []
      for change in scene.changes {
        for need in state.neededLocks(for: change, by: scene.actor.id) {
          if let lock = LaneTrack.lane(of: need.lock) { needed.insert(lock) }
        }
        state.apply(change)
      }
      let ticked = Set(LockRow.all(scene, isTerse: false).filter(\.isNeeded).map(\.lock))
      // The pane asks the state before the step: a VMA that the step itself attaches needs no more than that.
      #expect(ticked.isSubset(of: needed), "\(tour.recording.id(position))")
      let others = needed.subtracting(ticked)
      #expect(others.isSubset(of: [.vma, .mmap]), "\(tour.recording.id(position)): \(others) is not ticked")
    }
  }

  @Test("An entry is written under the PTE lock and the mmap lock, a link under i_mmap")
  func known() throws {
    let tour = Tour(try run())
    func ticked(_ step: String) throws -> [LaneTrack.Lock] {
      let scene = Scene(tour, at: try tour.recording.position(of: step))
      return LockRow.all(scene, isTerse: false).filter(\.isNeeded).map(\.lock)
    }
    #expect(try ticked("action.remap.pte.5") == [.mmap, .pageTable])
    #expect(try ticked("establish.vma_link_file").contains(.iMmap))
    #expect(try ticked("enter.ksys_mmap_pgoff.fget").isEmpty)
  }

  @Test(
    "A tick stands on a lock that is held, also where the step is about another VMA or file",
    arguments: ["fixed-leaves-a-hole", "merge-both-sides", "merge-skips-hooks", "mmap-lock-under-vma-lock"])
  func heldWhereTicked(name: String) throws {
    let tour = Tour(try run(name))
    for position in 1...tour.recording.last {
      for row in LockRow.all(Scene(tour, at: position), isTerse: false) where row.isNeeded {
        #expect(row.mode != nil || row.isChanged, "\(tour.recording.id(position)): \(row.name) \(row.holder)")
      }
    }
  }

  @Test("The lock of a VMA that is replaced or grows is shown with its name, and a reader's too")
  func others() throws {
    func row(_ name: String, _ step: String, _ lock: LaneTrack.Lock) throws -> LockRow {
      let recording = try run(name)
      let scene = Scene(Tour(recording), at: try recording.position(of: step))
      return try #require(LockRow.all(scene, isTerse: false).first { $0.lock == lock })
    }
    let replaced = try row("fixed-leaves-a-hole", "enter.split_tail.lock", .iMmap)
    #expect(replaced.mode == .write && replaced.note == "of data" && replaced.isChanged)
    let grown = try row("merge-skips-hooks", "establish.vma_expand", .vma)
    #expect(grown.mode == .write && grown.note == "of vmalab" && grown.isChanged)
    let read = try row("mmap-lock-under-vma-lock", "unmapper/munmap.vma_start_write.readers", .vma)
    #expect(read.mode == .read && read.holder == "reader" && read.note.contains("unmapper"))
  }

  @Test("The four rights by the locks that are held, as the page on VMA locks has them")
  func rights() throws {
    let recording = try run()
    func summary(_ step: String) throws -> String {
      let position = try recording.position(of: step)
      let state = recording.state(at: position)
      return Rights(state, of: recording.subject(at: position, state: state).vma, for: TaskID(0)).summary
    }
    #expect(try summary("enter.vm_mmap_pgoff.mmap_write_lock") == "nothing")
    #expect(try summary("establish.vm_area_alloc") == "write all, unseen")
    #expect(try summary("establish.vma_link_file") == "write all")
    #expect(try summary("action.remap.pte.5") == "write most")
    #expect(try summary("return.sys_mmap.sysret") == "nothing")
  }

  @Test("The rights stand in the pane, also in a small window")
  func shown() throws {
    let tour = Tour(try run())
    let position = try tour.recording.position(of: "action.remap.pte.5")
    #expect(tour.frame(position, .talk).text.contains("may write most, seq 3 odd"))
    let study = tour.frame(position, .study).text
    #expect(study.contains("\u{2713}write most") && study.contains("\u{2013}write all"), "\(plain(study))")
  }
}
