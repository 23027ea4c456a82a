import KernelRoutines
import MemoryModel

/// A sentence of the seed's message, held against runs: where it holds and where a kernel breaks it.
public struct Claim: Sendable {
  /// The name in lists and on the screen; a-z and underscores.
  public let id: String
  /// The sentence in our words.
  public let sentence: String
  /// The fact that contradicts at a step; nil when none does.
  let test: @Sendable (Moment) -> String?
  /// Whether a step at which nothing contradicts shows that the claim holds.
  let isShown: @Sendable (Moment) -> Bool

  /// A step of a run, as a claim looks at it.
  struct Moment {
    let recording: Recording
    let position: Int
    let mark: Mark
    let state: MachineState
    let changes: ArraySlice<Change>
    let vma: VMArea?
    /// The VMA before the step.
    let oldVMA: VMArea?

    var observers: Observers { Observers(recording, at: position, state: state) }
    var isAction: Bool { mark.stage == .action && mark.task == TaskID(0) }
    var hook: String { recording.program.routine(at: mark.pc).name }
  }

  /// What a step says of a claim: the first that shows it, or the first that breaks it.
  public struct Verdict: Hashable, Sendable {
    public var claim: String
    public var position: Int
    /// The fact that contradicts; nil where the claim holds.
    public var facts: String?

    public var isBroken: Bool { facts != nil }

    /// The sentence, and what the step says of it.
    public var text: String {
      let sentence = Claim.all.first { $0.id == claim }?.sentence ?? claim
      return facts.map { "broken here: \(sentence) \($0)." } ?? "holds: \(sentence)"
    }
  }

  /// The claims in the order of the message.
  public static let all: [Claim] = [
    Claim(id: "flags_are_set_at_prepare", sentence: "Flags are set at prepare, before there is a VMA.") {
      $0.lateFlags
    } isShown: {
      $0.setsFlagsOfDescriptor
    },
    Claim(
      id: "entries_need_an_established_vma",
      sentence: "Entries are written only when the VMA is established: in the tree and in the rmap."
    ) {
      $0.earlyEntries
    } isShown: {
      $0.setsEntries
    },
    Claim(id: "hooks_run_after_establishment", sentence: "Hooks run once the VMA is established.") {
      $0.earlyHook
    } isShown: {
      $0.runsHookOfDriver
    },
    Claim(id: "any_error_unmaps", sentence: "Any error of action or hook unmaps the VMA altogether.") {
      $0.survivor
    } isShown: {
      $0.isEndOfFailure
    },
    Claim(id: "error_hook_only_filters", sentence: "The error hook may filter the error, not clear it.") {
      $0.clearedError
    } isShown: {
      $0.runsErrorHook
    },
    Claim(
      id: "visible_through_the_rmap",
      sentence: "The VMA is visible through the rmap during the action."
    ) {
      $0.hiddenAction
    } isShown: {
      $0.isAction
    },
    Claim(id: "only_two_locks", sentence: "Only the mmap and the VMA write lock are held in the action.") {
      $0.thirdLock
    } isShown: {
      $0.isAction
    },
    Claim(
      id: "atomic_for_lock_takers",
      sentence: "The action is atomic with VMA state: who takes a lock of the process waits."
    ) {
      $0.overtaker
    } isShown: {
      $0.isAction
    },
  ]
}

extension Recording {
  /// Where the run shows the claims of the seed's message, and where it breaks them, each at its first step,
  /// in the order of the run.
  ///
  /// The message speaks of drivers with `mmap_prepare`; a run of any other says nothing of them.
  public func verdicts() -> [Claim.Verdict] {
    guard let mappedFile, facts.files[Int(mappedFile.index)].driver?.legacy == nil else { return [] }
    var found: [Claim.Verdict] = []
    // The states are folded once, in order: a seek for each mark would cost as much as the run itself.
    var state = initial
    var oldVMA: VMArea?
    for position in 1..<max(last + 1, 1) {
      guard let mark = mark(position) else { continue }
      let changes = changes(at: position)
      for change in changes { state.apply(change) }
      let vma = subject(ofState: state)
      defer { oldVMA = vma }
      let moment = Claim.Moment(
        recording: self, position: position, mark: mark, state: state, changes: changes, vma: vma,
        oldVMA: oldVMA)
      for claim in Claim.all {
        let last = found.last { $0.claim == claim.id }
        guard last?.isBroken != true else { continue }
        let facts = claim.test(moment)
        guard facts != nil || (last == nil && claim.isShown(moment)) else { continue }
        found.append(Claim.Verdict(claim: claim.id, position: position, facts: facts))
      }
    }
    return found
  }
}

