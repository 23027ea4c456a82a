import ArgumentParser
import Importers
import KernelRoutines
import MemoryModel
import Replay

/// The model against recordings of real kernels.
struct ConformanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conformance",
    abstract: "Compare the model with recordings of real kernels: RELEASE/CASE.json and its traces.")

  @Argument(help: "A folder of releases, the folder of one, or a case in it.") var folder: String

  func run() throws {
    let releases = try RecordedFolder.releases(in: folder)
    guard !releases.isEmpty else { throw CommandFault.input("\(folder): no recorded case") }
    var tally = Tally()
    for release in releases {
      let shown = try release.shown()
      for name in release.cases {
        let verdict = try release.verdict(name, shown: shown)
        tally.add(verdict, "\(release.name)/\(name)")
        for line in Self.report(release.name, name, verdict) { Output.line(line) }
      }
    }
    if let missing = tally.missingText { Output.line(missing) }
    Output.line(tally.text)
    guard tally.unexplained == 0 else {
      throw CommandFault(text: "\(tally.unexplained) unexplained", status: CommandFault.brokenStatus)
    }
  }

  private static func report(_ release: String, _ name: String, _ verdict: CaseVerdict) -> [String] {
    let head = "\(release) \(name): \(verdict.kind.word)"
    let percent = verdict.lines > 0 ? verdict.knownLines * 100 / verdict.lines : 0
    let share = ", \(verdict.knownLines) of \(verdict.lines) lines known, \(percent) %"
    switch verdict.kind {
    case .agreed: return [head + share]
    case .explained(let explanations): return [head + share] + explanations.map { "  " + $0.text }
    case .notCovered(let reason): return [head + ", " + reason]
    case .missing: return [head + ", it is one that the model should cover"]
    case .unexplained(let found): return [head + share] + found.map { "  " + $0 }
    }
  }

  private struct Tally {
    var agreed = 0
    var explained = 0
    var notCovered = 0
    var unexplained = 0
    var known = 0
    var lines = 0
    var missing: [String] = []

    mutating func add(_ verdict: CaseVerdict, _ name: String) {
      switch verdict.kind {
      case .agreed: agreed += 1
      case .explained: explained += 1
      case .notCovered: notCovered += 1
      case .missing: missing.append(name)
      case .unexplained: unexplained += 1
      }
      known += verdict.knownLines
      lines += verdict.lines
    }

    var missingText: String? {
      missing.isEmpty ? nil : "not modelled yet \(missing.count): " + missing.joined(separator: ", ")
    }

    var text: String {
      // What has no model yet has a line of its own.
      "agreed \(agreed), explained \(explained), not covered \(notCovered + missing.count), "
        + "unexplained \(unexplained), known lines \(lines > 0 ? known * 100 / lines : 0) %"
    }
  }
}
