import Yams

/// Tables, words and numbers out of nodes, with a complaint where something else stands.
extension ThemeReader {
  mutating func report(_ node: Node?, _ what: String, hint: String? = nil) {
    let mark = node?.mark
    problems.append(
      .init(source: source, line: mark?.line ?? 1, column: mark?.column ?? 1, what: what, hint: hint))
  }

  /// A table by key: unknown and missing keys are reported, in the order of the text.
  mutating func table(
    _ node: Node, _ what: String, item: String = "key", known: [String], needed: [String] = []
  ) -> [String: Node]? {
    guard node.mapping != nil else {
      report(node, "\(what) is a table of keys and values")
      return nil
    }
    var table: [String: Node] = [:]
    for (key, value) in entries(node, what) {
      table[key.text] = value
      guard !known.contains(key.text) else { continue }
      let nearest = NearestWord.to(key.text, among: known)
      let article = item == "key" ? "a key of \(what)" : "a \(item)"
      report(
        key.node, "\"\(key.text)\" is not \(article)", hint: nearest.map { "did you mean \"\($0)\"?" })
    }
    for key in needed where table[key] == nil { report(node, "\(item) \"\(key)\" is missing") }
    return table
  }

  mutating func entries(
    _ node: Node, _ what: String
  ) -> [(key: (text: String, node: Node), value: Node)] {
    guard let mapping = node.mapping else {
      report(node, "\(what) is a table of keys and values")
      return []
    }
    return mapping.map { ((text: $0.key.scalar?.string ?? "?", node: $0.key), $0.value) }
  }

  mutating func word(_ node: Node, _ expected: String) -> String? {
    if let text = node.scalar?.string, !text.isEmpty { return text }
    report(node, "expected \(expected)")
    return nil
  }

  mutating func number(_ node: Node, _ range: ClosedRange<Int>) -> Int? {
    if let value = node.scalar.flatMap({ Int($0.string) }), range.contains(value) { return value }
    report(node, "expected a number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  mutating func decimal(_ node: Node, _ range: ClosedRange<Double>) -> Double? {
    if let value = node.scalar.flatMap({ Double($0.string) }), range.contains(value) { return value }
    report(node, "expected a number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }
}
