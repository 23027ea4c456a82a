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
  /// A walker of the file's rmap: truncate, reclaim, revoke.
  public let rmap: View
  /// A page fault of another thread, on a page of the range that has no entry.
  public let fault: View
  /// A reader of /proc/PID/maps.
  public let maps: View
  /// What they find in the range is not the new VMA but one that it replaces.
  public let isOfOld: Bool

  /// - Parameters:
  ///   - range: the addresses looked at.
  ///   - file: the file whose rmap is walked.
  ///   - isOld: what lies in the range is not the new VMA but one that it replaces.
  public init(_ state: MachineState, mm: MMID, range: AddressRange, file: FileID?, isOld: Bool = false) {
    let eye = Eye(state: state, mm: mm, range: range, file: file, isOld: isOld)
    cpu = eye.cpu
    tree = eye.tree
    rmap = eye.rmap
    fault = eye.fault
    maps = eye.maps
    isOfOld = isOld
  }
}

private struct Eye {
  let state: MachineState
  let space: MMStruct
  let range: AddressRange
  let file: FileID?
  let found: VMArea?
  let isOld: Bool

  init(state: MachineState, mm: MMID, range: AddressRange, file: FileID?, isOld: Bool) {
    self.isOld = isOld
    self.state = state
    space = state.mm(mm)
    self.range = range
    self.file = file
    found =
      range.bytes > 0 ? space.tree.overlapping(range).first.flatMap { state.vma($0.vma) } : nil
  }

  private typealias View = Observers.View

  var cpu: Observers.View {
    guard range.bytes > 0 else { return View(sight: .cannotSee, reason: "no address yet") }
    let set = space.pageTable.count(in: range.start.page..<range.end.page)
    if set == 0 { return View(sight: .cannotSee, reason: "no entry is set") }
    return View(
      sight: .sees, reason: "uses \(set) of \(range.pages)\(isOld ? " old" : "") pages",
      cause: "the hardware takes no lock")
  }

  var tree: Observers.View {
    guard let found else { return View(sight: .cannotSee, reason: "not in the tree") }
    let it = isOld ? "the old VMA" : "it"
    if !found.attached {
      return View(sight: .sees, reason: isOld ? "finds the old, detached" : "finds it detached")
    }
    return View(
      sight: .sees, reason: state.isWriteLocked(found) ? "finds \(it), may not lock it" : "finds \(it)")
  }

  var rmap: Observers.View {
    guard let file else { return View(sight: .cannotSee, reason: "no file") }
    let mapping = state.file(file)
    if let writer = mapping.lock.writer {
      return View(sight: .waits(.iMmap(file), writer), reason: "sleeps on i_mmap", cause: "held for writing")
    }
    let linked = mapping.iMmap.lazy.compactMap { state.vma($0) }
      .first { $0.mm == space.id && range.bytes > 0 && $0.range.overlaps(range) }
    guard let linked else { return View(sight: .cannotSee, reason: "not in i_mmap") }
    if linked.ops == .dummy {
      return View(sight: .halfBuilt, reason: "meets dummy vm_ops", cause: "they are written later")
    }
    return View(sight: .sees, reason: isOld ? "finds the old VMA" : "finds it, may zap it")
  }

  // Nobody can lock the VMA, or there is none: the fault asks for mmap_lock.
  var fault: Observers.View {
    if let found, isReadable(found) {
      return View(sight: .sees, reason: isOld ? "locks the old VMA" : "locks the VMA")
    }
    guard let writer = space.mmapLock.writer else {
      guard let found else { return View(sight: .cannotSee, reason: "no VMA, SIGSEGV") }
      return View(sight: .sees, reason: "served under mmap_lock", cause: why(found))
    }
    return View(
      sight: .waits(.mmap(space.id), writer), reason: "sleeps on mmap_lock",
      cause: found.map { why($0) } ?? "no VMA found")
  }

  // Maps are read VMA by VMA: an empty range is skipped, a locked VMA is waited for.
  var maps: Observers.View {
    guard let found else { return View(sight: .cannotSee, reason: "skips the range") }
    if isReadable(found) {
      return View(sight: .sees, reason: isOld ? "prints the old line" : "prints the line")
    }
    guard let writer = space.mmapLock.writer else {
      return View(sight: .sees, reason: "prints it under mmap_lock", cause: why(found))
    }
    return View(sight: .waits(.mmap(space.id), writer), reason: "sleeps on mmap_lock", cause: why(found))
  }

  private func isReadable(_ area: VMArea) -> Bool {
    area.attached && !area.excluded && !state.isWriteLocked(area)
  }

  private func why(_ area: VMArea) -> String {
    let name = isOld ? "the old VMA" : "the VMA"
    return area.attached ? "\(name) is write-locked" : "\(name) is detached"
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
