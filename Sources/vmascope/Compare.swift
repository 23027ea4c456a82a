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

  func run() throws {
    let loaded = try LoadedRun(runOptions)
    let wanted = try revisions.split(separator: ",").map { try LoadedRun.revision(String($0)) }
    guard wanted.count > 1 else { throw CommandFault.usage("--revisions takes two kernels or more") }
    let comparison = Comparison(loaded.scenario, revisions: wanted)
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
