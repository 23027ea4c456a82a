import ArgumentParser
import MemoryModel
import Panes
import Simulation

/// The run as plain sentences.
struct Narrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print every step: its id, the kernel's function, the locks held, and who can see the mapping.")

  @OptionGroup var runOptions: RunOptions

  func run() throws {
    let loaded = try LoadedRun(runOptions)
    Narration(loaded.scenario.record(), origin: loaded.origin).print()
  }
}

/// The lines that `narrate` prints: no drawing characters, so that a screen reader can read them.
struct Narration {
  let recording: Recording
  let origin: String

  init(_ recording: Recording, origin: String) {
    self.recording = recording
    self.origin = origin
  }

  func print() {
    let scenario = recording.scenario
    Output.line(scenario.title)
    Output.line(scenario.teaches)
    let place = origin.isEmpty ? "\(scenario.process.name) \(scenario.process.pid)" : origin
    Output.line(
      "Kernel \(scenario.revision.rawValue): \(scenario.revision.summary). Address space: \(place), "
        + "\(scenario.process.mappings.count) VMAs.")
    for file in scenario.files where file.isInvented {
      Output.line("\(file.path) is an invented driver: no driver in the kernel tree does exactly this.")
    }
    for position in 0...recording.last {
      Output.line("")
      for line in SpokenStep(recording, at: position).lines { Output.line(line) }
    }
    Output.line("")
    Output.line(recording.endingSentence)
  }
}
