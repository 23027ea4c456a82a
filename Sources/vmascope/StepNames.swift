import KernelRoutines
import MemoryModel
import Panes
import Scenarios
import Simulation

/// Whether the step ids and law names of a scenario exist.
enum StepNames {
  /// Every id that a run of the scenario can come to: the plain run, and the way back from each failure.
  static func all(_ scenario: Scenario) -> [String] {
    let plain = scenario.plain.record()
    var names = ids(plain)
    for position in 1..<max(plain.last + 1, 1) {
      for way in plain.ways(at: position) {
        guard let run = plain.failing(at: position, way: way) else { continue }
        for name in ids(run) where !names.contains(name) { names.append(name) }
      }
    }
    return names
  }

  private static func ids(_ recording: Recording) -> [String] {
    (0...recording.last).map { recording.id($0) }
  }

  /// Reports every unknown name at its place in the text.
  static func check(_ source: ScenarioSource, _ scenario: Scenario) throws(CommandFault) {
    let program = scenario.program
    let laws = Law.all.map(\.id)
    var problems: [ScenarioError.Problem] = []
    for mark in source.marks {
      switch mark.use {
      case .law where !laws.contains(mark.word): problems.append(source.unknown(mark, among: laws))
      case .law: break
      case .caption where mark.word == "start": break
      case .fail, .choose, .caption, .moment:
        guard let pattern = program.pattern(for: mark.word) else {
          if isOfAnotherRevision(mark.word, scenario) { continue }
          problems.append(source.unknown(mark, among: all(scenario)))
          continue
        }
        guard mark.use == .fail || mark.use == .choose else { continue }
        let tasks = scenario.tasks.map(\.name)
        if mark.use == .choose, let name = mark.answer, tasks.contains(name) { continue }
        if let problem = wrongWay(mark, pattern, program, source) { problems.append(problem) }
      }
    }
    guard problems.isEmpty else { throw CommandFault.input(ScenarioError(problems).description) }
  }

  // A step that another revision has is no mistake: the scenario is for all of them.
  private static func isOfAnotherRevision(_ step: String, _ scenario: Scenario) -> Bool {
    Revision.allCases.contains { scenario.under($0).program.pattern(for: step) != nil }
  }

  // A step that cannot fail, or not like that.
  private static func wrongWay(
    _ mark: ScenarioSource.Mark, _ pattern: StepPattern, _ program: Program, _ source: ScenarioSource
  ) -> ScenarioError.Problem? {
    let ways = ways(pattern, program)
    guard !ways.isEmpty else {
      return source.problem(mark, found: "step '\(mark.word)' cannot fail", expected: "a step that can")
    }
    guard let answer = mark.answer, !ways.contains(answer) else { return nil }
    return source.problem(
      mark, found: "'\(mark.word)' cannot give \(answer)", expected: ways.joined(separator: " or "),
      suggestion: NearestWord.to(answer, in: ways))
  }

  private static func ways(_ pattern: StepPattern, _ program: Program) -> [String] {
    pattern.pcs.flatMap { program.code[Int($0)].ways.map(\.name) }
  }

  /// The decisions of `--fail` and `--decisions`.
  static func decisions(_ texts: [String], _ scenario: Scenario) throws(CommandFault) -> [String] {
    guard !texts.isEmpty else { return texts }
    let program = scenario.program
    for text in texts {
      let decision = Decision(text)
      guard let pattern = program.pattern(for: decision.step) else {
        let hint = NearestWord.to(decision.step, in: all(scenario)).map { "; did you mean '\($0)'?" } ?? ""
        throw CommandFault.usage("no step is called '\(decision.step)'\(hint)")
      }
      if let task = decision.task {
        try checkTask(task, scenario)
        continue
      }
      let ways = ways(pattern, program)
      guard !ways.isEmpty else { throw CommandFault.usage("step '\(decision.step)' cannot fail") }
      guard decision.way.isEmpty || ways.contains(decision.way) else {
        let allowed = ways.joined(separator: " or ")
        throw CommandFault.usage("'\(decision.step)' cannot give \(decision.way): it gives \(allowed)")
      }
    }
    return texts
  }

  private static func checkTask(_ name: String, _ scenario: Scenario) throws(CommandFault) {
    let tasks = scenario.tasks.map(\.name)
    guard !tasks.contains(name) else { return }
    let hint = NearestWord.to(name, in: tasks).map { "did you mean '\($0)'?" }
    throw CommandFault.usage(
      "no task is called '\(name)'; \(hint ?? "there is \(tasks.joined(separator: ", "))")")
  }

  /// The position of a step: its number, its id, or the first step whose id begins like that.
  static func position(_ word: String, in recording: Recording) throws(CommandFault) -> Int {
    if let position = recording.position(named: word) { return position }
    if let number = Int(word) {
      throw CommandFault.usage("there is no step \(number): the run has \(recording.last)")
    }
    let names = (0...recording.last).map { recording.id($0) }
    let hint = NearestWord.to(word, in: names).map { "did you mean '\($0)'?" }
    throw CommandFault.usage(
      "the run has no step '\(word)'; \(hint ?? "'vmascope list steps' names them all")")
  }
}
