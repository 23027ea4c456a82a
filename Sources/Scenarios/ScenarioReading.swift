import MemoryModel

/// One file while it is read: its text, what was found wrong with it, and the marks for later judges.
struct ScenarioReading {
  let text: String
  let sourceText: SourceText
  var problems: ProblemList
  var marks: [ScenarioSource.Mark] = []

  init(text: String, source: String) {
    self.text = text
    sourceText = text.utf8.count <= TextGuard.bytesMax ? SourceText(text) : SourceText("")
    problems = ProblemList(source: source)
  }

  /// The values of one mapping by key; only keys of the schema are in it, each once.
  struct Fields {
    var entries: [TextNode.Entry] = []

    subscript(key: String) -> TextNode? { entries.first { $0.key == key }?.value }
    func position(of key: String) -> SourcePosition? { entries.first { $0.key == key }?.position }
  }

  /// The entries of a mapping, checked against the keys of the schema that may stand at `path`.
  mutating func fields(of node: TextNode, at path: String) -> Fields? {
    let known = ScenarioKeys.children(of: path)
    let names = known.map(\.name)
    guard let entries = entries(of: node, expected: "keys such as \(names.prefix(3).joined(separator: ", "))")
    else {
      return nil
    }
    var fields = Fields()
    var meant: [String] = []
    for entry in entries {
      guard names.contains(entry.key) else {
        let suggestion = NearestWord.to(entry.key, in: names)
        meant += suggestion.map { [$0] } ?? []
        problems.add(
          at: entry.position, "unknown key \(quoted(entry.key))",
          expected: oneOf(names), suggestion: suggestion)
        continue
      }
      // The composer told of a second one already.
      if fields[entry.key] == nil { fields.entries.append(entry) }
    }
    // A key that is there under a wrong name is told once.
    let present = entries.map(\.key) + meant
    for key in known where key.isRequired && !present.contains(key.name) {
      problems.add(at: node.position, "no key \"\(key.name)\"", expected: "\(key.name): \(key.type)")
    }
    return fields
  }

  /// The entries of a mapping whose keys are the author's own.
  mutating func entries(of node: TextNode, expected: String) -> [TextNode.Entry]? {
    guard case .mapping(let entries) = node.content else {
      problems.add(at: node.position, node.found, expected: expected)
      return nil
    }
    return entries
  }

  mutating func items(of node: TextNode, expected: String) -> [TextNode] {
    guard case .sequence(let items) = node.content else {
      problems.add(at: node.position, node.found, expected: expected)
      return []
    }
    return items
  }

  /// One word or number as written.
  mutating func plain(_ node: TextNode, expected: String) -> String? {
    guard case .scalar(let scalar) = node.content, !scalar.text.isEmpty else {
      problems.add(at: node.position, node.found, expected: expected)
      return nil
    }
    return scalar.text
  }

  /// A word of the closed list that the schema has for the key.
  mutating func word(_ node: TextNode, at path: String) -> String? {
    word(node, among: ScenarioKeys.words(of: path))
  }

  mutating func word(_ node: TextNode, among words: [String], expected: String? = nil) -> String? {
    let expected = expected ?? oneOf(words)
    guard let word = plain(node, expected: expected) else { return nil }
    guard words.contains(word) else {
      problems.add(
        at: node.position, quoted(word), expected: expected, suggestion: NearestWord.to(word, in: words))
      return nil
    }
    return word
  }

  mutating func errno(_ node: TextNode) -> Errno? {
    word(node, among: Errno.allCases.map(\.name), expected: "an errno such as ENOMEM").flatMap(
      Errno.init(name:))
  }

  /// `yes`, `no`, `true` or `false`.
  mutating func flag(_ node: TextNode) -> Bool? {
    word(node, among: ["yes", "no", "true", "false"]).map { $0 == "yes" || $0 == "true" }
  }

  /// A text for people: one line, nothing a terminal would obey, not cut by a comment.
  mutating func text(_ node: TextNode) -> String? {
    guard case .scalar(let scalar) = node.content else {
      problems.add(at: node.position, node.found, expected: "a text")
      return nil
    }
    if scalar.isCut {
      problems.add(
        at: node.position, "a text that # cuts short after \(quoted(String(scalar.text.suffix(24))))",
        expected: "quotes around a text with \" #\", or the comment on its own line")
      return nil
    }
    let words = scalar.text.split { $0 == "\n" || $0 == "\r\n" }.joined(separator: " ")
    let line = words.trimmingSpaces
    guard !line.isEmpty else {
      problems.add(at: node.position, scalar.text.isEmpty ? node.found : "an empty text", expected: "a text")
      return nil
    }
    guard !line.unicodeScalars.contains(where: \.isUnprintable) else {
      problems.add(at: node.position, "a control character in a text", expected: "printable text")
      return nil
    }
    return line
  }

  /// A number with its bounds; `unit` names what is counted, for the message.
  mutating func number(_ node: TextNode, _ bounds: ClosedRange<UInt64>, expected: String) -> UInt64? {
    guard let word = plain(node, expected: expected) else { return nil }
    do throws(NumberText.Fault) {
      let value = try NumberText.value(of: word)
      if bounds.contains(value) { return value }
      problems.add(at: node.position, word, expected: expected)
    } catch {
      switch error {
      case .notANumber:
        problems.add(
          at: node.position, quoted(word), expected: expected, suggestion: NumberText.correction(of: word))
      case .tooLarge: problems.add(at: node.position, "\(word), more than 64 bits", expected: expected)
      }
    }
    return nil
  }

  /// A name that becomes part of step ids and function names.
  mutating func isName(
    _ name: String, at position: SourcePosition, of what: String, longest: Int = Limits.nameLengthMax
  ) -> Bool {
    let isWord = name.utf8.allSatisfy { $0.isLowerLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
    let isNamed = isWord && name.utf8.first?.isDigit == false && name.utf8.count <= longest
    if !isNamed {
      problems.add(
        at: position, quoted(name),
        expected: "\(what) of a-z, 0-9 and _, a letter first, at most \(longest) long")
    }
    return isNamed
  }

  private func oneOf(_ words: [String]) -> String {
    words.count == 1 ? words[0] : "one of \(words.joined(separator: ", "))"
  }
}

extension UInt8 {
  var isLowerLetter: Bool { self >= 0x61 && self <= 0x7a }
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
}

extension String {
  fileprivate var trimmingSpaces: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !SourceText.isBlank($0) }),
      let last = scalars.lastIndex(where: { !SourceText.isBlank($0) })
    else { return "" }
    return String(scalars[first...last])
  }
}
