import Scenarios
import Testing

/// A small scenario that is right, as lines, and what becomes of it when one line is another.
enum ScenarioText {
  static let lines = [
    "title: A title",  // 1
    "teaches: One sentence.",  // 2
    "revision: seed-v2",  // 3
    "process: small",  // 4
    "files:",  // 5
    "  device:",  // 6
    "    path: /dev/vmalab",  // 7
    "    invented: yes",  // 8
    "    driver:",  // 9
    "      name: lab",  // 10
    "      prepare: { action: { remap_pfn: { pfn: 0xfd000, pages: all } } }",  // 11
    "      success_hook: { returns: 0 }",  // 12
    "      error_hook: { filters_to: EAGAIN }",  // 13
    "tasks:",  // 14
    "  mapper:",  // 15
    "    - mmap: { file: device, pages: 16, prot: rw, flags: shared }",  // 16
    "fail: []",  // 17
    "choose: []",  // 18
    "captions: {}",  // 19
    "expect: { returns: address }",  // 20
  ]

  static var right: String { text(lines) }

  static func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  /// The right scenario with one of its lines (from 1) replaced by others.
  static func replacing(_ line: Int, with others: String...) -> String {
    text(Array(lines[..<(line - 1)]) + others + Array(lines[line...]))
  }

  /// The problems of a text, one a line as a user reads them; empty when there are none.
  static func problems(_ text: String) -> [String] {
    do throws(ScenarioError) {
      _ = try ScenarioReader.read(text: text, source: "f", name: "f")
      return []
    } catch {
      return error.problems.map(\.description)
    }
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
