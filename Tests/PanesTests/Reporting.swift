import Drawing
import Testing

/// A text for a failure's message: box lines and arrows by ASCII stand-ins, what has none as a question mark.
///
/// `swift test` (6.3) silently drops output when a multi-byte character lies across the border of two reads,
/// and with it the whole message that a picture is in. So pictures in messages are ASCII.
func plain(_ text: String) -> String {
  let glyphs = GlyphSet(.ascii)
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars { scalars.append(scalar == "│" ? "|" : glyphs.plain(scalar)) }
  return String(scalars)
}

/// Expects two screens to be equal, and says where they are not.
func expectSame(_ text: String, as expected: String, sourceLocation: SourceLocation = #_sourceLocation) {
  let got = text.split(separator: "\n", omittingEmptySubsequences: false)
  let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
  guard got != wanted else { return }
  var report = got.count == wanted.count ? "" : "\(got.count) rows, expected \(wanted.count)\n"
  for (row, (one, other)) in zip(got, wanted).enumerated() where one != other {
    report += "row \(row)\n  got      |\(plain(String(one)))|\n  expected |\(plain(String(other)))|\n"
    let cells = zip(one.unicodeScalars, other.unicodeScalars).enumerated().first { $0.1.0 != $0.1.1 }
    guard let (column, (left, right)) = cells else { continue }
    report +=
      "  at \(column): U+\(String(left.value, radix: 16)), expected U+\(String(right.value, radix: 16))\n"
  }
  Issue.record("\(report)", sourceLocation: sourceLocation)
}
