/// Bytes of a file as text for a terminal: what is no UTF-8 or would steer the terminal becomes U+FFFD.
enum PrintableName {
  /// The text and whether anything was replaced.
  static func text(_ bytes: ArraySlice<UInt8>) -> (text: String, isReplaced: Bool) {
    let text = String(decoding: bytes, as: UTF8.self)
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return (text, false) }
    var kept = String.UnicodeScalarView()
    var isReplaced = text.utf8.count != bytes.count || !text.utf8.elementsEqual(bytes)
    for scalar in text.unicodeScalars {
      let isUnprintable = isControl(scalar)
      isReplaced = isReplaced || isUnprintable
      kept.append(isUnprintable ? "\u{fffd}" : scalar)
    }
    return (String(kept), isReplaced)
  }

  /// At most `countMax` characters of a part of a line, for a complaint.
  static func excerpt(_ bytes: ArraySlice<UInt8>, countMax: Int = 24) -> String {
    // Four bytes are the longest UTF-8 sequence: the rest of a huge line need not be decoded.
    let shown = text(bytes.prefix(countMax * 4)).text
    return shown.count > countMax ? "\"\(shown.prefix(countMax))…\"" : "\"\(shown)\""
  }

  /// C0, DEL, C1, line and paragraph separators, and the marks that turn the writing direction.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: true
    default: false
    }
  }
}
