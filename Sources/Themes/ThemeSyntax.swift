import Yams

/// The YAML below a theme: text to nodes, and the parser's complaints in our words and with a place.
enum ThemeSyntax {
  /// Line and column, counted from 1 (`Yams.Mark` cannot be made by others).
  private struct Place {
    var line = 1
    var column = 1

    init() {}
    init(_ mark: Mark) { (line, column) = (mark.line, mark.column) }
    init(line: Int, column: Int) { (self.line, self.column) = (line, column) }
  }

  static func root(of text: String, source: String) throws(ThemeError) -> Node {
    do {
      // Without the rules that tell numbers from words: every value is read as the word that is written,
      // and the rules' patterns would take longer to compile than the theme to read.
      if let root = try Yams.compose(yaml: text, .basic) { return root }
    } catch let error as YamlError {
      throw ThemeError(problems: [problem(error, text: text, source: source)])
    } catch {
      throw ThemeError(problems: [problem(at: Place(), source, "\(error)")])
    }
    throw ThemeError(problems: [problem(at: Place(), source, "the text is empty")])
  }

  private static func problem(_ error: YamlError, text: String, source: String) -> ThemeError.Problem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      // A colour without quotes is a comment, and the parser only stumbles over what is missing then.
      let hint = hasBareColour(text, near: mark.line) ? "write colours in quotes: \"#rrggbb\"" : nil
      return self.problem(at: Place(mark), source, problem, hint: hint)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let key = duplicates.first ?? ""
      let start = Place(context.mark)
      let second = secondPlace(of: key, in: text, from: start) ?? start
      return problem(at: second, source, "\"\(key)\" is written twice")
    case .reader(let problem, _, _, _), .writer(let problem), .emitter(let problem),
      .representer(let problem):
      return self.problem(at: Place(), source, problem)
    case .no, .memory, .dataCouldNotBeDecoded:
      return problem(at: Place(), source, "\(error)")
    }
  }

  private static func problem(
    at place: Place, _ source: String, _ what: String, hint: String? = nil
  ) -> ThemeError.Problem {
    .init(source: source, line: place.line, column: place.column, what: what, hint: hint)
  }

  /// Whether a line just before a place has ` #` followed by six hexadecimal digits.
  private static func hasBareColour(_ text: String, near line: Int) -> Bool {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.prefix(line).suffix(3).contains { line in
      line.split(separator: " ").dropFirst().contains { word in
        word.first == "#" && word.dropFirst().prefix(6).filter(\.isHexDigit).count == 6
      }
    }
  }

  // Yams names the mapping; the reader of the error wants the second key.
  private static func secondPlace(of key: String, in text: String, from start: Place) -> Place? {
    var seen = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.drop { $0 == " " }
      guard index + 1 >= start.line, words.hasPrefix(key + ":") else { continue }
      seen += 1
      if seen == 2 { return Place(line: index + 1, column: line.count - words.count + 1) }
    }
    return nil
  }
}
