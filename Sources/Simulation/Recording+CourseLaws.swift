import KernelRoutines
import MemoryModel

// The laws on the course of a call: they need stages and what other tasks have done.

extension Recording {
  /// What the last step of a task breaks; the state is the one behind it.
  func violationsOfCourse(_ state: MachineState, by task: TaskID) -> [Violation] {
    guard let mark = marks.last else { return [] }
    return hooksWithoutVMA(mark, state.task(task)) + staleGrants(state, by: task)
  }

  private func hooksWithoutVMA(_ mark: Mark, _ task: TaskStruct) -> [Violation] {
    guard mark.stage == .action || mark.stage == .hooks, let map = task.map, !map.allocatedNew, !map.runsHook
    else { return [] }
    return [Violation(law: "hooks_need_a_new_vma", facts: "\(id(last)) runs, and no VMA was made")]
  }

  /// What mmap() gives or leaves although its action or a hook failed.
  func violationsOfFailedAction(_ state: MachineState, by task: TaskID) -> [Violation] {
    let failed = marks.firstIndex {
      $0.task == task && $0.outcome == .failed && ($0.stage == .action || $0.stage == .hooks)
    }
    guard let failed else { return [] }
    let step = "\(id(failed + 1)) failed, "
    guard state.task(task).result?.error != nil else {
      return [Violation(law: "failed_action_unmaps", facts: step + "mmap() reports success")]
    }
    guard let vma = subject(ofState: state), state.isInTree(vma.id) else { return [] }
    return [Violation(law: "failed_action_unmaps", facts: step + "\(vma.range) is still mapped")]
  }

  // MARK: Grants

  private func staleGrants(_ state: MachineState, by task: TaskID) -> [Violation] {
    guard facts.taskNames.count > 1 else { return [] }
    let facts = missedGrant(state, by: task) ?? lateGrant(state, by: task)
    return facts.map { [Violation(law: "no_stale_grant", facts: $0)] } ?? []
  }

  // A truncate returns, and a call that is under way has entries set all the same.
  private func missedGrant(_ state: MachineState, by task: TaskID) -> String? {
    guard isTruncate(task), state.task(task).result != nil else { return nil }
    for other in state.tasks where other.id != task {
      guard let area = other.map?.vma.flatMap({ state.vma($0) }), area.range.bytes > 0 else { continue }
      let left = state.mm(area.mm).pageTable.count(in: area.range.start.page..<area.range.end.page)
      if left > 0 { return "\(left) entries of \(area.range) were missed" }
    }
    return nil
  }

  // A call that began before a truncate was through sets an entry behind it.
  private func lateGrant(_ state: MachineState, by task: TaskID) -> String? {
    let sets = changes(at: last).contains { if case .ptesSet = $0 { true } else { false } }
    guard sets, state.task(task).map != nil, let began = marks.firstIndex(where: { $0.task == task }) else {
      return nil
    }
    let isOvertaken = state.tasks.contains { other in
      guard other.id != task, isTruncate(other.id), other.result != nil else { return false }
      return marks.lastIndex { $0.task == other.id }.map { $0 > began } ?? false
    }
    return isOvertaken ? "\(id(last)) sets an entry that the truncate cannot take away" : nil
  }

  private func isTruncate(_ task: TaskID) -> Bool {
    facts.calls[Int(task.index)].contains { $0.name == "truncate" || $0.name == "revoke" }
  }
}
