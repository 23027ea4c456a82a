import ArgumentParser
import MemoryModel
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
    for position in 0...recording.last { step(position) }
    Output.line("")
    Output.line(ending)
  }

  private func step(_ position: Int) {
    let (what, why) = Narrator(recording, at: position).sentences
    Output.line("")
    guard let mark = recording.mark(position) else {
      Output.line("0. start")
      return Output.line("   \(what)")
    }
    let routine = recording.program.routine(at: mark.pc)
    let source = mark.evidence == .inferred ? ", inferred from 6.19" : ""
    let fidelity = routine.fidelity == .duplicated ? "" : ", simplified"
    Output.line("\(position) of \(recording.last). \(recording.id(position))")
    Output.line("   \(what) \(why)")
    Output.line("   in \(routine.name), \(routine.file)\(source)\(fidelity)")
    let spoken = SpokenState(recording, at: position)
    Output.line("   locks: \(spoken.locks)")
    Output.line("   sees it: \(spoken.sights)")
  }

  private var ending: String {
    let result: String
    switch recording.returned {
    case .address(let address): result = "mmap() returned \(address)."
    case .error(let errno): result = "mmap() returned -\(errno)."
    case .done?, .signal?: result = ""
    case nil: result = "mmap() did not return."
    }
    let broken = recording.findings.map { " Broken: \($0.violation.law), \($0.violation.facts)." }
    return result + broken.joined()
  }
}
