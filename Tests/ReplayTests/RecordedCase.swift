import Foundation
import Importers
import KernelRoutines
import MemoryModel
import Simulation
import Testing

@testable import Replay

/// One recorded call of a real kernel, and the scenario that makes the same call in the model.
struct RecordedCase {
  let name: String
  /// The release that was recorded, and the kernel whose routines are held against it.
  let release: String
  let kernel: Revision
  let facts: Facts
  let call: Call
  let before: [ImageMapping]
  let after: [ImageMapping]
  /// The recorded `__x64_sys_mmap`.
  let graph: CallNode

  /// What the recorder wrote down of the call.
  struct Facts: Decodable {
    var call: String
    var file: String
    /// Empty when the call succeeded.
    var errnoName: String
    /// The address in hexadecimal; empty when the call never came back.
    var returned: String

    enum CodingKeys: String, CodingKey {
      case call, file
      case errnoName = "errno_name"
      case returned = "return"
    }

    init(from decoder: Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      call = try values.decode(String.self, forKey: .call)
      file = try values.decode(String.self, forKey: .file)
      errnoName = try values.decodeIfPresent(String.self, forKey: .errnoName) ?? ""
      returned = try values.decodeIfPresent(String.self, forKey: .returned) ?? ""
    }
  }

  struct Call: Hashable {
    var address: UInt64
    var length: UInt64
    var offset: UInt64
    var isShared: Bool
  }

  static let conforming = [
    "devmem_vga_shared", "lab_remap_full", "lab_remap_mixed", "lab_nothing", "lab_prepare_fail",
  ]

  init(_ name: String, release: String = "6.19", kernel: Revision = .seedV2) throws {
    self.name = name
    self.release = release
    self.kernel = kernel
    var facts = try JSONDecoder().decode(Facts.self, from: try Self.data(name, "json", release))
    if facts.call.isEmpty {
      // Nothing was noted of the call that hung; the one that went well was the same.
      let same = try Self.data("lab_hide_ok", "json", release)
      let other = try JSONDecoder().decode(Facts.self, from: same)
      (facts.call, facts.file) = (other.call, other.file)
    }
    self.facts = facts
    call = try Call(facts.call)
    before = MapsReader.read([UInt8](try Self.data(name, "maps.before.txt", release))).mappings
    // A call that never came back has no maps after it.
    let later = try? Self.data(name, "maps.after.txt", release)
    after = later.map { MapsReader.read([UInt8]($0)).mappings } ?? []
    graph = try Self.graph(name, release)
  }

  private static func graph(_ name: String, _ release: String) throws -> CallNode {
    let graph = FunctionGraphReader.read([UInt8](try data(name, "trace.txt", release)))
    return try #require(graph.tracks.lazy.compactMap { $0.first(named: "__x64_sys_mmap") }.first)
  }

  private static func data(
    _ name: String, _ ending: String, _ release: String, here: String = #filePath
  ) throws -> Data {
    let tests = URL(fileURLWithPath: here).deletingLastPathComponent().deletingLastPathComponent()
    return try Data(contentsOf: tests.appendingPathComponent("Recordings/\(release)/\(name).\(ending)"))
  }

  /// Every function that a graph of this release shows.
  static func shown(_ release: String = "6.19") throws -> Set<String> {
    var names: Set<String> = []
    for name in release == "6.19" ? conforming + ["lab_success_hook_fail"] : ReleaseTests.cases(of: release) {
      try graph(name, release).visit { node, _ in names.insert(node.name) }
    }
    return names
  }

  var range: AddressRange { AddressRange(VirtualAddress(call.address), pages: Int(call.length >> 12)) }

  var errno: Errno? { Errno(name: facts.errnoName) }

  /// The same call in the process that made it.
  var scenario: Scenario {
    Scenario(
      name: name, title: name, teaches: "", revision: kernel,
      process: ProcessImage(name: "vmlab", pid: 256, mappings: before),
      files: [.init(key: "device", path: facts.file, driver: driver, isInvented: facts.file != "/dev/mem")],
      tasks: [
        .init(
          name: "vmlab",
          calls: [
            MmapCall(
              pages: Int(call.length >> 12), protection: [.read, .write], isShared: call.isShared,
              address: VirtualAddress(call.address), pageOffset: call.offset >> 12)
          ])
      ],
      decisions: ["lab_remap_mixed", "hang_hide_fail"].contains(name)
        ? ["action.remap.pfnmap_track=EINVAL"] : [])
  }

  // What the notes of the recordings say of the driver; the frames of vmalab's own pages are not recorded.
  private var driver: Driver {
    let remap = Driver.ActionRequest.remapPFN(PageFrame(0xfd000))
    switch name {
    case "devmem_vga_shared":
      return Driver(symbol: "mem", action: .remapPFN(nil), prepareFunction: "mmap_mem_prepare")
    case "lab_nothing": return Driver(symbol: "lab")
    case "lab_prepare_fail": return Driver(symbol: "lab", prepareError: .EBUSY)
    case "lab_success_hook_fail":
      return Driver(symbol: "lab", action: remap, successHook: Driver.SuccessHook(error: .EIO))
    case "lab_success_hook_ok": return Driver(symbol: "lab", action: remap, successHook: Driver.SuccessHook())
    case "lab_mapped_ok": return Driver(symbol: "lab", mappedHook: Driver.MappedHook())
    case "lab_mapped_fail": return Driver(symbol: "lab", mappedHook: Driver.MappedHook(error: .ENOSPC))
    case "lab_hide_ok", "hang_hide_fail": return Driver(symbol: "lab", action: remap, hidesFromRmap: true)
    case "hang_hide_success_hook_fail":
      return Driver(
        symbol: "lab", action: remap, successHook: Driver.SuccessHook(error: .EIO), hidesFromRmap: true)
    default: return Driver(symbol: "lab", action: remap)
    }
  }

  func conformance(of recording: Recording) throws -> Conformance {
    Conformance(recording, against: graph, shown: try Self.shown(release))
  }
}

extension RecordedCase.Call {
  /// Reads `mmap(ADDRESS, LENGTH, PROT, FLAGS, DESCRIPTOR, OFFSET)`.
  init(_ text: String) throws {
    let words = text.split { "(), ".contains($0) }.map(String.init)
    try #require(words.count == 7 && words[0] == "mmap" && words[3] == "PROT_READ|PROT_WRITE", "\(text)")
    try #require(words[4].contains("MAP_FIXED_NOREPLACE"), "\(text)")
    address = try Self.number(words[1])
    length = try Self.number(words[2])
    offset = try Self.number(words[6])
    isShared = words[4].contains("MAP_SHARED")
  }

  private static func number(_ text: String) throws -> UInt64 {
    let value = text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    return try #require(value, "\(text) is no number")
  }
}
