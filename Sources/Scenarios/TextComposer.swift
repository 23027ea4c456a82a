import Yams

/// Turns YAML into nodes that know their place: with every repeated key, without guesses of types.
struct TextComposer {
  /// Limit: nodes of one file, those behind an alias counted each time.
  static let nodesMax = 20_000
  /// Limit: a scenario nests nine levels.
  static let depthMax = 64
  /// Limit: repeated keys found in one file; each costs reading it once more.
  static let repeatedKeysMax = TextGuard.keyMarks.count

  private let source: SourceText
  private var nodeCount = 0
  /// Keys that come again, in text order: the library refuses them and places only the first.
  private var renamed: [SourcePosition] = []
  private var isLimitTold = false

  /// The file's one document, or nil when it has none that can be read; the reasons are in `problems`.
  static func compose(_ text: String, problems: inout ProblemList) -> TextNode? {
    let source = SourceText(text)
    TextGuard.check(text, lines: source, problems: &problems)
    guard problems.isEmpty else { return nil }
    var composer = TextComposer(source: source)
    guard let root = composer.parse(&problems) else { return nil }
    return composer.node(root, depth: 0, &problems)
  }

  private init(source: SourceText) { self.source = source }

  /// The library's tree. A repeated key gets a mark in front and the text is read again.
  private mutating func parse(_ problems: inout ProblemList) -> Node? {
    for _ in 0...Self.repeatedKeysMax {
      let text = source.text(inserting: TextGuard.keyMarks, at: renamed)
      do {
        // No rule may turn a text into a number, a date or a truth value: all of that is parsed here.
        if let root = try Yams.compose(yaml: text, .basic) { return root }
        problems.add(
          at: SourcePosition(line: 1, column: 1), "an empty file", expected: "a scenario, such as title: …")
        return nil
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        let first = original(context.mark)
        guard !renamed.contains(first), renamed.count < Self.repeatedKeysMax else {
          problems.add(
            at: first,
            "more than \(Self.repeatedKeysMax) keys that come again (\(keys.joined(separator: ", ")))",
            expected: "each key once")
          return nil
        }
        renamed.append(first)
        renamed.sort()
      } catch {
        report(error, &problems)
        return nil
      }
    }
    return nil
  }

  /// The place in the file as the user has it, without the marks put in front of repeated keys.
  private func original(_ mark: Mark?) -> SourcePosition {
    guard let mark else { return SourcePosition(line: 1, column: 1) }
    // At its end the library stands in a line of its own, which a text without a last line end does not have.
    guard mark.line <= source.lines.count else { return source.end }
    var position = SourcePosition(line: mark.line, column: mark.column)
    for key in renamed where key.line == mark.line && key.column < position.column { position.column -= 1 }
    return position
  }

  private mutating func node(_ node: Node, depth: Int, _ problems: inout ProblemList) -> TextNode? {
    let position = original(node.mark)
    nodeCount += 1
    guard nodeCount <= Self.nodesMax, depth <= Self.depthMax else {
      guard !isLimitTold else { return nil }
      isLimitTold = true
      let isDeep = depth > Self.depthMax
      problems.add(
        at: position, isDeep ? "more than \(Self.depthMax) levels" : "more than \(Self.nodesMax) values",
        expected: isDeep
          ? "at most \(Self.depthMax) levels" : "at most \(Self.nodesMax), aliases counted each time")
      return nil
    }
    if let tag = explicitTag(of: node) {
      problems.add(at: position, "the tag \(quoted(tag))", expected: "a value without a tag")
    }
    switch node {
    case .scalar(let scalar):
      return TextNode(content: .scalar(self.scalar(scalar, at: position)), position: position)
    case .sequence(let items):
      var nodes: [TextNode] = []
      for item in items {
        guard let read = self.node(item, depth: depth + 1, &problems) else { return nil }
        nodes.append(read)
      }
      return TextNode(content: .sequence(nodes), position: position)
    case .mapping(let pairs):
      guard let entries = entries(pairs, depth: depth, &problems) else { return nil }
      return TextNode(content: .mapping(entries), position: position)
    case .alias(let alias):
      problems.add(at: original(alias.mark), "an alias that stands for nothing", expected: "a value")
      return nil
    }
  }

  /// A type the author claims with `!`; quotes alone make the library write one too.
  private func explicitTag(of node: Node) -> String? {
    let tag =
      switch node {
      case .scalar(let scalar): scalar.tag
      case .sequence(let items): items.tag
      case .mapping(let pairs): pairs.tag
      case .alias(let alias): alias.tag
      }
    let name = tag.description
    return name.isEmpty || name == Tag.Name.str.rawValue ? nil : name
  }

  private mutating func entries(_ pairs: Node.Mapping, depth: Int, _ problems: inout ProblemList) -> [TextNode
    .Entry]?
  {
    var entries: [TextNode.Entry] = []
    /// The line of a key's first use; only looked up.
    var firstLine: [String: Int] = [:]
    for (keyNode, valueNode) in pairs {
      let position = original(keyNode.mark)
      guard case .scalar(let scalar) = keyNode else {
        problems.add(at: position, "a key that is no word", expected: "a word before the colon")
        continue
      }
      let key = word(scalar.string)
      if let line = firstLine[key] {
        problems.add(
          at: position, "\(quoted(key)) a second time", expected: "each key once (first in line \(line))")
      } else {
        firstLine[key] = position.line
      }
      guard let value = node(valueNode, depth: depth + 1, &problems) else { return nil }
      entries.append(TextNode.Entry(key: key, position: position, value: value))
    }
    return entries
  }

  private func scalar(_ scalar: Node.Scalar, at position: SourcePosition) -> TextNode.Scalar {
    switch scalar.style {
    case .any, .plain:
      let isCut = source.isCut(plain: scalar.string, at: position)
      return TextNode.Scalar(text: scalar.string, style: .plain, isCut: isCut)
    case .singleQuoted, .doubleQuoted:
      return TextNode.Scalar(text: scalar.string, style: .quoted, isCut: false)
    case .literal, .folded: return TextNode.Scalar(text: scalar.string, style: .block, isCut: false)
    }
  }

  /// A key without the mark of a repeated one, behind which quotes have become letters.
  private func word(_ key: String) -> String {
    guard let mark = key.unicodeScalars.first, TextGuard.keyMarks.contains(mark) else { return key }
    let word = String(key.unicodeScalars.dropFirst())
    if let quote = word.first, quote == "\"" || quote == "'", word.last == quote, word.count > 1 {
      return String(word.dropFirst().dropLast())
    }
    return word
  }

  private func report(_ error: any Error, _ problems: inout ProblemList) {
    switch error {
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _),
      YamlError.composer(let context, let problem, let mark, _):
      let fault = SyntaxFault(
        problem: problem, context: context.map { ($0.text, original($0.mark)) },
        scalar: source.scalar(at: original(mark)))
      problems.add(at: original(mark), fault.found, expected: fault.expected)
    default:
      problems.add(
        at: SourcePosition(line: 1, column: 1), "unreadable YAML", expected: "a scenario file in UTF-8")
    }
  }
}
