/// How a lock is held or wanted.
public enum LockMode: UInt8, Hashable, Sendable {
  case read, write
}

/// A reader-writer semaphore with its queue in arrival order.
///
/// Kernel: `struct rw_semaphore`. A request is granted when it is compatible with the holders and nobody
/// who conflicts waits in front of it, so a waiting writer stops new readers.
/// Fidelity: customised; lock stealing by spinning is left out.
public struct RWLock: Hashable, Sendable {
  public struct Waiter: Hashable, Sendable {
    public var task: TaskID
    public var mode: LockMode
  }

  public private(set) var writer: TaskID?
  public private(set) var readers = TaskSet()
  /// The reader that held it for writing just before: until it lets go nobody has written.
  public private(set) var downgrader: TaskID?
  public private(set) var queue: [Waiter] = []

  public init() {}

  public var isFree: Bool { writer == nil && readers.isEmpty }
  /// The strongest mode in which anybody holds it.
  public var mode: LockMode? { writer != nil ? .write : readers.isEmpty ? nil : .read }
  public var holders: [TaskID] { writer.map { [$0] } ?? readers.members }

  public func isHeld(by task: TaskID, for mode: LockMode) -> Bool {
    writer == task || (mode == .read && readers.contains(task))
  }

  /// Whether a task that asks now, or that waits already, would get it.
  public func grants(_ mode: LockMode, to task: TaskID) -> Bool {
    guard writer == nil, mode == .read || readers.isEmpty else { return false }
    for waiter in queue {
      if waiter.task == task { return true }
      if mode == .write || waiter.mode == .write { return false }
    }
    return true
  }

  mutating func enqueue(_ task: TaskID, _ mode: LockMode) {
    queue.append(Waiter(task: task, mode: mode))
  }

  mutating func leaveQueue(_ task: TaskID) {
    queue.removeAll { $0.task == task }
  }

  mutating func acquire(_ task: TaskID, _ mode: LockMode) {
    leaveQueue(task)
    switch mode {
    case .write: writer = task
    case .read: readers.insert(task)
    }
  }

  mutating func downgrade(_ task: TaskID) {
    guard writer == task else { return }
    writer = nil
    readers.insert(task)
    downgrader = task
  }

  mutating func release(_ task: TaskID) {
    if downgrader == task { downgrader = nil }
    if writer == task { writer = nil } else { readers.remove(task) }
  }
}
