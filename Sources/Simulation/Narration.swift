import KernelRoutines
import MemoryModel

/// A run as sentences a line each, without drawing characters: what a screen reader, a mail or a pipe gets.
public struct Narration: Sendable {
  public let recording: Recording
  private let origin: String
  private let verdicts: [Claim.Verdict]

  /// - Parameter origin: where the address space came from; empty for the scenario's own.
  public init(_ recording: Recording, origin: String = "") {
    self.recording = recording
    self.origin = origin
    verdicts = recording.verdicts()
  }

  /// The heading, every step and the ending, with empty lines between.
  public var all: [String] {
    heading + (0...recording.last).flatMap { [""] + step($0) } + ["", ending]
  }

  /// What the run is about.
  public var heading: [String] {
    let scenario = recording.scenario
    let place = origin.isEmpty ? "\(scenario.process.name) \(scenario.process.pid)" : origin
    let kernel = scenario.revision
    return [
      scenario.title, scenario.teaches,
      "Kernel \(kernel.rawValue): \(kernel.summary). Address space: \(place), "
        + "\(scenario.process.mappings.count) VMAs.",
    ]
      + scenario.files.filter(\.isInvented).map {
        "\($0.path) is an invented driver: no driver in the kernel tree does exactly this."
      }
  }

  /// A step: its number and id, what and why, the kernel's function, the locks held, and who sees it.
  ///
  /// - Parameter changed: what the step changed, where that is told too.
  public func step(_ position: Int, changed: String? = nil) -> [String] {
    let (what, why) = Narrator(recording, at: position).sentences
    guard let mark = recording.mark(position) else { return ["0. start", "   \(what)"] }
    let routine = recording.program.routine(at: mark.pc)
    let source = mark.evidence == .inferred ? ", inferred from 6.19" : ""
    let fidelity = routine.fidelity == .duplicated ? "" : ", simplified"
    let spoken = SpokenState(recording, at: position)
    let lines =
      [
        "\(what) \(why)", "in \(routine.name), \(routine.file)\(source)\(fidelity)",
      ] + (changed.map { ["changed: \($0)"] } ?? [])
      + ["locks: \(spoken.locks)", "sees it: \(spoken.sights)"]
      + verdicts.filter { $0.position == position }.map(\.text)
    return ["\(position) of \(recording.last). \(recording.id(position))"] + lines.map { "   " + $0 }
  }

  /// What the call came to, and what it broke.
  public var ending: String {
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
