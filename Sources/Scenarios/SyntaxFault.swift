/// A syntax error of the YAML library in words that say what to do.
struct SyntaxFault {
  let found: String
  let expected: String

  /// - Parameters:
  ///   - problem: The library's own words.
  ///   - context: What it was reading, and from where.
  ///   - scalar: What stands at the place of the error.
  init(problem: String, context: (text: String, position: SourcePosition)?, scalar: Unicode.Scalar?) {
    switch (problem, scalar) {
    case (_, "\t"): (found, expected) = ("a tab", "spaces, YAML is indented with nothing else")
    case ("mapping values are not allowed in this context", _):
      (found, expected) = ("a second \": \" in one value", "quotes around a text with \": \"")
    case ("found character that cannot start any token", let scalar?):
      (found, expected) = ("an unquoted text that begins with \(quoted(String(scalar)))", "quotes around it")
    default:
      let place = context.map { ", \($0.text) from \($0.position.line):\($0.position.column)" } ?? ""
      found = "unreadable YAML (\(problem)\(place))"
      expected = Self.hints.first { problem.contains($0.words) }?.hint ?? "YAML"
    }
  }

  private static let hints: [(words: String, hint: String)] = [
    ("did not find expected key", "a key at the indentation of its block"),
    ("did not find expected '-' indicator", "- at the indentation of the list"),
    ("did not find expected ',' or '}'", "a comma or }"),
    ("did not find expected ',' or ']'", "a comma or ]"),
    ("could not find expected ':'", "a colon behind the key"),
    ("did not find expected node content", "a value; quote a text that begins with # or another sign"),
    ("unexpected end of stream", "the closing quote"),
    ("Maximum nesting level", "at most \(TextComposer.depthMax) levels"),
    ("found another document", "one scenario a file"),
    ("undefined alias", "an alias of an anchor above it; quote a text that begins with *"),
  ]
}
