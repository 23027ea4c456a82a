import KernelRoutines
import MemoryModel

/// The facts that a scenario may claim about a step, in its words.
public struct SceneFacts {
  private let recording: Recording
  private let state: MachineState
  private let observers: Observers
  private let vma: VMArea?

  public init(_ recording: Recording, at position: Int, state: MachineState) {
    self.recording = recording
    self.state = state
    observers = Observers(recording, at: position, state: state)
    vma = recording.newVMA(in: state)
  }

  /// The word that holds for a subject; one of `Subject.words`.
  public func word(_ subject: Expectations.Fact.Subject) -> String {
    switch subject {
    case .mmapLock: Self.word(state.mm(MMID(0)).mmapLock.mode)
    case .iMmap: Self.word(recording.rmapFile(in: state).flatMap { state.file($0).lock.mode })
    case .pteLock: state.mm(MMID(0)).spins.contains { $0.isPTELock } ? "write" : "free"
    case .vmaLock: vmaWord
    case .tree: observers.tree.sight == .cannotSee ? "absent" : "present"
    case .rmap: Self.word(observers.rmap, none: "hidden", some: "visible")
    case .cpu: Self.word(observers.cpu, none: "nothing", some: "uses")
    case .fault: Self.word(observers.fault, none: "absent", some: "works")
    case .maps: Self.word(observers.maps, none: "absent", some: "prints")
    }
  }

  private var vmaWord: String {
    guard let vma else { return "none" }
    if state.isWriteLocked(vma) { return "write" }
    return vma.readers.isEmpty ? "free" : "read"
  }

  private static func word(_ mode: LockMode?) -> String {
    switch mode {
    case .read: "read"
    case .write: "write"
    case nil: "free"
    }
  }

  private static func word(_ view: Observers.View, none: String, some: String) -> String {
    switch view.sight {
    case .cannotSee: none
    case .sees, .halfBuilt: some
    case .waits: "waits"
    }
  }
}

extension HeldSpin {
  /// Whether it is the lock of a PTE table.
  public var isPTELock: Bool {
    if case .pageTable(_, .pte, _) = lock { return true }
    return false
  }
}
