import Foundation
import KernelRoutines
import MemoryModel
import Simulation
import Testing

@testable import Replay

/// The routines of each release against recordings of that release.
@Suite("The order of each release") struct ReleaseTests {
  static let releases = ["6.19", "7.0", "7.1", "7.2", "7.3"]

  private static let names = [
    "devmem_vga_shared", "lab_nothing", "lab_remap_full", "lab_remap_mixed", "lab_prepare_fail",
    "lab_success_hook_ok", "lab_success_hook_fail", "lab_mapped_ok", "lab_mapped_fail", "lab_hide_ok",
    "hang_hide_fail", "hang_hide_success_hook_fail",
  ]

  /// The cases that were recorded of a release.
  static func cases(of release: String, here: String = #filePath) -> [String] {
    let tests = URL(fileURLWithPath: here).deletingLastPathComponent().deletingLastPathComponent()
    return names.filter { name in
      let path = tests.appendingPathComponent("Recordings/\(release)/\(name).trace.txt").path
      return FileManager.default.fileExists(atPath: path)
    }
  }

  private func recorded(_ release: String) throws -> [RecordedCase] {
    let kernel = try #require(Revision(rawValue: release))
    let cases = Self.cases(of: release)
    #expect(cases.count >= 9, "\(cases)")
    return try cases.map { try RecordedCase($0, release: release, kernel: kernel) }
  }

  @Test(
    "The functions that a release and its routines know come in the same order and nesting",
    arguments: releases)
  func order(release: String) throws {
    for recorded in try recorded(release) {
      let conformance = try recorded.conformance(of: recorded.scenario.record())
      let text = conformance.difference?.text("the model", release) ?? ""
      #expect(conformance.difference == nil, "\(recorded.name)\n\(text)")
    }
  }

  @Test("A release and its routines return the same, and leave the same mappings", arguments: releases)
  func outcome(release: String) throws {
    for recorded in try recorded(release) {
      let run = recorded.scenario.record()
      if recorded.name == "hang_hide_fail", release == "6.19" {
        #expect(run.outcome == .deadlock([TaskID(0)]))
        continue
      }
      let expected = recorded.errno.map { Returned.error($0) } ?? .address(recorded.range.start)
      #expect(run.returned == expected, "\(recorded.name)")
      let lines = MapsText.lines(run)
      let maps = recorded.after.map { MapsText.line($0) }
      #expect(lines == maps, "\(recorded.name): \(difference(lines, from: maps))")
    }
  }
}
