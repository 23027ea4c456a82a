import KernelRoutines
import MemoryModel

/// What everybody else would see or do right now, worked out from the machine alone: the tree, reference
/// count and sequence, rmap membership and its lock, and the page-table entries. Never from the stage of the
/// run.
///
/// Kernel: the visibility matrix of lock_vma_under_rcu, mm/mmap_lock.c, fs/proc/task_mmu.c and
/// unmap_mapping_range, mm/memory.c.
public struct Observers: Hashable, Sendable {
  public enum Sight: Hashable, Sendable {
    case cannotSee
    case sees
    /// It would sleep on a lock that a task holds.
    case waits(LockID, TaskID?)
    /// It meets a VMA whose operations are not written yet.
    case halfBuilt
  }

  /// One observer: what it does, and what makes it, in words.
  public struct View: Hashable, Sendable {
    public var sight: Sight
    public var reason: String
    /// Why, where the reason does not say it already.
    public var cause = ""
  }

  /// Another CPU of the process: the hardware walks page tables without any lock.
  public let cpu: View
  /// A lookup in the tree under RCU.
  public let tree: View
  /// A walker of the file's rmap: truncate or revoke.
  public let rmap: View
  /// A page fault of another thread, on a page of the range that has no entry.
  public let fault: View
  /// A reader of /proc/PID/maps.
  public let maps: View
  /// `get_user_pages_fast` of a page, as O_DIRECT does.
  public let gup: View
  /// A fork() of the process.
  public let fork: View
  /// Reclaim that is after a page of the range.
  public let reclaim: View
  /// What they find in the range is not the new VMA but one that it replaces.
  public let isOfOld: Bool

  /// - Parameters:
  ///   - range: the addresses looked at.
  ///   - file: the file whose rmap is walked.
  ///   - isOld: what lies in the range is not the new VMA but one that it replaces.
  public init(_ state: MachineState, mm: MMID, range: AddressRange, file: FileID?, isOld: Bool = false) {
    let eye = ObserverEye(state: state, mm: mm, range: range, file: file, isOld: isOld)
    cpu = eye.cpu
    tree = eye.tree
    rmap = eye.rmap
    fault = eye.fault
    maps = eye.maps
    gup = eye.gup
    fork = eye.fork
    reclaim = eye.reclaim
    isOfOld = isOld
  }
}

extension Observers {
  /// The observers of the range that a recording's mapper asks for, at a position.
  public init(_ recording: Recording, at position: Int, state: MachineState) {
    self.init(
      state, mm: MMID(0), range: recording.subjectRange, file: recording.rmapFile(in: state),
      isOld: recording.isOldInRange(state))
  }
}

extension Recording {
  /// Whether what lies in the range was there before the run and is not what the mapping became.
  fileprivate func isOldInRange(_ state: MachineState) -> Bool {
    guard subjectRange.bytes > 0, let found = state.mm(MMID(0)).tree.overlapping(subjectRange).first else {
      return false
    }
    return found.vma != resultVMA && initial.vma(found.vma) != nil
  }

  /// The file that the call names; nil for anonymous memory.
  public var mappedFile: FileID? { facts.mmapCall?.file.map { FileID($0) } }

  /// What the call maps: the path of its file, or that it has none.
  public var mappedName: String {
    mappedFile.map { facts.files[Int($0.index)].path } ?? "anonymous memory"
  }

  /// The file in whose rmap the new VMA is or will be: the one that is mapped, unless a stacked driver swaps
  /// in another. Nil for anonymous memory.
  public func rmapFile(in state: MachineState) -> FileID? { newVMA(in: state)?.file ?? mappedFile }

  /// The range and the VMA that the run is about.
  public struct Subject: Hashable, Sendable {
    /// Empty until an address is chosen, unless the call names one.
    public var range: AddressRange
    /// The new VMA as long as it exists.
    public var vma: VMArea?
    /// Whether the kernel has chosen the address at this position.
    public var isChosen: Bool
  }

  /// The range that the mapper chooses in the end, or asks for when it never comes to choose.
  public var subjectRange: AddressRange {
    for change in changes {
      if case .request(_, .range(let chosen)) = change { return chosen }
    }
    guard let call = facts.mmapCall, let address = call.address else {
      return AddressRange(VirtualAddress(0), VirtualAddress(0))
    }
    return AddressRange(address, pages: call.pages)
  }

  /// What the run is about at a position: the range is the one finally chosen, so that it can be shown from
  /// the start; `isChosen` says whether it is known yet.
  public func subject(at position: Int) -> Subject {
    subject(at: position, state: state(at: position))
  }

  /// The same, where the state at the position is at hand.
  public func subject(at position: Int, state: MachineState) -> Subject {
    let isChosen = changes.prefix(changesEnd(position)).contains {
      if case .request(_, .range) = $0 { return true }
      return false
    }
    return Subject(range: subjectRange, vma: newVMA(in: state), isChosen: isChosen)
  }

  /// The VMA this run made, while it exists; the neighbour that grew, once it has.
  func newVMA(in state: MachineState) -> VMArea? {
    guard let id = resultVMA, let area = state.vma(id) else { return nil }
    return initial.vma(id) == nil || area.range.overlaps(subjectRange) ? area : nil
  }
}

extension Recording {
  /// The VMA this run made as a state shows it.
  public func subject(ofState state: MachineState) -> VMArea? { newVMA(in: state) }
}
