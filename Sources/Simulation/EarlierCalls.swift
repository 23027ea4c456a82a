import KernelRoutines
import MemoryModel

/// What the mapper did before the run begins: calls that the kernel of the scenario makes unseen, so that
/// their VMAs, entries, charges and references are as that kernel leaves them.
struct EarlierCalls {
  let calls: [Scenario.Earlier]
  let revision: Revision

  /// The machine behind the calls; the tasks stand at their start again.
  func made(in start: MachineState, _ facts: MachineFacts) -> MachineState {
    calls.reduce(start) { state, earlier in
      let after = run(earlier.call, in: state, facts)
      let tasks = state.tasks.map { TaskStruct(id: $0.id, mm: $0.mm) }
      var fresh = MachineState(of: after, tasks: tasks)
      if earlier.isTouched, case .address(let address)? = after.task(TaskID(0)).result {
        touch(AddressRange(address, pages: earlier.call.pages), in: &fresh)
      }
      return fresh
    }
  }

  private func run(_ call: MmapCall, in state: MachineState, _ facts: MachineFacts) -> MachineState {
    var facts = facts
    facts.calls = facts.taskNames.indices.map { $0 == 0 ? [.mmap(call)] : [] }
    let program = Program(revision, calls: facts.calls, drivers: facts.files.map(\.driver))
    var execution = Execution(state: state, facts: facts, program: program, records: false)
    while execution.prepare(TaskID(0)) != nil, execution.advance(TaskID(0), answer: 0) != .parked {}
    return execution.state
  }

  // Every page was used once: it has an entry. Fidelity: customised; the frames are numbers that say nothing.
  private func touch(_ range: AddressRange, in state: inout MachineState) {
    let mm = MMID(0)
    guard range.bytes > 0, let area = state.mm(mm).tree.find(range.start).flatMap({ state.vma($0) }) else {
      return
    }
    if !area.flags.contains(.shared), area.flags.contains(.write) {
      state.apply(.vma(area.id, .anonVMA(true)))
    }
    let last = VirtualAddress(range.end.value - 1)
    for level in PageLevel.installed {
      for table in level.table(of: range.start)...level.table(of: last)
      where !state.mm(mm).pageTable.contains(level, table) {
        state.apply(.tableInstalled(mm, level, table))
      }
    }
    for page in range.start.page..<range.end.page where state.mm(mm).pageTable.entry(at: page) == nil {
      let entry = PTE(
        kind: .page, frame: PageFrame(Self.frame + page & 0xffff), protection: area.pageProtection)
      state.apply(.ptesSet(page: page, count: 1, entry, mm))
    }
  }

  private static let frame: UInt64 = 0x10_0000
}
