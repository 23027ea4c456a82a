import Drawing
import Exporters
import Foundation
import Simulation
import Testing
import Themes

@testable import Panes

/// Pictures that were looked at and found right. Each file holds the characters, a line, and one role letter
/// a cell. To accept others: see `Golden`.
@Suite("Goldens")
struct GoldenTests {
  /// Six stories at the steps that matter in them.
  static let stories: [(scenario: String, steps: [String])] = [
    (
      "device-memory",
      [
        "start", "enter.vm_mmap_pgoff.mmap_write_lock", "establish.vma_link_file", "action.remap.pte.5",
        "hooks.success_hook", "return.sys_mmap.sysret",
      ]
    ),
    (
      "pte-table-fails",
      [
        "action.remap.pte_alloc.1", "unwind.zap.0", "unwind.do_munmap.free_pgtables", "hooks.error_hook",
        "return.sys_mmap.sysret",
      ]
    ),
    (
      "rmap-deadlock",
      [
        "establish.vma_link_file", "action.remap.pfnmap_track", "unwind.do_munmap.find",
        "unwind.do_munmap.tree_clear", "unwind.do_munmap.free_pgtables.lock",
      ]
    ),
    (
      "fault-meets-mmap",
      [
        "other_cpu/cpu.load", "faulter/fault.lock_vma_under_rcu.vma_start_read",
        "faulter/fault.mmap_read_trylock", "faulter/fault.mmap_read_lock", "faulter/fault.return",
      ]
    ),
    (
      "fixed-leaves-a-hole",
      [
        "enter.split_head_piece", "enter.gather.detach", "enter.clean_up.free_pgtables",
        "unwind.abort.leave_gap", "return.sys_mmap.sysret",
      ]
    ),
    (
      "truncate-while-hidden",
      [
        "action.remap.pte.4", "truncate/truncate.i_mmap_lock_read", "hooks.drop_rmap",
        "truncate/truncate.zap.0", "truncate/truncate.done",
      ]
    ),
  ]
  static let sizes: [Size] = [.talk, .wide, .study, .large]

  @Test(
    "Six stories at the steps that matter, in the windows of the design", arguments: stories.indices, sizes)
  func story(number: Int, size: Size) throws {
    let (scenario, steps) = Self.stories[number]
    for step in steps { try expect(scenario, step, size) }
  }

  @Test("An entry is written, in ASCII")
  func ascii() throws { try expect("device-memory", "action.remap.pte.5", .talk, tier: .ascii) }

  @Test("No golden is left without its test")
  func orphans() throws {
    let folder = Golden.tests.appending(path: "Goldens")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    var expected = Self.stories.flatMap { story in
      story.steps.flatMap { step in Self.sizes.map { Self.file(story.scenario, step, $0, .rich) } }
    }
    expected.append(Self.file("device-memory", "action.remap.pte.5", .talk, .ascii))
    #expect(files == expected.sorted())
  }

  /// The pictures of the README: one a view.
  static let pictures: [(preset: Preset, scenario: String, step: String, size: Size)] = [
    (.talk, "device-memory", "action.remap.pte.5", .talk),
    (.study, "device-memory", "action.remap.pte.5", .study),
    (.locks, "fault-meets-mmap", "faulter/fault.mmap_read_lock", .wide),
    (.memory, "device-memory", "action.remap.pte.5", .wide),
    (.merge, "neighbours-refuse", "prepare.vma_merge_new_range", .wide),
    (.events, "device-memory", "establish.vma_link_file", .talk),
    (.compare, "success-hook-fails", "hooks.success_hook", .wide),
  ]

  @Test("The pictures of the README are what the program draws", arguments: pictures.indices)
  func picture(number: Int) throws {
    let wanted = Self.pictures[number]
    let recording = try run(wanted.scenario)
    let position = try recording.position(of: wanted.step)
    var view = Scene.View()
    view.preset = wanted.preset
    let scene = Scene(
      Tour(recording), at: position, view: view,
      compare: wanted.preset == .compare ? CompareTour(recording, width: wanted.size.columns) : nil)
    let theme = try #require(ThemeCatalogue.all.first)
    let sentences = scene.narrator.sentences
    let svg = StillFormat.svg.write(
      Screen.draw(scene, size: wanted.size, glyphs: GlyphSet(.rich)), theme: theme,
      title: "\(recording.scenario.title): \(recording.id(position))",
      description: "\(sentences.what) \(sentences.why)")
    let name = "Pictures/\(wanted.preset.rawValue)-\(wanted.size).svg"
    try Golden(path: name).expect(svg)
    let readme = try String(
      contentsOf: Golden.tests.deletingLastPathComponent().appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains("(Tests/\(name))"), "the README does not show it")
  }

  private static func file(_ scenario: String, _ step: String, _ size: Size, _ tier: GlyphTier) -> String {
    let kind = tier == .ascii ? "-ascii" : ""
    return "\(scenario).\(step.replacing("/", with: "-")).\(size)\(kind).txt"
  }

  private func expect(
    _ name: String, _ step: String, _ size: Size, tier: GlyphTier = .rich
  ) throws {
    let recording = try run(name)
    let frame = Tour(recording).frame(try recording.position(of: step), size, tier)
    let line = String(repeating: "=", count: size.columns) + "\n"
    let text = frame.text + line + frame.roleLetters
    try Golden(path: "Goldens/" + Self.file(name, step, size, tier)).expect(text)
  }
}
