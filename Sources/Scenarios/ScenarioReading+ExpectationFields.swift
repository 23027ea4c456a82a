import KernelRoutines
import MemoryModel
import Simulation

extension ScenarioReading {
  /// What the scenario claims about its own run.
  mutating func expectations(_ node: TextNode) -> Expectations {
    var expectations = Expectations()
    guard let fields = fields(of: node, at: "expect") else { return expectations }
    if let returns = fields["returns"] {
      expectations.returns = perRevision(returns) { reading, node in reading.returned(node) }
    }
    if let leaves = fields["leaves"] {
      expectations.leaves = perRevision(leaves) { reading, node in reading.leaves(node) }
    }
    if let breaks = fields["breaks"] {
      expectations.breaks = perRevision(breaks) { reading, node in reading.laws(node) }
    }
    if let mayBreak = fields["may_break"] {
      expectations.mayBreak = perRevision(mayBreak) { reading, node in reading.laws(node) }
    }
    if let deadlock = fields["deadlock"] {
      expectations.deadlock = perRevision(deadlock) { reading, node in reading.ring(node) }
    }
    if let moments = fields["at"] { expectations.at = self.moments(moments) }
    return expectations
  }

  /// A value for every revision, or a mapping of values by revision with `all` for the others.
  mutating func perRevision<Value>(
    _ node: TextNode, _ read: (inout ScenarioReading, TextNode) -> Value?
  ) -> [Expectations.PerRevision<Value>] {
    guard case .mapping(let entries) = node.content else {
      return read(&self, node).map { [Expectations.PerRevision(value: $0)] } ?? []
    }
    if entries.isEmpty { problems.add(at: node.position, "no revision", expected: "all: or a revision") }
    let known = Revision.allCases.map(\.rawValue) + ["all"]
    return entries.compactMap { entry in
      let value = read(&self, entry.value)
      guard known.contains(entry.key) else {
        problems.add(
          at: entry.position, "unknown revision \(quoted(entry.key))",
          expected: "one of \(known.joined(separator: ", "))",
          suggestion: NearestWord.to(entry.key, in: known))
        return nil
      }
      return value.map { Expectations.PerRevision(revision: Revision(rawValue: entry.key), value: $0) }
    }
  }

  private mutating func returned(_ node: TextNode) -> Expectations.Returned? {
    let words = ["address", "never"] + Errno.allCases.map(\.name)
    guard let word = word(node, among: words, expected: "address, never or an errno such as EAGAIN") else {
      return nil
    }
    if word == "never" { return .never }
    return Errno(name: word).map { .error($0) } ?? .address
  }

  private mutating func leaves(_ node: TextNode) -> Expectations.Leaves? {
    let expected = "everything, nothing or the name of a law"
    guard let word = plain(node, expected: expected) else { return nil }
    switch word {
    case "everything": return .everything
    case "nothing": return .nothing
    default:
      // Whether a law of that name exists is judged later, but a slip in the two other words is told here.
      if let meant = NearestWord.to(word, in: ["everything", "nothing"]) {
        problems.add(at: node.position, quoted(word), expected: expected, suggestion: meant)
        return nil
      }
      return law(word, of: node).map { .fault($0) }
    }
  }

  private mutating func ring(_ node: TextNode) -> [String]? {
    items(of: node, expected: "a list of tasks such as [reader, unmapper]").compactMap {
      plain($0, expected: "the name of a task")
    }
  }

  private mutating func laws(_ node: TextNode) -> [String]? {
    var laws: [String] = []
    for item in items(of: node, expected: "a list of laws such as [charge_is_balanced]") {
      guard let word = plain(item, expected: "the name of a law"), let law = law(word, of: item) else {
        continue
      }
      if laws.contains(law) {
        problems.add(at: item.position, "\(quoted(law)) a second time", expected: "each law once")
      }
      laws.append(law)
    }
    return laws
  }

  private mutating func law(_ word: String, of node: TextNode) -> String? {
    let isWord = word.utf8.allSatisfy { $0.isLowerLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
    guard isWord, word.utf8.first?.isLowerLetter == true else {
      problems.add(at: node.position, quoted(word), expected: "the name of a law, of a-z, 0-9 and _")
      return nil
    }
    mark(word, answer: nil, at: node.position, use: .law)
    return word
  }

  private mutating func moments(_ node: TextNode) -> [Expectations.Moment] {
    let expected = "facts by step id, such as action.remap.pte.5: { rmap: visible }"
    return (entries(of: node, expected: expected) ?? []).compactMap { entry in
      let isStep = isStep(entry.key, at: entry.position)
      guard let fields = fields(of: entry.value, at: "expect.at.ID") else { return nil }
      if entry.value.isEmpty {
        problems.add(at: entry.value.position, "no fact", expected: "at least one, such as mmap_lock: write")
      }
      let facts: [Expectations.Fact] = fields.entries.compactMap { fact in
        guard let subject = Expectations.Fact.Subject(rawValue: fact.key) else { return nil }
        return word(fact.value, among: subject.words).map { Expectations.Fact(subject: subject, value: $0) }
      }
      guard isStep else { return nil }
      mark(entry.key, answer: nil, at: entry.position, use: .moment)
      return Expectations.Moment(step: entry.key, facts: facts)
    }
  }
}
