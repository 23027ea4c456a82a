/// Our own table of cell widths: libc's answer depends on the locale, ours must not.
///
/// Ambiguous scalars (box drawing, arrows, dots) count one cell. What cannot be shown in whole cells
/// (controls, combining marks, joiners, variation selectors, flags) is replaced by U+FFFD.
public enum CellWidth {
  /// The columns a scalar covers: 1 or 2; nil when it cannot stand in a cell of its own.
  public static func of(_ scalar: Unicode.Scalar) -> Int? {
    let value = scalar.value
    if value >= 0x20 && value < 0x7f { return 1 }
    if value < 0xa0 || value == 0xad { return nil }
    if value < 0x300 { return 1 }
    if isZeroWidth(scalar) { return nil }
    return wide.contains { $0.contains(value) } ? 2 : 1
  }

  /// Text made safe for cells: scalars without a width of their own become U+FFFD.
  public static func sanitise(_ text: String) -> [(scalar: Unicode.Scalar, width: Int)] {
    text.unicodeScalars.map { scalar in
      if let width = of(scalar) { return (scalar, width) }
      return ("\u{FFFD}", 1)
    }
  }

  /// The columns a text covers.
  public static func of(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + (of($1) ?? 1) }
  }

  /// A text broken at its blanks into lines of at most so many columns; a word that no line has room for,
  /// such as a long path, is cut.
  public static func wrap(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      var word = String(word)
      if !line.isEmpty, of(line) + 1 + of(word) > width {
        lines.append(line)
        line = ""
      }
      while of(word) > width {
        lines.append(String(word.prefix(width)))
        word = String(word.dropFirst(width))
      }
      line += line.isEmpty ? word : " " + word
    }
    return lines + [line]
  }

  private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    if (0x1f1e6...0x1f1ff).contains(scalar.value) { return true }
    // Hangul vowels and finals join the syllable before them.
    if (0x1160...0x11ff).contains(scalar.value) || (0xd7b0...0xd7ff).contains(scalar.value) { return true }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark, .format, .control, .surrogate, .lineSeparator,
      .paragraphSeparator, .unassigned, .privateUse:
      return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  /// The East Asian Wide and Fullwidth blocks, and the emoji that terminals draw two cells wide.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x231a...0x231b, 0x2329...0x232a, 0x23e9...0x23ec, 0x23f0...0x23f0, 0x23f3...0x23f3,
    0x25fd...0x25fe, 0x2614...0x2615, 0x2648...0x2653, 0x267f...0x267f, 0x2693...0x2693, 0x26a1...0x26a1,
    0x26aa...0x26ab, 0x26bd...0x26be, 0x26c4...0x26c5, 0x26ce...0x26ce, 0x26d4...0x26d4, 0x26ea...0x26ea,
    0x26f2...0x26f3, 0x26f5...0x26f5, 0x26fa...0x26fa, 0x26fd...0x26fd, 0x2705...0x2705, 0x270a...0x270b,
    0x2728...0x2728, 0x274c...0x274c, 0x274e...0x274e, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
    0x27b0...0x27b0, 0x27bf...0x27bf, 0x2b1b...0x2b1c, 0x2b50...0x2b50, 0x2b55...0x2b55, 0x2e80...0x303e,
    0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3,
    0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff01...0xff60, 0xffe0...0xffe6, 0x16fe0...0x18cff,
    0x1b000...0x1b2ff, 0x1f004...0x1f004, 0x1f0cf...0x1f0cf, 0x1f18e...0x1f18e, 0x1f191...0x1f19a,
    0x1f200...0x1f320, 0x1f32d...0x1f335, 0x1f337...0x1f37c, 0x1f37e...0x1f393, 0x1f3a0...0x1f3ca,
    0x1f3cf...0x1f3d3, 0x1f3e0...0x1f3f0, 0x1f3f4...0x1f3f4, 0x1f3f8...0x1f43e, 0x1f440...0x1f440,
    0x1f442...0x1f4fc, 0x1f4ff...0x1f53d, 0x1f54b...0x1f54e, 0x1f550...0x1f567, 0x1f57a...0x1f57a,
    0x1f595...0x1f596, 0x1f5a4...0x1f5a4, 0x1f5fb...0x1f64f, 0x1f680...0x1f6c5, 0x1f6cc...0x1f6cc,
    0x1f6d0...0x1f6d2, 0x1f6d5...0x1f6d7, 0x1f6dc...0x1f6df, 0x1f6eb...0x1f6ec, 0x1f6f4...0x1f6fc,
    0x1f7e0...0x1f7eb, 0x1f7f0...0x1f7f0, 0x1f90c...0x1f93a, 0x1f93c...0x1f945, 0x1f947...0x1f9ff,
    0x1fa70...0x1faff, 0x20000...0x3fffd,
  ]
}