extension Claim.Moment {
  // The kernel itself adds VM_SOFTDIRTY late; a driver's flags come with the descriptor.
  fileprivate var lateFlags: String? {
    for change in changes {
      guard case .vma(let id, .flags(let flags)) = change, id == vma?.id else { continue }
      let old = oldVMA?.flags ?? flags
      let added = flags.subtracting(old).intersection(.remap.union(.mixedMap))
      if !old.isEmpty, !added.isEmpty { return "the VMA gets \(added.codes.joined(separator: " ")) late" }
    }
    return nil
  }

  private var isEstablished: Bool {
    guard let vma else { return false }
    return state.isInTree(vma.id) && (vma.file == nil || state.isInRmap(vma.id))
  }

  fileprivate var setsFlagsOfDescriptor: Bool {
    changes.contains {
      guard case .desc(_, .flags(let flags)) = $0 else { return false }
      return !flags.isDisjoint(with: [.pfnMap, .mixedMap])
    }
  }

  fileprivate var setsEntries: Bool { changes.contains { if case .ptesSet = $0 { true } else { false } } }

  fileprivate var earlyEntries: String? {
    setsEntries && !isEstablished ? "an entry is set for a VMA that nobody can find" : nil
  }

  fileprivate var runsHookOfDriver: Bool {
    mark.stage == .hooks && mark.task == TaskID(0) && vma != nil && !recording.hasUnwound(before: position)
      && recording.program.routine(at: mark.pc).file == "the driver"
  }

  fileprivate var earlyHook: String? {
    runsHookOfDriver && !isEstablished ? "\(hook) runs before that" : nil
  }

  fileprivate var isEndOfFailure: Bool { position == recording.last && recording.failedActionStep != nil }

  fileprivate var runsErrorHook: Bool {
    let program = recording.program
    return program.hook(.error, of: recording.mappedFile) == Int(program.code[Int(mark.pc)].routine)
  }

  // Judged at the end of the call: an error came up behind establishment, and something is still mapped.
  fileprivate var survivor: String? {
    guard position == recording.last, let failed = recording.failedActionStep, let vma else { return nil }
    let place = state.isInTree(vma.id) ? "mapped" : "in the rmap, and the task waits for ever"
    return state.isInTree(vma.id) || state.isInRmap(vma.id)
      ? "\(failed) failed, the VMA is still \(place)" : nil
  }

  fileprivate var clearedError: String? {
    let cleared = changes.contains { $0 == .error(mark.task, nil) }
    return mark.stage == .hooks && cleared ? "\(hook) returned 0 for a failed action" : unaskedFilter
  }

  // At the end: an error came up in action or hooks, and it is not the one that the filter gives.
  private var unaskedFilter: String? {
    guard position == recording.last, recording.failedActionStep != nil,
      case .filters(let wanted)? = recording.scenario.files.first?.driver.errorHook,
      let error = recording.returned?.error, error != wanted
    else { return nil }
    return "nobody asks the error hook: mmap() gives -\(error), not -\(wanted)"
  }

  fileprivate var hiddenAction: String? {
    guard isAction else { return nil }
    switch observers.rmap.sight {
    case .sees, .halfBuilt: return nil
    case .cannotSee: return "the VMA is not in i_mmap"
    case .waits: return "a walker sleeps on i_mmap"
    }
  }

  fileprivate var thirdLock: String? {
    guard isAction, let file = recording.mappedFile, state.file(file).lock.writer == mark.task else {
      return nil
    }
    return "i_mmap is held for writing too"
  }

  fileprivate var overtaker: String? {
    guard isAction, vma != nil else { return nil }
    let sights = [("a fault", observers.fault), ("a maps reader", observers.maps)]
    for (name, view) in sights {
      switch view.sight {
      case .sees, .halfBuilt: return "\(name) \(view.reason)"
      case .waits, .cannotSee: continue
      }
    }
    return nil
  }
}

extension Recording {
  /// The first step of action or hooks that failed; nil when none did.
  fileprivate var failedActionStep: String? {
    for (number, mark) in marks.enumerated() where mark.outcome == .failed {
      if mark.stage == .action || mark.stage == .hooks { return id(number + 1) }
    }
    return nil
  }

  fileprivate func hasUnwound(before position: Int) -> Bool {
    marks.prefix(position).contains { $0.stage == .unwind }
  }
}
