import KernelRoutines
import MemoryModel
import Simulation

/// Reads a scenario file, strictly: every problem is told with its line and column, none is passed over.
public enum ScenarioReader {
  /// - Parameters:
  ///   - text: The file's content.
  ///   - source: The file as the user named it, for messages.
  ///   - name: The name a person types.
  /// - Throws: All problems of the file, in the order of the text. Whether a step or a law exists is not
  ///   judged here: see `ScenarioSource.marks`.
  public static func read(text: String, source: String, name: String) throws(ScenarioError) -> ScenarioSource
  {
    var reading = ScenarioReading(text: text, source: source)
    let scenario = reading.scenario(name: name)
    guard reading.problems.isEmpty, let scenario else { throw ScenarioError(reading.problems.problems) }
    let marks = reading.marks.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    return ScenarioSource(scenario: scenario, source: source, marks: marks)
  }
}

extension ScenarioReading {
  /// The whole file; nil only after a problem was told.
  mutating func scenario(name: String) -> Scenario? {
    guard let root = TextComposer.compose(text, problems: &problems),
      let fields = fields(of: root, at: "")
    else { return nil }
    let title = fields["title"].flatMap { self.text($0) }
    let teaches = fields["teaches"].flatMap { self.text($0) }
    let revision = fields["revision"].flatMap { self.revision($0) }
    var process = self.process(fields)
    if let untouched = fields["untouched"], var image = process {
      self.untouched(untouched, in: &image)
      process = image
    }
    let limits = fields["limits"].flatMap { self.limits($0) }
    let levels = fields["levels"].flatMap { word($0, at: "levels") }
    let files = fields["files"].map { self.files($0) } ?? []
    let tasks = fields["tasks"].map { self.tasks($0, files: files) } ?? []
    let before = fields["before"].map { self.earlierCalls($0, files: files) } ?? []
    let decisions =
      self.decisions(fields["fail"], use: .fail) + self.decisions(fields["choose"], use: .choose)
    let captions = fields["captions"].map { self.captions($0) } ?? []
    let expectations = fields["expect"].map { self.expectations($0) } ?? Expectations()
    guard let title, let teaches, let revision, let process else { return nil }
    var scenario = Scenario(
      name: name, title: title, teaches: teaches, revision: revision, process: process,
      files: files.compactMap(\.file), tasks: tasks, decisions: decisions, captions: captions,
      expectations: expectations)
    scenario.before = before
    scenario.limits = limits ?? ResourceLimits()
    scenario.levels = levels == "5" ? 5 : 4
    return scenario
  }

  private mutating func revision(_ node: TextNode) -> Revision? {
    guard let word = word(node, at: "revision") else { return nil }
    return Revision(rawValue: word)
  }

  private mutating func process(_ fields: Fields) -> ProcessImage? {
    guard let maps = fields["maps"] else {
      guard let process = fields["process"] else { return .small }
      return word(process, at: "process") == nil ? nil : .small
    }
    if fields["process"] != nil {
      let position = fields.position(of: "maps") ?? maps.position
      problems.add(at: position, "maps beside process", expected: "one of the two")
    }
    return MapsBlock.read(maps, source: sourceText, problems: &problems)
  }
}
