import ArgumentParser
import KernelRoutines
import Scenarios
import Simulation

/// Every failure point, once and from there on, in one kernel or in all.
struct Sweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fail at every failure point, once and from there on: what mmap() gives, what it leaves.",
    discussion: """
      ID=ERRNO is a step that fails once; ID=ERRNO+ fails, and with it every later step that can fail like \
      that. Exit status 1 when a law is broken that the scenario does not expect.
      """)

  @OptionGroup var runOptions: RunOptions

  @Option(help: "Kernels, with commas, or 'all'; else the scenario's own.")
  var revisions: String?

  @Flag(help: "Print JSON: per kernel its points with told, left and broken, and what was not expected.")
  var json = false

  @Flag(help: "Every bundled scenario: one line each, with the number of its points.")
  var all = false

  func validate() throws {
    if all, json { throw ValidationError("--all prints one line a scenario, not JSON") }
    if all, runOptions.scenario != ScenarioCatalogue.defaultName {
      throw ValidationError("--all takes no scenario: it sweeps all")
    }
  }

  func run() throws {
    let count = try all ? sweepAll() : sweep(try LoadedRun(runOptions).scenario)
    guard count == 0 else {
      throw CommandFault(
        text: "\(count) surprise\(count == 1 ? "" : "s")", status: CommandFault.brokenStatus)
    }
  }

  // How much was not expected.
  private func sweep(_ scenario: Scenario) throws -> Int {
    let report = SweepReport(
      scenario: scenario.name,
      kernels: try wanted(scenario).map { SweepReport.Kernel(scenario.under($0)) })
    if json {
      try JSONText.print(report)
    } else if all {
      let points = report.kernels.map {
        $0.revision + " " + ($0.missing == nil ? String($0.points.count) : "-")
      }
      Output.line("\(report.scenario)  \(points.joined(separator: ", "))")
    } else {
      print(report)
    }
    for kernel in report.kernels {
      for surprise in kernel.surprises { Output.error("\(report.scenario) \(kernel.revision): \(surprise)") }
    }
    return report.kernels.reduce(0) { $0 + $1.surprises.count }
  }

  private func sweepAll() throws -> Int {
    var count = 0
    for name in ScenarioCatalogue.names {
      guard let source = try ScenarioCatalogue.scenario(named: name) else { continue }
      count += try sweep(source.scenario)
    }
    return count
  }

  private func print(_ report: SweepReport) {
    for kernel in report.kernels {
      Output.line("\(report.scenario) \(kernel.revision)")
      if let missing = kernel.missing { Output.line("  does not apply: \(missing)") }
      for point in kernel.points {
        let laws = point.broken.isEmpty ? "" : "; broken " + point.broken.joined(separator: ", ")
        Output.line("  \(point.point)  told \(point.told), left \(point.left)\(laws)")
      }
    }
  }

  private func wanted(_ scenario: Scenario) throws(CommandFault) -> [Revision] {
    guard let revisions else { return [scenario.revision] }
    if revisions == "all" { return Revision.allCases }
    return try LoadedRun.revisions(revisions)
  }
}

/// What a sweep found, as `--json` prints it.
struct SweepReport: Encodable {
  struct Kernel: Encodable {
    var revision: String
    /// What the kernel lacks for the scenario.
    var missing: String?
    var points: [Point]
    var surprises: [String]

    init(_ scenario: Scenario) {
      let check = Check(scenario)
      revision = scenario.revision.rawValue
      missing = scenario.missing
      points = check.failures.map(Point.init)
      surprises = check.complaints
    }
  }

  struct Point: Encodable {
    /// The decision that fails the step: `ID=ERRNO`, with a plus where it lasts.
    var point: String
    var lasts: Bool
    var told: String
    var left: String
    var broken: [String]

    init(_ point: Check.FailurePoint) {
      self.point = point.decision
      (lasts, told, left, broken) = (point.lasts, point.told, point.left, point.laws)
    }
  }

  var scenario: String
  var kernels: [Kernel]
}
