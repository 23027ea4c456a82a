import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The recordings of real kernels that tests are compared with.
enum Recordings {
  /// The bytes of `Tests/Recordings/NAME`.
  static func bytes(_ name: String, here: String = #filePath) throws -> [UInt8] {
    let tests = here.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(
      separator: "/")
    return try bytes(path: "\(tests)/Recordings/\(name)")
  }

  /// The bytes of a file, also of one in /proc that does not know its size.
  static func bytes(path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "rb"), "cannot open \(path)")
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  static let cases = [
    "devmem_vga_shared", "lab_remap_full", "lab_remap_mixed", "lab_nothing", "lab_prepare_fail",
    "lab_success_hook_fail",
  ]
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
