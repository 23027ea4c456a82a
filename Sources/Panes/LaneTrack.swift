import KernelRoutines
import MemoryModel
import Simulation

/// When each task held or wanted each lock, over the positions of a run: what the Lanes pane draws.
public struct LaneTrack: Sendable {
  public enum Hold: Int, Comparable, Sendable {
    case waits, read, write

    public static func < (left: Hold, right: Hold) -> Bool { left.rawValue < right.rawValue }
  }

  /// The locks with a lane of their own; all page-table locks share one.
  public enum Lock: Int, CaseIterable, Sendable {
    case mmap, vma, iMmap, pageTable

    /// The letter of the lane.
    public var letter: Character {
      switch self {
      case .mmap: "M"
      case .vma: "V"
      case .iMmap: "I"
      case .pageTable: "P"
      }
    }
  }

  /// One lane: a task, a lock, and its holds in order.
  public struct Lane: Sendable {
    public var task: TaskID
    public var lock: Lock
    public var holds: [(first: Int, last: Int, hold: Hold)]
  }

  public private(set) var lanes: [Lane] = []
  /// Which VMA was write-locked where, in order.
  public private(set) var stamps: [(vma: VMAID, position: Int)] = []
  /// The last position of the run.
  public let last: Int

  init(_ recording: Recording) {
    last = recording.last
    var open: [(place: Int, first: Int, hold: Hold)] = []
    for position in 1..<max(recording.last + 1, 1) {
      for change in recording.changes(at: position) { follow(change, at: position, recording, &open) }
    }
    for hold in open { lanes[hold.place].holds.append((hold.first, recording.last, hold.hold)) }
  }

  private mutating func follow(
    _ change: Change, at position: Int, _ recording: Recording,
    _ open: inout [(place: Int, first: Int, hold: Hold)]
  ) {
    switch change {
    case .lock(let lock, let event, let mode, let task):
      guard let name = Self.lane(of: lock), name != .vma || event == .waits else { return }
      let place = place(task, name)
      // Who waits for what it holds itself holds it on.
      let ends: [Hold] = event == .waits ? [] : event == .gaveUp ? [.waits] : [.waits, .read, .write]
      close(place, ends, at: position, &open)
      switch event {
      case .waits: open.append((place, position, .waits))
      case .acquired: open.append((place, position, mode == .write ? .write : .read))
      case .downgraded: open.append((place, position, .read))
      case .released, .gaveUp: break
      }
    case .vma(let id, .lockSeq):
      stamps.append((id, position))
      let task = recording.mark(position)?.task ?? TaskID(0)
      let place = place(task, .vma)
      close(place, [.waits, .write], at: position, &open)
      open.append((place, position, .write))
    case .vma(_, .reader(let task, let isIn)):
      let place = place(task, .vma)
      close(place, [.read], at: position, &open)
      if isIn { open.append((place, position, .read)) }
    case .mmSeq:
      // When the sequence moves on, every VMA lock of the space lapses.
      for place in lanes.indices where lanes[place].lock == .vma {
        close(place, [.write], at: position, &open)
      }
    default: break
    }
  }

  private mutating func close(
    _ place: Int, _ ends: [Hold], at position: Int, _ open: inout [(place: Int, first: Int, hold: Hold)]
  ) {
    for index in open.indices.reversed() where open[index].place == place && ends.contains(open[index].hold) {
      lanes[place].holds.append((open[index].first, position - 1, open[index].hold))
      open.remove(at: index)
    }
  }

  private mutating func place(_ task: TaskID, _ lock: Lock) -> Int {
    if let known = lanes.firstIndex(where: { $0.task == task && $0.lock == lock }) { return known }
    lanes.append(Lane(task: task, lock: lock, holds: []))
    return lanes.count - 1
  }

  /// The position from which on a task holds a lock, or waits for it, at a position.
  func since(_ lock: Lock, by task: TaskID, at position: Int, waiting: Bool = false) -> Int? {
    guard let lane = lanes.first(where: { $0.task == task && $0.lock == lock }) else { return nil }
    return lane.holds.last {
      $0.first <= position && position <= $0.last && ($0.hold == .waits) == waiting
    }?.first
  }

  static func lane(of lock: LockID) -> Lock? {
    switch lock {
    case .mmap: .mmap
    case .vma: .vma
    case .iMmap: .iMmap
    case .pageTable: .pageTable
    case .anonVMA: nil
    }
  }

  /// The lanes by task and lock; a task that ever waits comes first, and first in it what is waited for.
  public var ordered: [Lane] {
    let waited = lanes.filter { $0.holds.contains { $0.hold == .waits } }
    func rank(_ lane: Lane) -> (Int, UInt16, Int, Int) {
      let isWaiter = waited.contains { $0.task == lane.task }
      let isWaitedFor = waited.contains { $0.lock == lane.lock }
      return (isWaiter ? 0 : 1, UInt16(lane.task.index), isWaitedFor ? 0 : 1, lane.lock.rawValue)
    }
    return lanes.sorted { rank($0) < rank($1) }
  }
}
