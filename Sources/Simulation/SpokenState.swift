import KernelRoutines
import MemoryModel

/// Who holds what and who sees the mapping at a place of a run, in words that can be read aloud.
public struct SpokenState: Sendable {
  private let recording: Recording
  private let position: Int
  private let state: MachineState

  public init(_ recording: Recording, at position: Int) {
    self.recording = recording
    self.position = position
    state = recording.state(at: position)
  }

  /// The locks that are held, or `none`.
  public var locks: String {
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

  /// What each observer would find.
  public var sights: String {
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
}
