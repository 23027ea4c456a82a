import KernelRoutines
import Simulation
import Testing

@testable import Panes

/// What the rail says of each stage. One letter a stage: pending `.`, running `>`, done `+`, skipped `-`,
/// failed `X`, being undone `<`, undone `u`.
@Suite("Stage rail")
struct StageTrackTests {
  @Test(
    "The stages of the plain run are done one after the other",
    arguments: [
      ("start", "......"), ("enter.ksys_mmap_pgoff.fget", ">....."), ("prepare.mmap_prepare", "+>...."),
      ("establish.vma_link_file", "++>..."), ("action.remap.pte.5", "+++>.."),
      ("hooks.success_hook", "++++>."),
      ("return.mmap_region.unmap_writable", "+++++>"), ("return.sys_mmap.sysret", "+++++>"),
    ])
  func plain(step: String, statuses: String) throws {
    try expect("device-memory", step, statuses)
  }

  @Test(
    "A failed action is undone where it was done",
    arguments: [
      ("action.remap.pte_alloc.1", "+++X.."), ("unwind.zap.0", "+++<.."),
      ("unwind.do_munmap.free_pgtables", "++<X.."), ("hooks.error_hook", "++uX>."),
      ("return.vm_mmap_pgoff.mmap_write_unlock", "++uX+>"),
    ])
  func unwinds(step: String, statuses: String) throws {
    try expect("pte-table-fails", step, statuses)
  }

  @Test("A success hook's lost error marks its stage, and the call goes on")
  func lostError() throws {
    try expect("success-hook-fails", "hooks.success_hook", "++++X.")
    try expect("success-hook-fails", "return.vm_mmap_pgoff.mmap_write_unlock", "++++X>")
  }

  @Test("After a failed prepare hook the stages behind it are skipped")
  func prepareFails() throws {
    let recording = try run(failing: "prepare.mmap_prepare=EINVAL")
    let track = StageTrack(recording)
    let place = try recording.position(of: "return.vm_mmap_pgoff.mmap_write_unlock")
    #expect(letters(track, try recording.position(of: "prepare.mmap_prepare")) == "+X---.")
    #expect(letters(track, place) == "+X--->")
  }

  @Test("Undoing stands where the thing was done")
  func samePlace() throws {
    let plain = StageTrack(try run())
    let linked = plain.place(try run().position(of: "establish.vma_link_file"))
    let failed = try run("pte-table-fails")
    let track = StageTrack(failed)
    let unlinked = try failed.position(of: "unwind.do_munmap.free_pgtables")
    #expect(track.isUnwinding(unlinked))
    #expect(track.place(unlinked).stage == linked.stage)
    #expect(abs(track.place(unlinked).fraction - linked.fraction) < 0.05)
    #expect(track.failure(before: unlinked) == (try failed.position(of: "action.remap.pte_alloc.1")))
  }

  @Test("The reading head only goes right in the plain run, and stays inside its stage")
  func monotonic() throws {
    let recording = try run()
    let track = StageTrack(recording)
    for width in [80, 100, 132, 200] {
      let bounds = Rail.boundaries(width)
      #expect(bounds == bounds.sorted() && bounds.last == width - 1)
      var last = 0
      for position in 0...recording.last {
        let place = track.place(position)
        let column = Rail.column(place, bounds)
        #expect(column >= last, "\(recording.id(position)) at \(width)")
        #expect(column > bounds[place.stage] && column < bounds[place.stage + 1])
        last = column
      }
    }
  }

  @Test("The notes mark every step that may fail and no other")
  func mayFail() throws {
    let recording = try run()
    let able = (1...recording.last).filter { !recording.ways(at: $0).isEmpty }
    let track = StageTrack(recording)
    #expect(track.mayFail == able.map { track.place($0) })
    #expect(able.count > 5)
  }

  private func expect(
    _ name: String, _ step: String, _ statuses: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let recording = try run(name)
    let shown = letters(StageTrack(recording), try recording.position(of: step))
    #expect(shown == statuses, "\(name) at \(step)", sourceLocation: sourceLocation)
  }

  private func letters(_ track: StageTrack, _ position: Int) -> String {
    Stage.rail.indices.map { stage in
      switch track.status(stage, at: position) {
      case .pending: "."
      case .running: ">"
      case .done: "+"
      case .skipped: "-"
      case .failed: "X"
      case .undoing: "<"
      case .undone: "u"
      case .stuck: "z"
      }
    }.joined()
  }

  @Test("What another task unmaps does not move the head, and its deadlock is not the mapper's")
  func others() throws {
    for name in ["torn-populate", "munmap-waits", "mmap-lock-under-vma-lock"] {
      let recording = try run(name)
      let track = StageTrack(recording)
      #expect(track.status(2, at: recording.last) == .done, "\(name): ESTABLISH")
      #expect(track.status(5, at: recording.last) == .running, "\(name): RETURN")
      #expect(!track.isUnwinding(recording.last))
    }
  }

  @Test("What is undone stands left of the failure")
  func leftOfFailure() throws {
    let recording = try run("pte-table-fails")
    let track = StageTrack(recording)
    for position in 1...recording.last where track.isUnwinding(position) {
      let failure = try #require(track.failure(before: position))
      #expect(track.place(position) <= track.place(failure), "\(recording.id(position))")
    }
  }
}
