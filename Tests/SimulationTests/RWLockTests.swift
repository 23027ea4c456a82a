import Testing

@testable import MemoryModel

@Suite("A reader-writer semaphore") struct RWLockTests {
  private static let tasks = [TaskID(0), TaskID(1), TaskID(2)]

  /// A task asks: it gets the lock or queues.
  private static func ask(_ lock: inout RWLock, _ task: TaskID, _ mode: LockMode) {
    if lock.grants(mode, to: task) { lock.acquire(task, mode) } else { lock.enqueue(task, mode) }
  }

  @Test("Readers share, a writer is alone")
  func modes() {
    var lock = RWLock()
    #expect(lock.isFree && lock.mode == nil)
    lock.acquire(TaskID(0), .read)
    #expect(lock.grants(.read, to: TaskID(1)))
    #expect(!lock.grants(.write, to: TaskID(1)))
    #expect(lock.isHeld(by: TaskID(0), for: .read) && !lock.isHeld(by: TaskID(0), for: .write))
    lock.release(TaskID(0))
    lock.acquire(TaskID(1), .write)
    #expect(!lock.grants(.read, to: TaskID(2)) && !lock.grants(.write, to: TaskID(2)))
    #expect(lock.isHeld(by: TaskID(1), for: .read) && lock.isHeld(by: TaskID(1), for: .write))
    #expect(lock.holders == [TaskID(1)])
  }

  @Test("A waiting writer stops new readers")
  func writerFirst() {
    var lock = RWLock()
    Self.ask(&lock, TaskID(0), .read)
    Self.ask(&lock, TaskID(1), .write)
    Self.ask(&lock, TaskID(2), .read)
    #expect(lock.readers.members == [TaskID(0)])
    #expect(lock.queue.map(\.task) == [TaskID(1), TaskID(2)])
    lock.release(TaskID(0))
    #expect(lock.grants(.write, to: TaskID(1)))
    #expect(!lock.grants(.read, to: TaskID(2)))
    lock.acquire(TaskID(1), .write)
    lock.release(TaskID(1))
    #expect(lock.grants(.read, to: TaskID(2)))
  }

  @Test("Readers that wait side by side are let in together, the writer behind them is not")
  func queue() {
    var lock = RWLock()
    lock.acquire(TaskID(9), .write)
    for (task, mode) in [(0, LockMode.read), (1, .read), (2, .write), (3, .read)] {
      Self.ask(&lock, TaskID(task), mode)
    }
    lock.release(TaskID(9))
    let granted = lock.queue.map { lock.grants($0.mode, to: $0.task) }
    #expect(granted == [true, true, false, false])
  }

  @Test("A writer that gives up lets the readers behind it in")
  func givesUp() {
    var lock = RWLock()
    lock.acquire(TaskID(0), .read)
    Self.ask(&lock, TaskID(1), .write)
    Self.ask(&lock, TaskID(2), .read)
    lock.leaveQueue(TaskID(1))
    #expect(lock.grants(.read, to: TaskID(2)))
  }

  @Test("A holder that asks for writing waits for itself")
  func upgrade() {
    var lock = RWLock()
    lock.acquire(TaskID(0), .read)
    #expect(!lock.grants(.write, to: TaskID(0)))
    lock.release(TaskID(0))
    lock.acquire(TaskID(0), .write)
    #expect(!lock.grants(.write, to: TaskID(0)))
  }

  @Test("A downgrade lets readers in and keeps writers out")
  func downgrade() {
    var lock = RWLock()
    lock.acquire(TaskID(0), .write)
    lock.downgrade(TaskID(0))
    #expect(lock.mode == .read)
    #expect(lock.grants(.read, to: TaskID(1)))
    #expect(!lock.grants(.write, to: TaskID(1)))
  }

  @Test("In every state that three tasks can reach nobody shares with a writer and somebody can go on")
  func everyState() {
    var seen: Set<RWLock> = [RWLock()]
    var open = [RWLock()]
    while let lock = open.popLast() {
      if lock.writer != nil { #expect(lock.readers.isEmpty, "\(lock)") }
      if lock.isFree, let first = lock.queue.first {
        #expect(lock.grants(first.mode, to: first.task), "the first of a free lock waits: \(lock)")
      }
      expectOrder(lock)
      for next in moves(lock) where seen.insert(next).inserted { open.append(next) }
    }
    #expect(seen.count > 100, "only \(seen.count) states")
  }

  /// Nobody is let in past a conflicting waiter that came before.
  private func expectOrder(_ lock: RWLock) {
    for (place, waiter) in lock.queue.enumerated() where lock.grants(waiter.mode, to: waiter.task) {
      let passed = lock.queue[..<place].filter { $0.mode == .write || waiter.mode == .write }
      #expect(passed.isEmpty, "\(waiter.task) passes \(passed.map(\.task)): \(lock)")
    }
    let newcomer = TaskID(7)
    for mode in [LockMode.read, .write] where lock.grants(mode, to: newcomer) {
      #expect(!lock.queue.contains { $0.mode == .write || mode == .write }, "a newcomer passes: \(lock)")
    }
  }

  // Whatever any of the tasks can do next.
  private func moves(_ lock: RWLock) -> [RWLock] {
    Self.tasks.flatMap { task -> [RWLock] in
      var next = lock
      if lock.holders.contains(task) {
        next.release(task)
        return [next]
      }
      if let waiter = lock.queue.first(where: { $0.task == task }) {
        var gone = lock
        gone.leaveQueue(task)
        guard lock.grants(waiter.mode, to: task) else { return [gone] }
        next.acquire(task, waiter.mode)
        return [gone, next]
      }
      var reader = lock
      Self.ask(&next, task, .write)
      Self.ask(&reader, task, .read)
      return [next, reader]
    }
  }
}
