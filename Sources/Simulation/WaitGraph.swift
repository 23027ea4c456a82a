import MemoryModel

/// Who waits for whom: searched right after a task parks, from that task.
public struct WaitGraph {
  private let state: MachineState

  public init(_ state: MachineState) { self.state = state }

  /// The tasks a waiting task waits for: holders of the lock, and conflicting waiters in front of it.
  public func blockers(of task: TaskID) -> [TaskID] {
    guard state.task(task).status == .waiting, let lock = state.task(task).waitsFor else { return [] }
    if case .vma(let id) = lock { return state.vma(id)?.readers.members ?? [] }
    guard let semaphore = state.semaphore(lock) else { return [] }
    // Readers are compatible with each other, so a waiting reader waits for writers only.
    let isReader = semaphore.queue.first { $0.task == task }?.mode == .read
    let queued = semaphore.queue.prefix { $0.task != task }.filter { !isReader || $0.mode == .write }
    let holders = isReader && semaphore.writer == nil ? [] : semaphore.holders
    return holders + queued.map(\.task)
  }

  /// The ring of tasks that a task's waiting has closed, starting with it; nil when there is none.
  public func ring(from task: TaskID) -> [TaskID]? {
    search([task])
  }

  private func search(_ path: [TaskID]) -> [TaskID]? {
    guard let last = path.last else { return nil }
    for blocker in blockers(of: last) {
      if blocker == path[0] { return path }
      if path.contains(blocker) { continue }
      if let ring = search(path + [blocker]) { return ring }
    }
    return nil
  }
}
