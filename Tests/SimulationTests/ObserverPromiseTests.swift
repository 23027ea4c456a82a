import KernelRoutines
import MemoryModel
import Scenarios
import Simulation
import Testing

/// What the observer pane promises at a step is what the observer does when it runs from there.
@Suite("Observers keep their promises") struct ObserverPromiseTests {
  static let runs: [(String, Revision)] = [
    ("device-memory", .seedV2), ("pte-table-fails", .v7_1), ("success-hook-fails", .v6_19),
    ("hidden-until-complete", .v7_3), ("legacy-remap", .v6_18), ("stacked-remap", .v7_2),
    ("rmap-deadlock", .v6_19), ("rmap-deadlock", .v7_0), ("mapped-fails", .v7_3), ("munmap-waits", .v7_2),
    ("legacy-fails-half-way", .v7_0), ("dev-mem", .v6_19),
  ]

  @Test("At every step each of them waits, finds and acts as promised", arguments: runs)
  func promises(name: String, revision: Revision) throws {
    var scenario = try Runs.bundled(name)
    scenario.revision = revision
    scenario.tasks.append(Scenario.Task(name: "probe", calls: [TaskCall.readMaps]))
    scenario.tasks.append(Scenario.Task(name: "probe_of_mapper", calls: [TaskCall.fault(MemoryAccess())]))
    // The probes are linked into the program; whichever call they make is chosen at each step.
    scenario.tasks[scenario.tasks.count - 2].calls = [.revoke(file: 0)]
    let walker = scenario.record()
    scenario.tasks[scenario.tasks.count - 2].calls = [.readMaps]
    scenario.tasks[scenario.tasks.count - 1].calls = [.touch(MemoryAccess())]
    let reader = scenario.record()
    scenario.tasks[scenario.tasks.count - 1].calls = [.pin(MemoryAccess())]
    let pinner = scenario.record()
    scenario.tasks[scenario.tasks.count - 1].calls = [.munmap]
    let writer = scenario.record()
    let probes = Probes(first: TaskID(scenario.tasks.count - 2))
    let end = (1...walker.last).first { walker.mark($0).map { $0.task >= probes.first } ?? false }
    var broken: [String] = []
    for position in 0..<(end ?? walker.last + 1) {
      broken += probes.brokenPromises((walker, reader, pinner, writer), at: position).map {
        "\(walker.id(position)): \($0)"
      }
    }
    #expect(broken.isEmpty, "\(broken.prefix(5)) and \(broken.count) in all")
    #expect((end ?? walker.last) > 20)
  }
}

/// Runs an observer from a step of a run and says what it did.
private struct Probes {
  /// The walker or reader; the fault or access is the task behind it.
  let first: TaskID
  private var ofMapper: TaskID { TaskID(Int(first.index) + 1) }

  struct Deed {
    var waitsFor: LockID?
    var result: Returned?
    /// Every VMA it had in hand, with the operations it saw, in order.
    var seen: [(id: VMAID, ops: VMOps)] = []
    var wasLocked = false
    var hadMmap = false
    var steps = 0
    var violation: Violation?
  }

  init(first: TaskID) { self.first = first }

  private func run(_ recording: Recording, _ state: MachineState, _ task: TaskID, _ call: TaskCall) -> Deed {
    var facts = recording.facts
    facts.calls[Int(task.index)] = [call]
    var execution = Execution(state: state, facts: facts, program: recording.program, records: false)
    var deed = Deed()
    while let pending = execution.prepare(task) {
      // A spin lock that somebody holds is only waited for by spinning: the task has got that far.
      if case .spin(let name) = recording.program.code[Int(pending.pc)].op {
        let lock = execution.kernel.lock(name)
        if execution.state.mms.contains(where: { $0.spins.contains { $0.lock == lock } }) { return deed }
      }
      let outcome = execution.advance(task, answer: 0)
      deed.steps += 1
      let look = execution.state.task(task).look
      if let id = look?.seen, let ops = execution.state.vma(id)?.ops { deed.seen.append((id, ops)) }
      deed.wasLocked = deed.wasLocked || look?.isLocked == true
      deed.hadMmap = deed.hadMmap || look?.holdsMmap == true
      deed.result = execution.state.task(task).result
      deed.waitsFor = execution.state.task(task).waitsFor
      if outcome == .parked { return deed }
    }
    deed.violation = execution.kernel.violation
    return deed
  }

