import Foundation
import Importers
import KernelRoutines
import MemoryModel
import Simulation
import Testing

@testable import Replay

/// One recorded call of a real kernel, and the scenario that makes the same call in the model.
struct RecordedCase: CustomTestStringConvertible {
  let name: String
  let release: String
  let facts: Facts
  let call: RecordedCall
  /// Where it mapped, or was to map.
  let range: AddressRange
  let before: [ImageMapping]
  let after: [ImageMapping]
  /// The VmFlags of the new VMA, nil when there is none.
  let flags: [String]?
  /// Locks, marks and stores, nil where no event log was kept.
  let locks: LockLogReader.Log?
  /// The recorded `__x64_sys_mmap`.
  let graph: CallNode

  /// What the recorder wrote down of the call.
  struct Facts: Decodable {
    var call: String
    var file: String
    /// Empty when the call succeeded.
    var errnoName: String?
    /// The address in hexadecimal.
    var returned: String?
    /// The call never came back.
    var isHung: Bool?

    enum CodingKeys: String, CodingKey {
      case call, file
      case errnoName = "errno_name"
      case returned = "return"
      case isHung = "hung_or_died"
    }
  }

  static let conforming = [
    "devmem_vga_shared", "lab_remap_full", "lab_remap_mixed", "lab_nothing", "lab_prepare_fail",
  ]

  init(_ name: String, _ release: String = "6.19") throws {
    self.name = name
    self.release = release
    let facts = try JSONDecoder().decode(Facts.self, from: try Self.data(release, name, "json"))
    self.facts = facts
    // Nothing was written down of a call that hung; the other releases made the same one.
    let text = facts.call.isEmpty ? CaseModel.usualCall : facts.call
    call = try #require(RecordedCall(text), "\(text) is no call")
    before = MapsReader.read([UInt8](try Self.data(release, name, "maps.before.txt"))).mappings
    after =
      facts.isHung == true
      ? [] : MapsReader.read([UInt8](try Self.data(release, name, "maps.after.txt"))).mappings
    let smaps = (try? Self.data(release, name, "smaps.txt")).map { [UInt8]($0) } ?? []
    range = call.range(returned: facts.returned)
    flags = VmFlagsReader.read(smaps, at: range.start)
    locks = (try? Self.data(release, name, "events.trace.txt")).map { LockLogReader.read([UInt8]($0)) }
    graph = try Self.graph(release, name)
  }

  private static func graph(_ release: String, _ name: String) throws -> CallNode {
    let graph = FunctionGraphReader.read([UInt8](try data(release, name, "trace.txt")))
    guard let call = graph.tracks.lazy.compactMap({ $0.first(named: "__x64_sys_mmap") }).first else {
      throw NoMmap(release: release, name: name)
    }
    return call
  }

  /// The recording is of something else.
  private struct NoMmap: Error {
    var release: String
    var name: String
  }

  private static func folder(here: String = #filePath) -> URL {
    let tests = URL(fileURLWithPath: here).deletingLastPathComponent().deletingLastPathComponent()
    return tests.appendingPathComponent("Recordings")
  }

  static func data(_ release: String, _ name: String, _ ending: String) throws -> Data {
    try Data(contentsOf: folder().appendingPathComponent("\(release)/\(name).\(ending)"))
  }

  /// The recorded cases of a release.
  static func names(_ release: String) -> [String] {
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder().path + "/" + release)
    return (files ?? []).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }

  /// Every function that a graph of a release shows.
  static func shown(_ release: String = "6.19") throws -> Set<String> {
    try #require(shownFunctions[release], "no recordings of \(release)")
  }

  // Read once: every comparison needs them all.
  private static let shownFunctions: [String: Set<String>] = {
    var found: [String: Set<String>] = [:]
    for release in Revision.allCases.map(\.rawValue) {
      for name in names(release) {
        guard let root = try? graph(release, name) else { continue }
        root.visit { node, _ in found[release, default: []].insert(node.name) }
      }
    }
    return found
  }()

  var errno: Errno? { facts.errnoName.flatMap { Errno(name: $0) } }
  var testDescription: String { "\(release)/\(name)" }

  /// The same call in the process that made it; in the seed where no revision is named.
  func scenario(_ revision: Revision) throws -> Scenario {
    return try #require(run.scenario(revision), "the model does not cover \(name) in \(revision.rawValue)")
  }

  var run: RecordedRun {
    RecordedRun(
      name: name, call: call, path: facts.file.isEmpty ? "/dev/vmalab" : facts.file, before: before,
      returned: facts.returned)
  }

  var scenario: Scenario {
    get throws { try scenario(.seedV2) }
  }

  func conformance(of recording: Recording) throws -> Conformance {
    Conformance(recording, against: graph, shown: try Self.shown(release))
  }
}
