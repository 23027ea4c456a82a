import KernelRoutines
import MemoryModel
import Simulation

/// Finds a text in the steps of a run: in ids, functions, listing lines, the two sentences and what changed,
/// with its addresses, flags and locks.
struct Finder {
  private let recording: Recording
  private let query: String
  // Limit: longer runs are searched without their sentences, which have to be worked out step by step.
  private static let toldSteps = 4000

  init(_ recording: Recording, _ query: String) {
    self.recording = recording
    self.query = query.lowercased()
  }

  /// The nearest step behind or before a position that has the text, going round at the end.
  func next(from position: Int, forward: Bool) -> Int? {
    let count = recording.last + 1
    guard !query.isEmpty else { return nil }
    for distance in 1...count {
      let place = (position + (forward ? distance : count - distance % count)) % count
      if matches(place) { return place }
    }
    return nil
  }

  func matches(_ position: Int) -> Bool {
    if recording.id(position).lowercased().contains(query) { return true }
    if let mark = recording.mark(position) {
      let routine = recording.program.routine(at: mark.pc)
      if routine.name.lowercased().contains(query) || routine.file.contains(query) { return true }
    }
    for change in recording.changes(at: position) where !change.isControl {
      if EventText.of(change, recording.facts).lowercased().contains(query) { return true }
    }
    guard recording.last <= Self.toldSteps else { return false }
    let narrator = Narrator(recording, at: position)
    let (what, why) = narrator.sentences
    if what.lowercased().contains(query) || why.lowercased().contains(query) { return true }
    return recording.line(position).map { narrator.fill($0.text).lowercased().contains(query) } ?? false
  }

  // MARK: Characters

  /// A text as it is compared with cells.
  static func fold(_ text: String) -> [UInt32] { text.lowercased().unicodeScalars.map(\.value) }

  static func lower(_ scalar: UInt32) -> UInt32 { (0x41...0x5a).contains(scalar) ? scalar + 0x20 : scalar }
}
