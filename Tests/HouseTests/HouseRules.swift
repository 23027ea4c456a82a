import Foundation

/// The rules as functions from a file to what breaks them.
enum HouseRules {
  static let linesMax = 300
  static let columnsMax = 110
  static let functionLinesMax = 60

  /// The modules a file imports, each with its line.
  static func imports(of file: SourceFile) -> [(line: Int, module: String)] {
    file.code.enumerated().compactMap { index, line in
      let words = line.split { $0 == " " || $0 == "\t" }
      guard let place = words.firstIndex(of: "import") else { return nil }
      let attributes = words[..<place]
      let access = ["public", "package", "internal", "fileprivate", "private"]
      guard attributes.allSatisfy({ $0.hasPrefix("@") || access.contains(String($0)) }) else { return nil }
      let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor"]
      let target = words[(place + 1)...].first { !kinds.contains(String($0)) }
      return target.map { (index, String($0.prefix { $0.isLetter || $0.isNumber || $0 == "_" })) }
    }
  }

  static func breaches(_ file: SourceFile, _ table: RoomTable) -> [Finding] {
    guard let room = table.room(file.room) else {
      return [file.finding(0, "\(file.room) is no room of the table")]
    }
    return imports(of: file).filter { !room.doors.contains($0.module) }
      .map { file.finding($0.line, "\(room.name) has no door to \($0.module)") }
  }

  static func lengths(_ file: SourceFile) -> [Finding] {
    var findings: [Finding] = []
    let count = file.lines.last?.isEmpty == true ? file.lines.count - 1 : file.lines.count
    if count > linesMax { findings.append(file.finding(linesMax, "\(count) lines, at most \(linesMax)")) }
    for (index, line) in file.lines.enumerated() where line.count > columnsMax {
      findings.append(file.finding(index, "\(line.count) columns, at most \(columnsMax)"))
    }
    return findings
  }

  /// Force in code: it turns a fault into a crash without a word.
  static func force(_ file: SourceFile) -> [Finding] {
    file.code.enumerated().flatMap { index, line in forced(in: line).map { file.finding(index, $0) } }
  }

  private static func forced(in line: Substring) -> [String] {
    guard line.utf8.contains(UInt8(ascii: "!")) || line.contains("fatalError") else { return [] }
    var found = line.contains(/\bfatalError\s*\(/) ? ["fatalError"] : []
    for match in line.matches(of: /[A-Za-z0-9_\)\]\}`]!(?!=)/) {
      let before = line[..<match.range.upperBound]
      found.append(before.hasSuffix("try!") ? "try!" : before.hasSuffix("as!") ? "as!" : "forced unwrapping")
    }
    return found
  }

  /// A file with one type is named after it; `Type+Capability` is about that type, or goes on where the file
  /// `Type` ends; other files hold several small things under a name for all of them.
  static func naming(_ file: SourceFile, siblings: Set<String>) -> [Finding] {
    let types = topLevel(file, /\b(?:struct|class|enum|actor|protocol)\s+([A-Za-z0-9_]+)/)
    let extensions = topLevel(file, /\bextension\s+([A-Za-z0-9_]+)/)
    let parts = file.name.split(separator: "+").map(String.init)
    if parts.count == 2 {
      let isAbout = (types + extensions).contains { $0.name == parts[0] }
      let goesOn = siblings.contains(file.path.replacing(file.name + ".swift", with: parts[0] + ".swift"))
      return isAbout || goesOn ? [] : [file.finding(0, "nothing here is about \(parts[0])")]
    }
    let own = types.filter { !$0.isPrivate }
    if own.count == 1, own[0].name != file.name {
      return [file.finding(own[0].line, "\(own[0].name) belongs into \(own[0].name).swift")]
    }
    // Kernel routines are functions and constants at the top level, under a name for what they do together.
    let routines = topLevel(file, /\b(?:func|let)\s+([A-Za-z0-9_]+)/)
    if own.isEmpty, routines.isEmpty, let first = extensions.first, first.name != file.name,
      Set(extensions.map(\.name)).count == 1
    {
      return [file.finding(first.line, "this file is \(first.name)+\(file.name).swift")]
    }
    return []
  }

  private static func topLevel(
    _ file: SourceFile, _ pattern: Regex<(Substring, Substring)>
  ) -> [(line: Int, name: String, isPrivate: Bool)] {
    file.code.enumerated().compactMap { index, line in
      // Members are indented by the format; so only what starts a line is at the top.
      guard let first = line.first, first != " ", first != "}", let match = line.firstMatch(of: pattern)
      else {
        return nil
      }
      let isPrivate = line.hasPrefix("private ") || line.hasPrefix("fileprivate ")
      return (index, String(match.1), isPrivate)
    }
  }
}
