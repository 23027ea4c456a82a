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
    let state = recording.state(at: position)
    Output.line("   locks: \(locks(state))")
    Output.line("   sees it: \(sights(position, state))")
  }

  private func locks(_ state: MachineState) -> String {
    var held: [String] = []
    let space = state.mm(MMID(0))
    if let mode = space.mmapLock.mode { held.append("mmap_lock \(word(mode))") }
    if let vma = recording.subject(ofState: state), state.isWriteLocked(vma) { held.append("VMA write") }
    if let mode = recording.rmapFile(in: state).flatMap({ state.file($0).lock.mode }) {
      held.append("i_mmap \(word(mode))")
    }
    held += space.spins.map { "\($0.lock.name) spin" }
    return held.isEmpty ? "none" : held.joined(separator: ", ")
  }

  private func word(_ mode: LockMode) -> String { mode == .write ? "write" : "read" }

  private func sights(_ position: Int, _ state: MachineState) -> String {
    let observers = Observers(recording, at: position, state: state)
    let all = [
      ("cpu", observers.cpu), ("rmap walker", observers.rmap), ("page fault", observers.fault),
      ("maps reader", observers.maps),
    ]
    return all.map { "\($0.0) \(word($0.1.sight))" }.joined(separator: ", ")
  }

  private func word(_ sight: Observers.Sight) -> String {
    switch sight {
    case .cannotSee: "no"
    case .sees: "yes"
    case .halfBuilt: "half-built"
    case .waits(let lock, let owner):
      "waits for \(lock.name)" + (owner.map { " of \(recording.facts.taskNames[Int($0.index)])" } ?? "")
    }
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
