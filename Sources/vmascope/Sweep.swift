import ArgumentParser
import KernelRoutines
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

  func run() throws {
    let loaded = try LoadedRun(runOptions)
    var kernels: [SweepReport.Kernel] = []
    for revision in try wanted(loaded.scenario) {
      kernels.append(SweepReport.Kernel(loaded.scenario.under(revision)))
    }
    let report = SweepReport(scenario: loaded.scenario.name, kernels: kernels)
    if json { try JSONText.print(report) } else { print(report) }
    for kernel in kernels {
      for surprise in kernel.surprises { Output.error("\(report.scenario) \(kernel.revision): \(surprise)") }
    }
    let count = kernels.reduce(0) { $0 + $1.surprises.count }
    guard count == 0 else {
      throw CommandFault(
        text: "\(count) surprise\(count == 1 ? "" : "s")", status: CommandFault.brokenStatus)
    }
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
