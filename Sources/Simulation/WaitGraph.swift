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
    var found = semaphore.holders
    for waiter in semaphore.queue {
      if waiter.task == task { break }
      found.append(waiter.task)
    }
    return found
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
