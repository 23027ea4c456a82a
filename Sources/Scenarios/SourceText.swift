/// A place in a scenario file: line and column from 1, columns in scalars, as the YAML library counts.
struct SourcePosition: Hashable, Comparable {
  var line: Int
  var column: Int

  static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// The text of a file by lines, for what the YAML library does not tell.
struct SourceText {
  /// Without line ends and without a byte order mark.
  private(set) var lines: [[Unicode.Scalar]] = [[]]
  /// What ended each line; the last one is empty.
  private(set) var lineEnds: [String] = []

  /// Splits where libyaml does, so that its line numbers are ours.
  init(_ text: String) {
    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{feff}" { scalars.removeFirst() }
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "\r" where index < scalars.count && scalars[index] == "\n":
        index += 1
        endLine("\r\n")
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": endLine(String(scalar))
      default: lines[lines.count - 1].append(scalar)
      }
    }
    lineEnds.append("")
  }

  private mutating func endLine(_ end: String) {
    lineEnds.append(end)
    lines.append([])
  }

  /// Behind the last character.
  var end: SourcePosition { SourcePosition(line: lines.count, column: lines[lines.count - 1].count + 1) }

  func scalar(at position: SourcePosition) -> Unicode.Scalar? {
    guard lines.indices.contains(position.line - 1) else { return nil }
    let line = lines[position.line - 1]
    return line.indices.contains(position.column - 1) ? line[position.column - 1] : nil
  }

  /// The whole text with another one of the marks in front of each position; positions are in text order.
  func text(inserting marks: [Unicode.Scalar], at positions: [SourcePosition]) -> String {
    var result = String.UnicodeScalarView()
    var next = positions.startIndex
    for (index, line) in lines.enumerated() {
      for (column, scalar) in line.enumerated() {
        while next < positions.count, positions[next] <= SourcePosition(line: index + 1, column: column + 1) {
          result.append(marks[next])
          next += 1
        }
        result.append(scalar)
      }
      result.append(contentsOf: lineEnds[index].unicodeScalars)
    }
    return String(result)
  }

  /// Whether an unquoted text ends where a comment begins: ` #` cuts it, and YAML says nothing.
  func isCut(plain text: String, at start: SourcePosition) -> Bool {
    let wanted = text.unicodeScalars.filter { !Self.isBlank($0) && $0 != "\n" }
    guard !wanted.isEmpty else { return false }
    var position = start
    skipProperties(&position)
    for scalar in wanted {
      while lines.indices.contains(position.line - 1) {
        guard let found = self.scalar(at: position) else {
          position = SourcePosition(line: position.line + 1, column: 1)
          continue
        }
        guard Self.isBlank(found) else { break }
        position.column += 1
      }
      guard self.scalar(at: position) == scalar else { return false }
      position.column += 1
    }
    let tail = lines[position.line - 1].dropFirst(position.column - 1)
    return tail.first.map(Self.isBlank) == true && tail.first { !Self.isBlank($0) } == "#"
  }

  /// Steps over `&anchor` in front of a value.
  private func skipProperties(_ position: inout SourcePosition) {
    while let first = scalar(at: position), first == "&" || first == "!" {
      while let next = scalar(at: position), !Self.isBlank(next) { position.column += 1 }
      while let next = scalar(at: position), Self.isBlank(next) { position.column += 1 }
    }
  }

  static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
}
