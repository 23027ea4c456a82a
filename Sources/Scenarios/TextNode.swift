/// A YAML value with its place, before anything is known about its meaning.
struct TextNode {
  var content: Content
  var position: SourcePosition

  enum Content {
    case scalar(Scalar)
    case sequence([TextNode])
    case mapping([Entry])
  }

  struct Scalar {
    var text: String
    var style: Style
    /// A comment begins right behind it on its line.
    var isCut: Bool

    enum Style { case plain, quoted, block }
  }

  struct Entry {
    var key: String
    var position: SourcePosition
    var value: TextNode
  }

  /// A list or a mapping without anything in it.
  var isEmpty: Bool {
    switch content {
    case .scalar: false
    case .sequence(let items): items.isEmpty
    case .mapping(let entries): entries.isEmpty
    }
  }

  /// What it is, for a message: `"small"`, `a list`, `keys`.
  var found: String {
    switch content {
    case .scalar(let scalar) where scalar.text.isEmpty: scalar.style == .plain ? "nothing" : "an empty text"
    case .scalar(let scalar): quoted(scalar.text)
    case .sequence: "a list"
    case .mapping: "keys with values"
    }
  }
}

/// A piece of the file in quotes, cut to a length that leaves the message readable.
func quoted(_ text: String) -> String {
  let shown = String(
    String.UnicodeScalarView(text.unicodeScalars.prefix(40).map { $0.isUnprintable ? "\u{fffd}" : $0 }))
  return text.unicodeScalars.count > 40 ? "\"\(shown)…\"" : "\"\(shown)\""
}

extension Unicode.Scalar {
  /// C0, DEL, C1, separators of lines, marks that turn the writing direction: a terminal would obey them.
  var isUnprintable: Bool {
    switch value {
    case 0..<0x20, 0x7f..<0xa0, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: true
    default: false
    }
  }
}

/// The problems of one file while it is read.
struct ProblemList {
  let source: String
  private(set) var problems: [ScenarioError.Problem] = []

  init(source: String) { self.source = source }

  var isEmpty: Bool { problems.isEmpty }

  mutating func add(
    at position: SourcePosition, _ found: String, expected: String, suggestion: String? = nil
  ) {
    problems.append(
      ScenarioError.Problem(
        source: source, line: position.line, column: position.column, found: found, expected: expected,
        suggestion: suggestion))
  }
}
