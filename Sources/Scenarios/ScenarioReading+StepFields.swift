import MemoryModel
import Simulation

extension ScenarioReading {
  /// A list of failures (`ID` or `ID=ERRNO`) or of choices (`ID=ANSWER` or `ID@TASK`), as decision strings.
  mutating func decisions(_ node: TextNode?, use: ScenarioSource.Mark.Use) -> [String] {
    guard let node else { return [] }
    let expected = use == .fail ? "a list of step ids such as []" : "a list of decisions such as []"
    var decisions: [String] = []
    for item in items(of: node, expected: expected) {
      guard let text = plain(item, expected: use == .fail ? "a step id" : "a decision") else { continue }
      guard let decision = decision(text, of: item, use: use) else { continue }
      if decisions.contains(decision) {
        problems.add(at: item.position, "\(quoted(decision)) a second time", expected: "each decision once")
      }
      decisions.append(decision)
    }
    return decisions
  }

  private mutating func decision(
    _ text: String, of node: TextNode, use: ScenarioSource.Mark.Use
  ) -> String? {
    let signs: [Character] = use == .fail ? ["="] : ["=", "@"]
    let end = text.firstIndex { signs.contains($0) } ?? text.endIndex
    let id = String(text[..<end])
    guard isStep(id, of: node) else { return nil }
    var answer: String?
    if end < text.endIndex {
      let word = String(text[text.index(after: end)...])
      guard isAnswer(word, behind: text[end], of: node, use: use) else { return nil }
      answer = word
    } else if use == .choose {
      problems.add(at: node.position, quoted(text), expected: "a decision, ID=ANSWER or ID@TASK")
      return nil
    }
    mark(id, answer: answer, at: node.position, use: use)
    return text
  }

  private mutating func isAnswer(
    _ word: String, behind sign: Character, of node: TextNode, use: ScenarioSource.Mark.Use
  ) -> Bool {
    let errnos = Errno.allCases.map(\.name)
    if sign == "=", errnos.contains(word) { return true }
    // What else a step can be answered is known only to its routine; the form is checked here.
    let isWord =
      !word.isEmpty && word.utf8.allSatisfy { $0.isLowerLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
    if use == .choose, isWord { return true }
    let expected =
      sign == "@"
      ? "a task behind @" : use == .fail ? "an errno behind =, such as ENOMEM" : "an answer behind ="
    problems.add(
      at: node.position, quoted(word), expected: expected,
      suggestion: sign == "=" ? NearestWord.to(word, in: errnos) : nil)
    return false
  }

  /// Captions by step id, each for every revision or by revision.
  mutating func captions(_ node: TextNode) -> [Scenario.Caption] {
    let entries = entries(of: node, expected: "texts by step id, such as establish.vma_link_file: …") ?? []
    return entries.flatMap { entry -> [Scenario.Caption] in
      let isStep = isStep(entry.key, at: entry.position)
      let texts = perRevision(entry.value) { reading, node in reading.captionText(node) }
      guard isStep, !texts.isEmpty else { return [] }
      mark(entry.key, answer: nil, at: entry.position, use: .caption)
      return texts.map { Scenario.Caption(step: entry.key, text: $0.value, revision: $0.revision) }
    }
  }

  /// A text whose placeholders are known.
  mutating func captionText(_ node: TextNode) -> String? {
    guard let text = text(node) else { return nil }
    checkPlaceholders(text, at: node.position)
    return text
  }

  mutating func checkPlaceholders(_ text: String, at position: SourcePosition) {
    guard let fault = Placeholders.fault(in: text) else { return }
    let words = Placeholders.all.map { "{\($0)}" }.joined(separator: " ")
    problems.add(at: position, fault.found, expected: "one of \(words)", suggestion: fault.suggestion)
  }

  /// Whether a word has the form of a step id: `[task/]part.part…` of a-z 0-9 and _.
  mutating func isStep(_ id: String, at position: SourcePosition) -> Bool {
    let parts = id.split(separator: ".", omittingEmptySubsequences: false)
    let isWhole = parts.allSatisfy { part in
      !part.isEmpty && !part.hasPrefix("/") && !part.hasSuffix("/")
        && part.utf8.allSatisfy {
          $0.isLowerLetter || $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "/")
        }
    }
    let slashes = id.utf8.count { $0 == UInt8(ascii: "/") }
    let isFirst = slashes == 0 || parts.first?.contains("/") == true
    guard isWhole, slashes <= 1, isFirst else {
      problems.add(
        at: position, "\(quoted(id)) as step id", expected: "[task/]stage.function.label of a-z 0-9 and _")
      return false
    }
    return true
  }

  private mutating func isStep(_ id: String, of node: TextNode) -> Bool { isStep(id, at: node.position) }

  mutating func mark(
    _ word: String, answer: String?, at position: SourcePosition, use: ScenarioSource.Mark.Use
  ) {
    marks.append(
      ScenarioSource.Mark(
        use: use, word: word, answer: answer, line: position.line, column: position.column))
  }
}
