/// Finds functions that are too long by counting braces in code; routines are closures in constants of the
/// top level and count as functions.
enum FunctionLengths {
  static func findings(_ file: SourceFile, limit: Int = HouseRules.functionLinesMax) -> [Finding] {
    file.code.indices.flatMap { index in
      bodies(in: file.code[index]).compactMap { column in
        guard let end = bodyEnd(file, line: index, column: column) else { return nil }
        let count = end - index + 1
        return count > limit ? file.finding(index, "a function of \(count) lines, at most \(limit)") : nil
      }
    }
  }

  /// The columns of a line from which to look for a function's body.
  private static func bodies(in line: Substring) -> [Int] {
    // Cheap words first: the pattern takes ten times as long.
    guard ["func", "init", "let"].contains(where: { line.contains($0) }) else { return [] }
    let pattern = /\bfunc\b|^(?:[a-z]+ )?let\b|(?:^|[^.A-Za-z0-9_])(?:deinit|init(?=[?(<]))/
    return line.matches(of: pattern).map { line.distance(from: line.startIndex, to: $0.range.upperBound) }
  }

  /// The line on which the body that starts after a place ends; nil when there is no body.
  private static func bodyEnd(_ file: SourceFile, line: Int, column: Int) -> Int? {
    var (parentheses, braces) = (0, 0)
    for index in line..<file.code.count {
      for character in file.code[index].dropFirst(index == line ? column : 0) {
        switch character {
        case "(", "[": parentheses += 1
        case ")", "]": parentheses -= 1
        case "{" where parentheses == 0 || braces > 0: braces += 1
        case "}" where braces == 0 && parentheses == 0: return nil
        case "}" where braces > 0:
          braces -= 1
          if braces == 0 { return index }
        default: break
        }
      }
      // A requirement of a protocol ends with its line, or goes on with an indented one.
      if braces == 0, parentheses == 0, !continues(file, after: index) { return nil }
    }
    return nil
  }

  private static func continues(_ file: SourceFile, after index: Int) -> Bool {
    guard index + 1 < file.code.count else { return false }
    let next = file.code[index + 1].drop { $0 == " " }
    return next.isEmpty == false && (next.hasPrefix("{") || next.hasPrefix("where") || next.hasPrefix("->"))
  }
}
