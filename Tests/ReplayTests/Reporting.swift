import Testing

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
