import ArgumentParser
import KernelRoutines
import Scenarios
import Simulation

/// The same scenario under two or three kernels.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a scenario's runs under several kernels side by side, the first difference marked.")

  @OptionGroup var runOptions: RunOptions

  @Option(help: "Kernels to compare, two or more, with commas; 'vmascope list revisions' names them.")
  var revisions: String = Revision.allCases.map(\.rawValue).joined(separator: ",")

  @Flag(help: "Print every step, also those in which the kernels agree.")
  var all = false

  @Flag(help: "Print JSON: every step with its cells, the ends, and the changed lines of the routines.")
  var json = false

  func run() throws {
    let loaded = try LoadedRun(runOptions)
    let wanted = try LoadedRun.revisions(revisions)
    guard wanted.count > 1 else { throw CommandFault.usage("--revisions takes two kernels or more") }
    let comparison = Comparison(loaded.scenario, revisions: wanted)
    if json { return try JSONText.print(ComparisonReport(comparison, loaded.scenario.name)) }
    Output.line(loaded.scenario.title)
    print(comparison, wanted)
    Output.line("")
    let first = comparison.firstDifference.map { comparison.rows[$0].id }
    Output.line(first.map { "first difference: \($0)" } ?? "the runs do not differ")
    for (number, run) in comparison.runs.enumerated() {
      let broken = run.brokenLaws
      let laws = broken.isEmpty ? "" : "  broken: " + broken.joined(separator: ", ")
      Output.line(
        pad(wanted[number].rawValue, 9) + "told " + pad(Comparison.told(run), 24) + "left "
          + Comparison.left(run) + laws)
    }
    printLines(comparison)
  }

  // What the routines of one kernel say differently from the one before it.
  private func printLines(_ comparison: Comparison) {
    for (first, second) in zip(comparison.runs, comparison.runs.dropFirst()) {
      let pair = "\(first.program.revision.rawValue) to \(second.program.revision.rawValue)"
      let changed = ListingDifference.between(first, second)
      Output.line("")
      Output.line("changed lines, \(pair):" + (changed.isEmpty ? " none" : ""))
      for routine in changed {
        Output.line("  \(routine.routine), \(routine.file)")
        for line in routine.lines { Output.line("    " + line) }
      }
    }
  }

  private func print(_ comparison: Comparison, _ revisions: [Revision]) {
    let width = 20
    Output.line(pad("", 50) + revisions.map { pad($0.rawValue, width) }.joined())
    for (number, row) in comparison.rows.enumerated() where all || row.differs {
      let mark = number == comparison.firstDifference ? "> " : row.differs ? "~ " : "  "
      let cells = row.cells.map { pad($0.isEmpty ? "-" : String($0.prefix(width - 2)), width) }.joined()
      Output.line(trimmed(mark + pad(row.id, 48) + cells))
    }
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }
}

/// A comparison as `--json` prints it.
struct ComparisonReport: Encodable {
  struct Step: Encodable {
    var id: String
    /// What each run says of the step, in the order of `runs`; empty where it has none.
    var cells: [String]
    var differs: Bool
  }

  struct Run: Encodable {
    var revision: String
    var told: String
    var left: String
    var broken: [String]
  }

  struct Change: Encodable {
    var from: String
    var to: String
    var routine: String
    var file: String
    var lines: [String]
  }

  var scenario: String
  /// The id of the first step in which the runs differ.
  var firstDifference: String?
  var steps: [Step]
  var runs: [Run]
  var changedLines: [Change]

  enum CodingKeys: String, CodingKey {
    case scenario, steps, runs
    case firstDifference = "first_difference"
    case changedLines = "changed_lines"
  }

  init(_ comparison: Comparison, _ scenario: String) {
    self.scenario = scenario
    firstDifference = comparison.firstDifference.map { comparison.rows[$0].id }
    steps = comparison.rows.map { Step(id: $0.id, cells: $0.cells, differs: $0.differs) }
    runs = comparison.runs.map { run in
      Run(
        revision: run.program.revision.rawValue, told: Comparison.told(run), left: Comparison.left(run),
        broken: run.brokenLaws)
    }
    changedLines = zip(comparison.runs, comparison.runs.dropFirst()).flatMap { first, second in
      ListingDifference.between(first, second).map { routine in
        Change(
          from: first.program.revision.rawValue, to: second.program.revision.rawValue,
          routine: routine.routine, file: routine.file, lines: routine.lines)
      }
    }
  }
}
