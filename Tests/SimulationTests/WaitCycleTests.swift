import KernelRoutines
import MemoryModel
import Simulation
import Testing

/// Rings of waiting tasks are found at the step that closes them.
@Suite("Wait cycles") struct WaitCycleTests {
  static let rings: [(String, Revision, [Int])] = [
    ("rmap-deadlock", .v6_19, [0]), ("driver-takes-mmap-lock", .seedV2, [0]),
    ("driver-takes-mmap-lock", .v7_3, [0]), ("legacy-takes-mmap-lock", .v6_18, [0]),
    ("fault-handler-takes-mmap-lock", .v7_3, [1, 2]),
  ]

  @Test("The run stops where the ring closes, and no ring was there before", arguments: rings)
  func closes(name: String, revision: Revision, ring: [Int]) throws {
    var scenario = try Runs.bundled(name)
    scenario.revision = revision
    let run = scenario.record()
    let tasks = ring.map { TaskID($0) }
    #expect(run.outcome == .deadlock(tasks))
    #expect(run.marks.last?.outcome == .parked)
    #expect(run.marks.last?.task == tasks[0])
    let graph = WaitGraph(run.state(at: run.last))
    #expect(graph.ring(from: tasks[0]) == tasks)
    for position in 0..<run.last {
      let before = WaitGraph(run.state(at: position))
      let early = run.state(at: position).tasks.filter { before.ring(from: $0.id) != nil }
      #expect(early.isEmpty, "\(run.id(position)) has a ring already")
    }
  }

  @Test("Tasks that wait for one that is stuck are no part of the ring")
  func followers() throws {
    let run = try Runs.bundled("legacy-takes-mmap-lock").record()
    let state = run.state(at: run.last)
    #expect(state.task(TaskID(1)).waitsFor == .mmap(MMID(0)))
    #expect(WaitGraph(state).blockers(of: TaskID(1)) == [TaskID(0)])
    #expect(WaitGraph(state).ring(from: TaskID(1)) == nil)
  }
}
