import ArgumentParser
import KernelRoutines
import Simulation

/// Every failure point, once, in one kernel or in all.
struct Sweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fail at every failure point once: what mmap() gives, what is left, which laws are broken.")

  @OptionGroup var runOptions: RunOptions

  @Option(help: "Kernels, with commas, or 'all'; else the scenario's own.")
  var revisions: String?

  func run() throws {
    let loaded = try LoadedRun(runOptions)
    let wanted = try kernels(loaded.scenario)
    var surprises = 0
    for revision in wanted {
      var scenario = loaded.scenario
      scenario.revision = revision
      let check = Check(scenario)
      Output.line("\(scenario.name) \(revision.rawValue)")
      for point in check.failures { Output.line("  " + CheckCommand.line(point)) }
      for complaint in check.complaints {
        Output.error("\(scenario.name) \(revision.rawValue): \(complaint)")
      }
      surprises += check.complaints.count
    }
    guard surprises == 0 else {
      throw CommandFault(text: "\(surprises) surprises", status: CommandFault.brokenStatus)
    }
  }

  private func kernels(_ scenario: Scenario) throws(CommandFault) -> [Revision] {
    guard let revisions else { return [scenario.revision] }
    if revisions == "all" { return Revision.allCases }
    var wanted: [Revision] = []
    for name in revisions.split(separator: ",") { wanted.append(try LoadedRun.revision(String(name))) }
    return wanted
  }
}
