import ArgumentParser
import Simulation

/// Runs a scenario without a screen and holds it against its own expectations.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Run without a screen, fail at every failure point once, and exit 1 on a surprise.")

  @OptionGroup var runOptions: RunOptions

  func run() throws {
    let loaded = try LoadedRun(runOptions)
    if let missing = loaded.scenario.missing {
      let name = "\(loaded.scenario.name) \(loaded.scenario.revision.rawValue)"
      return Output.line("\(name): does not apply: \(missing)")
    }
    let check = Check(loaded.scenario)
    // Those that last are judged too; 'sweep' lists them.
    let points = check.failures.filter { !$0.lasts }
    for point in points { Output.line(Self.line(point)) }
    let result = check.recording.returned.map { returned in
      returned.error.map { "-\($0)" } ?? "an address"
    }
    Output.line(
      "\(loaded.scenario.name) \(loaded.scenario.revision.rawValue): \(check.recording.last) steps, "
        + "mmap() gives \(result ?? "nothing"), \(points.count) failure points")
    for complaint in check.complaints { Output.error("\(loaded.scenario.name): \(complaint)") }
    guard check.complaints.isEmpty else {
      let count = check.complaints.count
      throw CommandFault(
        text: "\(count) expectation\(count == 1 ? "" : "s") not met", status: CommandFault.brokenStatus)
    }
  }

  static func line(_ point: Check.FailurePoint) -> String {
    let laws = point.laws.isEmpty ? "" : "; known fault " + point.laws.joined(separator: ", ")
    return "\(point.decision)  gives \(point.told), leaves \(point.left)\(laws)"
  }
}
