/// What must hold of a text before the YAML library sees it.
///
/// The library stops at the first control character, and it hashes every key, which takes for ever when an
/// alias in a key stands for a list of lists of lists. Both are found here first, with their place.
struct TextGuard {
  /// Limit: a scenario is written by hand; a megabyte is a wrong file.
  static let bytesMax = 1_048_576
  /// Put in front of repeated keys, a different one each, so that the library goes on; refused in files.
  static let keyMarks = (0xe000..<0xe010 as Range<UInt32>).compactMap(Unicode.Scalar.init)

  /// Adds a problem for each reason why the text must not be given to the library.
  static func check(_ text: String, lines: @autoclosure () -> SourceText, problems: inout ProblemList) {
    let byteCount = text.utf8.count
    guard byteCount <= bytesMax else {
      problems.add(
        at: SourcePosition(line: 1, column: 1), "\(byteCount) bytes",
        expected: "at most \(bytesMax) bytes in a scenario file")
      return
    }
    let lines = lines()
    for (index, line) in lines.lines.enumerated() {
      for (column, scalar) in line.enumerated() where isRefused(scalar) {
        let name = "U+" + String(repeating: "0", count: scalar.value < 0x1000 ? 2 : 0) + hex(scalar)
        problems.add(
          at: SourcePosition(line: index + 1, column: column + 1), "the character \(name)",
          expected: "printable text")
      }
    }
    refuseAliasInKey(lines, problems: &problems)
    refuseTooMany(lines, problems: &problems)
  }

  /// The library needs seconds for a megabyte of small values; the signs between them can be counted first.
  private static func refuseTooMany(_ text: SourceText, problems: inout ProblemList) {
    var count = 0
    for (index, line) in text.lines.enumerated() {
      let first = line.firstIndex { !SourceText.isBlank($0) }
      for (column, scalar) in line.enumerated() {
        let isAlone = column + 1 == line.count || SourceText.isBlank(line[column + 1])
        switch scalar {
        case ",": count += 1
        case ":" where isAlone: count += 1
        case "-", "?": count += isAlone && column == first ? 1 : 0
        default: continue
        }
        guard count > TextComposer.nodesMax else { continue }
        problems.add(
          at: SourcePosition(line: index + 1, column: column + 1),
          "more than \(TextComposer.nodesMax) values",
          expected: "at most \(TextComposer.nodesMax), aliases counted each time")
        return
      }
    }
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return scalar.value < 0x10 ? "0" + digits : digits
  }

  private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\t" { return false }
    return scalar.isUnprintable || keyMarks.contains(scalar) || scalar.value & 0xfffe == 0xfffe
  }

  /// Finds `*a:`, `[*a]:` and `? …` in files that use aliases at all.
  private static func refuseAliasInKey(_ text: SourceText, problems: inout ProblemList) {
    guard text.lines.contains(where: { aliases(in: $0).first != nil }) else { return }
    for (index, line) in text.lines.enumerated() {
      guard let column = hazard(in: line) else { continue }
      problems.add(
        at: SourcePosition(line: index + 1, column: column + 1), "a key that is no plain word",
        expected: "a word before the colon in a file with aliases")
    }
  }

  /// Where names of aliases begin and end, quoted texts not told apart.
  private static func aliases(in line: [Unicode.Scalar]) -> [Range<Int>] {
    line.indices.compactMap { start in
      guard line[start] == "*", start == 0 || "[{,:-? \t".unicodeScalars.contains(line[start - 1]) else {
        return nil
      }
      var end = start + 1
      while end < line.count, isAnchorLetter(line[end]) { end += 1 }
      return end > start + 1 ? start..<end : nil
    }
  }

  private static func isAnchorLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "-"
  }

  private static func hazard(in line: [Unicode.Scalar]) -> Int? {
    for alias in aliases(in: line) where isColon(behind: alias.upperBound, in: line) {
      return alias.lowerBound
    }
    for index in line.indices {
      switch line[index] {
      case "]", "}": if isColon(behind: index + 1, in: line) { return index }
      case "?":
        let isAlone = index + 1 == line.count || SourceText.isBlank(line[index + 1])
        if isAlone, index == 0 || "[{,:- \t".unicodeScalars.contains(line[index - 1]) { return index }
      default: continue
      }
    }
    return nil
  }

  private static func isColon(behind start: Int, in line: [Unicode.Scalar]) -> Bool {
    line[start...].first { !SourceText.isBlank($0) } == ":"
  }
}
