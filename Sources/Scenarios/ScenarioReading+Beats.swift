import KernelRoutines
import Simulation

extension ScenarioReading {
  /// One line of a demo's script: a word, or a word with its value.
  mutating func beat(_ node: TextNode) -> Demo.Beat? {
    let place = Demo.Place(line: node.position.line, column: node.position.column)
    if case .scalar = node.content {
      let names = ScenarioKeys.children(of: "demo.play").map(\.name)
      guard let verb = word(node, among: names, expected: "a line such as - step or - caption: TEXT") else {
        return nil
      }
      guard let event = bare(verb) else {
        problems.add(at: node.position, "\(verb) without a value", expected: "\(verb): \(type(of: verb))")
        return nil
      }
      return Demo.Beat(event, at: place)
    }
    guard let fields = fields(of: node, at: "demo.play") else { return nil }
    guard let entry = fields.entries.first, fields.entries.count == 1 else {
      // An unknown word was told of already.
      if fields.entries.count > 1 {
        problems.add(at: node.position, "\(fields.entries.count) events in one line", expected: "one a line")
      }
      return nil
    }
    return event(entry.key, entry.value).map { Demo.Beat($0, at: place) }
  }

  private func type(of verb: String) -> String {
    ScenarioKeys.children(of: "demo.play").first { $0.name == verb }?.type ?? "a value"
  }

  private func bare(_ verb: String) -> Demo.Event? {
    switch verb {
    case "step": .step(1)
    case "stage": .stage(nil)
    case "back": .back(1)
    case "pause": .pause
    case "end": .end
    default: nil
    }
  }

  private mutating func event(_ verb: String, _ node: TextNode) -> Demo.Event? {
    switch verb {
    case "step": return step(node)
    case "stage": return word(node, at: "demo.play.stage").map { .stage($0) }
    case "back": return number(node, 1...1_000_000, expected: "a number of steps").map { .back(Int($0)) }
    case "fail": return off(node, "a step id, or off") { .fail($0) }
    case "choose": return plain(node, expected: "ID@TASK or ID=ANSWER").flatMap { choice($0, node) }
    case "chapter": return text(node).map { .chapter($0) }
    case "caption": return captionText(node).map { .caption($0) }
    case "note": return text(node).map { .note($0) }
    case "focus": return off(node, "a pane, or off") { .focus($0) }
    case "spotlight": return off(node, "a pane or a thing, or off") { .spotlight($0) }
    case "zoom": return off(node, "a pane, or off") { .zoom($0) }
    case "callout": return callout(node)
    case "compare": return compared(node)
    case "type": return text(node).map { .type($0) }
    case "hold": return duration(node).map { .hold($0) }
    case "expect": return facts(node)
    case "shot": return shot(node)
    default:
      problems.add(at: node.position, "\(verb) with a value", expected: "\(verb) alone")
      return nil
    }
  }

  private mutating func step(_ node: TextNode) -> Demo.Event? {
    guard let text = plain(node, expected: "a number of steps, or until ID") else { return nil }
    guard text.hasPrefix("until ") else {
      return number(node, 1...1_000_000, expected: "a number of steps, or until ID").map { .step(Int($0)) }
    }
    let id = String(text.dropFirst("until ".count))
    return isStep(id, at: node.position) ? .stepUntil(id) : nil
  }

  // `off` is what YAML itself would take for false; here it is a word as written.
  private mutating func off(_ node: TextNode, _ expected: String, _ event: (String?) -> Demo.Event) -> Demo
    .Event?
  {
    plain(node, expected: expected).map { event($0 == "off" ? nil : $0) }
  }

  private mutating func choice(_ text: String, _ node: TextNode) -> Demo.Event? {
    guard text.contains("@") || text.contains("=") else {
      problems.add(at: node.position, quoted(text), expected: "ID@TASK or ID=ANSWER")
      return nil
    }
    return .choose(text)
  }

  private mutating func callout(_ node: TextNode) -> Demo.Event? {
    if case .scalar(let scalar) = node.content, scalar.text == "off" { return .noCallout }
    guard let fields = fields(of: node, at: "demo.play.callout") else { return nil }
    let target = fields["at"].flatMap { plain($0, expected: "a pane or a thing") }
    let words = fields["text"].flatMap { captionText($0) }
    guard let target, let words else { return nil }
    return .callout(at: target, text: words)
  }

  private mutating func compared(_ node: TextNode) -> Demo.Event? {
    if case .scalar(let scalar) = node.content, scalar.text == "off" { return .compare([]) }
    let names = Revision.allCases.map(\.rawValue)
    let words = items(of: node, expected: "a list of revisions such as [\"6.19\", \"7.0\"], or off")
      .compactMap { word($0, among: names) }
    return .compare(words.compactMap { Revision(rawValue: $0) })
  }

  private mutating func facts(_ node: TextNode) -> Demo.Event? {
    let path = "demo.play.expect"
    guard let fields = fields(of: node, at: path) else { return nil }
    if node.isEmpty { problems.add(at: node.position, "no fact", expected: "such as { mmap_lock: write }") }
    let facts = fields.entries.compactMap { entry -> Expectations.Fact? in
      guard let subject = Expectations.Fact.Subject(rawValue: entry.key),
        let value = word(entry.value, at: "\(path).\(entry.key)")
      else { return nil }
      return Expectations.Fact(subject: subject, value: value)
    }
    return .expect(facts)
  }

  private mutating func shot(_ node: TextNode) -> Demo.Event? {
    guard let name = plain(node, expected: "a name") else { return nil }
    let isName = name.utf8.allSatisfy { $0.isLowerLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
    guard isName, name.utf8.count <= 40, name.utf8.first != UInt8(ascii: "-") else {
      problems.add(at: node.position, quoted(name), expected: "a name of a-z, 0-9 and -, at most 40 long")
      return nil
    }
    return .shot(name)
  }
}
