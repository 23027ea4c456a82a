import Drawing
import KernelRoutines
import MemoryModel
import Scenarios
import Simulation
import Testing

@testable import Panes

@Suite("The merge pane")
struct MergePaneTests {
  private func scene(_ name: String, at step: String, failing: String? = nil) throws -> Scene {
    let recording = try failing.map { try run(name, failing: $0) } ?? run(name)
    return Scene(Tour(recording), at: try recording.position(of: step))
  }

  private func picture(_ scene: Scene, _ size: Size = .wide) -> String {
    var view = scene.view
    view.preset = .merge
    let tour = Tour(scene.recording)
    return Screen.picture(Scene(tour, at: scene.position, view: view), size: size, glyphs: GlyphSet(.rich))
      .frame.text
  }

  @Test("Each seam says why its neighbour refuses, and the letters what would change that")
  func refused() throws {
    let scene = try scene("neighbours-refuse", at: "prepare.vma_merge_new_range")
    let shown = picture(scene)
    for part in [
      "\u{2717} flags", "\u{2717} file object", "before AA..CC", "now AABBCC", "with equal flags AAAACC",
      "with one file object AACCCC", "with both AAAAAA", "rw-p lo ac", "vmalab, open 2",
    ] {
      #expect(shown.contains(part), "'\(part)' is missing in\n\(plain(shown))")
    }
  }

  @Test("What the pane promises is what the kernel then does", arguments: ScenarioCatalogue.names)
  func promise(name: String) throws {
    let recording = try run(name)
    for moment in MergeMoment.all(in: recording) {
      let tour = Tour(recording)
      let view = try #require(MergeView(Scene(tour, at: moment.position)))
      // Where all was settled: behind the last step that establishes.
      guard let last = recording.marks.lastIndex(where: { $0.stage == .establish }), last >= moment.position
      else { continue }
      let end = last + 1
      let state = recording.state(at: end)
      let range = view.check.range
      func owner(_ page: UInt64) -> VMAID? { state.mm(MMID(0)).tree.find(VirtualAddress(page: page)) }
      guard moment.gaveUp == nil, let own = owner(range.start.page) else { continue }
      let left = range.start.page > 0 ? owner(range.start.page - 1) : nil
      let right = owner(range.end.page)
      let joins = (left == own, right == own)
      #expect(joins.0 == (view.outcome == .left || view.outcome == .both), "\(name), left")
      #expect(joins.1 == (view.outcome == .right || view.outcome == .both), "\(name), right")
    }
  }

  @Test("It can be drawn at every step of every scenario", arguments: ScenarioCatalogue.names)
  func everywhere(name: String) throws {
    let tour = Tour(try run(name))
    for position in 0...tour.recording.last {
      var view = Scene.View()
      view.preset = .merge
      let frame = Screen.draw(Scene(tour, at: position, view: view), size: .talk, glyphs: GlyphSet(.rich))
      #expect(frame.text(row: 4).contains("Merge"))
    }
  }

  @Test("A range with special flags is refused for that, whoever lies beside it")
  func special() throws {
    let shown = picture(try scene("device-memory", at: "prepare.vma_merge_new_range"))
    #expect(shown.contains("\u{2717} special") && shown.contains("pf io de"), "\(plain(shown))")
  }

  @Test("Without memory to grow it says so, and the range has a VMA of its own")
  func gaveUp() throws {
    let scene = try scene(
      "merge-skips-hooks", at: "return.sys_mmap.sysret", failing: "establish.vma_expand.prealloc=ENOMEM")
    let shown = picture(scene)
    #expect(shown.contains("now AABB") && shown.contains("no memory to grow"), "\(plain(shown))")
  }

  @Test("Before the range is known, and before it is compared, it says so")
  func early() throws {
    let start = picture(try scene("neighbours-refuse", at: "enter.ksys_mmap_pgoff.fget"))
    #expect(start.contains("not yet: the range has to be known"), "\(plain(start))")
    let planned = picture(try scene("neighbours-refuse", at: "enter.mmap_setup.set_desc"))
    #expect(planned.contains("not compared yet: as it stands"), "\(plain(planned))")
    #expect(planned.contains("would be AABBCC"), "\(plain(planned))")
  }

  @Test("The seam closes with the store that shows the larger VMA")
  func closes() throws {
    let before = picture(try scene("merge-both-sides", at: "establish.vma_expand.set_range"))
    let after = picture(try scene("merge-both-sides", at: "establish.vma_expand.store"))
    #expect(before.contains("\u{2502}\u{b7}"), "\(plain(before))")
    #expect(
      !after.contains("\u{2502}\u{b7}") && after.contains(String(repeating: "=", count: 60)),
      "\(plain(after))")
  }

  @Test("Every row can be explained, and names the step that compared", arguments: Thing.Compared.allCases)
  func explained(field: Thing.Compared) throws {
    let scene = try scene("neighbours-refuse", at: "establish.vma_iter_store")
    let rows = Explanation(.compared(field), scene).rows
    let set = rows.first { $0.label == "set at" }
    #expect(set?.text.contains("prepare.vma_merge_new_range") == true, "\(rows)")
    #expect(rows.contains { $0.label == "now" && $0.text.contains("asked for") }, "\(rows)")
  }
}