  func brokenPromises(
    _ runs: (walker: Recording, reader: Recording, pinner: Recording, writer: Recording), at position: Int
  ) -> [String] {
    let (walker, reader) = (runs.walker, runs.reader)
    let state = walker.state(at: position)
    let promised = Observers(walker, at: position, state: state)
    let range = walker.subjectRange
    let pages = (0..<range.pages).map { range.start.advanced(byPages: $0) }
    let table = state.mm(MMID(0)).pageTable
    let mapped = pages.first { table.entry(at: $0.page) != nil }
    let empty = pages.first { table.entry(at: $0.page) == nil } ?? range.start
    let access = MemoryAccess(address: empty)

    let fault = run(walker, state, ofMapper, .fault(access))
    let touch = run(reader, state, ofMapper, .touch(MemoryAccess(address: mapped ?? range.start)))
    let maps = run(reader, state, first, .readMaps)
    let walk = run(
      walker, state, first, .revoke(file: Int((walker.rmapFile(in: state) ?? FileID(0)).index)))

    let pin = run(runs.pinner, state, ofMapper, .pin(MemoryAccess(address: mapped ?? range.start)))
    // What fork has in common with munmap: mmap_lock for writing comes first.
    let writer = run(runs.writer, state, ofMapper, .munmap)

    var broken = [fault, touch, maps, walk, pin].compactMap { $0.violation.map { "\($0)" } }
    if (promised.tree.sight == .sees) != !fault.seen.isEmpty { broken.append("tree \(promised.tree.reason)") }
    if !isCPU(promised.cpu, touch) { broken.append("cpu \(promised.cpu.reason)") }
    if !isFault(promised.fault, fault) { broken.append("fault \(promised.fault.reason), \(fault)") }
    if !isMaps(promised.maps, maps) { broken.append("maps \(promised.maps.reason), \(maps)") }
    if !isPin(promised.gup, pin) { broken.append("gup \(promised.gup.reason), \(pin)") }
    let wants = if case .waits(let lock, _) = promised.fork.sight { lock } else { nil as LockID? }
    if writer.waitsFor != wants {
      broken.append("fork \(promised.fork.reason), \(writer)")
    }
    let found = walk.seen.first { state.vma($0.id)?.range.overlaps(range) ?? false }
    if !isWalk(promised.rmap, walk, found?.ops) { broken.append("rmap \(promised.rmap.reason), \(walk)") }
    return broken
  }

  private func isCPU(_ view: Observers.View, _ deed: Deed) -> Bool {
    let servedAtOnce = deed.steps == 1 && deed.result == .done && !deed.wasLocked && !deed.hadMmap
    return (view.sight == .sees) == servedAtOnce
  }

  private func isPin(_ view: Observers.View, _ deed: Deed) -> Bool {
    switch view.sight {
    case .waits(let lock, _): deed.waitsFor == lock
    case .cannotSee: deed.waitsFor == nil && deed.result == .error(.EFAULT) || view.reason == "no address yet"
    case .sees, .halfBuilt: deed.result == .done && (view.reason == "pins a page") == !deed.hadMmap
    }
  }

  private func isFault(_ view: Observers.View, _ deed: Deed) -> Bool {
    switch view.sight {
    case .waits(let lock, _): deed.waitsFor == lock
    case .cannotSee: deed.result == .signal(.SIGSEGV)
    case .sees, .halfBuilt:
      view.reason == "locks the VMA" ? deed.wasLocked : deed.hadMmap && deed.waitsFor == nil
    }
  }

  private func isMaps(_ view: Observers.View, _ deed: Deed) -> Bool {
    switch view.sight {
    case .waits(let lock, _): deed.waitsFor == lock
    case .cannotSee: deed.result == .done && deed.seen.isEmpty
    case .sees, .halfBuilt: deed.result == .done && !deed.seen.isEmpty
    }
  }

  private func isWalk(_ view: Observers.View, _ deed: Deed, _ found: VMOps?) -> Bool {
    switch view.sight {
    case .waits(let lock, _): deed.waitsFor == lock
    case .cannotSee: deed.waitsFor == nil && found == nil
    case .halfBuilt: found == .dummy
    case .sees: found != nil && found != .dummy
    }
  }
}
