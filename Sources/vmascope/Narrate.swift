import ArgumentParser
import Simulation

/// The run as plain sentences.
struct Narrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print every step: its id, the kernel's function, the locks held, and who can see the mapping.")

  @OptionGroup var runOptions: RunOptions

  func run() throws {
    let loaded = try LoadedRun(runOptions)
    Output.lines(Narration(loaded.scenario.record(), origin: loaded.origin).all)
  }
}
