import KernelRoutines
import MemoryModel
import Scenarios
import Simulation
import Testing

/// The scenarios that these tests run: the bundled ones and small variants of the default.
enum Runs {
  static func bundled(_ name: String) throws -> Scenario {
    try #require(try ScenarioCatalogue.scenario(named: name)).scenario
  }

  static let lab = Driver(
    symbol: "lab", action: .remapPFN(PageFrame(0xfd000)), successHook: Driver.SuccessHook(),
    errorHook: .filters(to: .EAGAIN))

  static func variant(
    _ driver: Driver = lab, pages: Int = 16, protection: Protection = [.read, .write], isShared: Bool = true,
    at address: UInt64? = nil, decisions: [String] = []
  ) -> Scenario {
    let call = MmapCall(
      pages: pages, protection: protection, isShared: isShared, address: address.map { VirtualAddress($0) })
    return Scenario(
      name: "variant", title: "A variant", teaches: "", revision: .seedV2, process: .small,
      files: [.init(key: "device", path: "/dev/vmalab", driver: driver, isInvented: true)],
      tasks: [.init(name: "mapper", calls: [call])], decisions: decisions)
  }

  /// Names of variants with what they are, for tests that run over all of them.
  static let variants: [String: Scenario] = [
    "plain": variant(),
    "private": variant(isShared: false),
    "no rights on high frames": variant(
      Driver(symbol: "lab", action: .remapPFN(PageFrame(1 << 33))), pages: 4, protection: []),
    "nothing": variant(Driver(symbol: "lab"), pages: 4),
    "nothing with hooks": variant(
      Driver(symbol: "lab", successHook: Driver.SuccessHook(), errorHook: .keeps), pages: 4),
    "two tables": variant(pages: 16, at: 0x7f3a_0fdf_b000),
    "a hook that clears": variant(
      Driver(symbol: "lab", action: .remapPFN(PageFrame(0xfd000)), errorHook: .clears), pages: 4),
    "below its neighbour": variant(pages: 4, at: 0x7f39_ffff_c000),
    "private read-only": variant(pages: 4, protection: [.read], isShared: false),
    "the prepare hook refuses": variant(Driver(symbol: "lab", prepareError: .EBUSY), isShared: false),
  ]

  /// Runs of one mapper on the seed: the bundled ones and the variants.
  static let seed = ["device-memory", "pte-table-fails", "success-hook-fails"] + variants.keys.sorted()

  /// Every bundled scenario, also those with several tasks and of other kernels, and the variants.
  static let all = ScenarioCatalogue.names + variants.keys.sorted()

  /// A scenario of `names`.
  static func scenario(_ name: String) throws -> Scenario {
    if let variant = variants[name] { return variant }
    return try bundled(name)
  }
}

/// A step that can be made to fail, and how.
struct FailurePoint: Hashable, CustomStringConvertible {
  var position: Int
  var step: String
  var way: String

  var description: String { "\(step)=\(way)" }
}

extension Recording {
  /// Every way in which a step of this run could go other than it did.
  var failurePoints: [FailurePoint] {
    (1..<last + 1).flatMap { position in
      mark(position)?.outcome != .failed
        ? ways(at: position).map { FailurePoint(position: position, step: id(position), way: $0) } : []
    }
  }

  func failing(at point: FailurePoint) throws -> Recording {
    try #require(failing(at: point.position, way: point.way), "\(point) cannot fail")
  }

  /// The same scenario run from the start with all decisions but the last.
  var withoutLastDecision: Recording {
    var other = scenario
    other.decisions = decisions.dropLast().map(\.description)
    return other.record()
  }

  /// The ids of the steps, in order.
  var ids: [String] { last == 0 ? [] : (1...last).map { id($0) } }

  func position(of step: String) throws -> Int {
    try #require((0...last).first { id($0) == step }, "no step \(step) among \(ids.joined(separator: " "))")
  }
}

/// What differs between two lists of lines, `-` expected and `+` got.
func difference(_ got: [String], from expected: [String]) -> Comment {
  let changes = got.difference(from: expected).map { change in
    switch change {
    case .remove(let offset, let line, _): (offset, 0, "- \(line)")
    case .insert(let offset, let line, _): (offset, 1, "+ \(line)")
    }
  }
  return Comment(
    rawValue: "\n" + changes.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2).joined(separator: "\n"))
}

/// A generator with known numbers: the same run every time.
struct Congruential: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 33)
  }
}
