import KernelRoutines
import Simulation

/// Reads a demo file, as strictly as a scenario: every problem with its line and column, none passed over.
public enum DemoReader {
  /// - Parameters:
  ///   - text: The file's content.
  ///   - source: The file as the user named it, for messages.
  ///   - name: The name a person types.
  /// - Throws: All problems of the file. Whether steps, panes and facts are there is known when it is played.
  public static func read(text: String, source: String, name: String) throws(ScenarioError) -> DemoSource {
    var reading = ScenarioReading(text: text, source: source)
    let demo = reading.demo(name: name)
    guard reading.problems.isEmpty, let demo else { throw ScenarioError(reading.problems.problems) }
    return DemoSource(demo: demo, source: source)
  }

  /// Whether a text is a demo and not a scenario: it has a script.
  public static func isDemo(_ text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("play:") }
  }
}

/// A demo read from text.
public struct DemoSource: Hashable, Sendable {
  public var demo: Demo
  /// The file as the user named it.
  public var source: String

  public init(demo: Demo, source: String) {
    self.demo = demo
    self.source = source
  }

  /// What a line's fault is in the words of every other mistake in a file.
  public func problem(_ fault: Demo.Fault) -> ScenarioError.Problem {
    ScenarioError.Problem(
      source: source, line: fault.place?.line ?? 1, column: fault.place?.column ?? 1, found: fault.found,
      expected: fault.expected, suggestion: NearestWord.to(fault.word, in: fault.known))
  }
}

extension ScenarioReading {
  /// The whole file; nil only after a problem was told.
  mutating func demo(name: String) -> Demo? {
    guard let root = TextComposer.compose(text, problems: &problems),
      let fields = fields(of: root, at: DemoKeys.root)
    else { return nil }
    let title = fields["title"].flatMap { self.text($0) }
    let scenario = fields["scenario"].flatMap { plain($0, expected: "a scenario's name or path") }
    guard let title, let scenario else { return nil }
    var demo = Demo(name: name, title: title, scenario: scenario)
    demo.revision = fields["revision"].flatMap { word($0, at: "demo.revision") }
      .flatMap { Revision(rawValue: $0) }
    demo.theme = fields["theme"].flatMap { plain($0, expected: "a theme's name") }
    if let size = fields["size"] { self.size(size, of: &demo) }
    if let pace = fields["pace"] { self.pace(pace, of: &demo.pace) }
    if let play = fields["play"] {
      if play.isEmpty {
        problems.add(at: play.position, "no line", expected: "a list of lines, such as - step")
      }
      demo.beats = items(of: play, expected: "a list of lines, such as - step").compactMap { beat($0) }
    }
    return demo
  }

  private mutating func size(_ node: TextNode, of demo: inout Demo) {
    let expected = "COLUMNSxROWS from 80x24 to 1000x500"
    guard let text = plain(node, expected: expected) else { return }
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard parts.count == 2, (80...1000).contains(parts[0]), (24...500).contains(parts[1]) else {
      return problems.add(at: node.position, quoted(text), expected: expected)
    }
    (demo.columns, demo.rows) = (parts[0], parts[1])
  }

  private mutating func pace(_ node: TextNode, of pace: inout Demo.Pace) {
    guard let fields = fields(of: node, at: "demo.pace") else { return }
    if let hold = fields["hold"].flatMap({ duration($0) }) { pace.hold = hold }
    if let pass = fields["pass"].flatMap({ duration($0) }) { pace.pass = pass }
    if let type = fields["type"].flatMap({ rate($0) }) { pace.type = type }
    if let read = fields["read"].flatMap({ rate($0) }) { pace.read = read }
  }

  /// Whole `ms` or `s`, at most ten minutes.
  mutating func duration(_ node: TextNode) -> Int? {
    unit(
      node, [("ms", 1), ("s", 1000)], 1...600_000, expected: "a duration such as 2500ms or 3s, at most 600s")
  }

  private mutating func rate(_ node: TextNode) -> Int? {
    unit(node, [("cps", 1)], 1...1000, expected: "characters a second such as 16cps, 1cps to 1000cps")
  }

  private mutating func unit(
    _ node: TextNode, _ units: [(ending: String, factor: Int)], _ bounds: ClosedRange<Int>, expected: String
  ) -> Int? {
    guard let text = plain(node, expected: expected) else { return nil }
    for (ending, factor) in units where text.hasSuffix(ending) {
      let digits = text.dropLast(ending.count)
      guard digits.utf8.allSatisfy(\.isDigit), digits.utf8.count < 7, let number = Int(digits) else {
        continue
      }
      if bounds.contains(number * factor) { return number * factor }
    }
    problems.add(
      at: node.position, quoted(text), expected: expected,
      suggestion: Int(text) == nil ? nil : text + units[0].ending)
    return nil
  }
}
