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
  static let steps = [
    "start", "enter.vm_mmap_pgoff.mmap_write_lock", "establish.vma_link_file", "action.remap.pte.5",
    "hooks.success_hook", "return.sys_mmap.sysret",
  ]

  @Test("Six steps of the default scenario in a stage window", arguments: steps)
  func talk(step: String) throws { try expect("device-memory", step, .talk, named: "talk") }

  @Test("Six steps of the default scenario in a study window", arguments: steps)
  func study(step: String) throws { try expect("device-memory", step, .study, named: "study") }

  @Test("The way back leaves the rmap")
  func unwind() throws {
    try expect("pte-table-fails", "unwind.do_munmap.free_pgtables", .talk, named: "talk")
  }

  @Test("An entry is written, in ASCII")
  func ascii() throws {
    try expect("device-memory", "action.remap.pte.5", .talk, tier: .ascii, named: "talk-ascii")
  }

  @Test("No golden is left without its test")
  func orphans() throws {
    let folder = Golden.tests.appending(path: "Goldens")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    var expected = ["talk", "study"].flatMap { kind in
      Self.steps.map { Self.file("device-memory", $0, kind) }
    }
    expected.append(Self.file("pte-table-fails", "unwind.do_munmap.free_pgtables", "talk"))
    expected.append(Self.file("device-memory", "action.remap.pte.5", "talk-ascii"))
    #expect(files == expected.sorted())
  }

  /// The pictures of the README: one a view.
  static let pictures: [(preset: Preset, scenario: String, step: String, size: Size)] = [
    (.talk, "device-memory", "action.remap.pte.5", .talk),
    (.study, "device-memory", "action.remap.pte.5", .study),
    (.locks, "fault-meets-mmap", "faulter/fault.mmap_read_lock", .wide),
    (.memory, "device-memory", "action.remap.pte.5", .wide),
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

  private static func file(_ scenario: String, _ step: String, _ kind: String) -> String {
    "\(kind).\(scenario).\(step).txt"
  }

  private func expect(
    _ name: String, _ step: String, _ size: Size, tier: GlyphTier = .rich, named kind: String
  ) throws {
    let recording = try run(name)
    let frame = Tour(recording).frame(try recording.position(of: step), size, tier)
    let line = String(repeating: "=", count: size.columns) + "\n"
    try Golden(path: "Goldens/" + Self.file(name, step, kind)).expect(frame.text + line + frame.roleLetters)
  }
}
