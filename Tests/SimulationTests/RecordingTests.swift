import KernelRoutines
import MemoryModel
import Scenarios
import Testing

@testable import Simulation

@Suite("A recording is the fold of its changes") struct RecordingTests {
  @Test("The state at every position is the fold of the changes before it", arguments: Runs.all)
  func fold(name: String) throws {
    let recording = try Runs.scenario(name).record()
    expectFold(recording)
    #expect(Int(recording.marks.last?.changesEnd ?? 0) == recording.changes.count)
    #expect(Int(recording.marks.last?.traceEnd ?? 0) == recording.trace.count)
  }

  @Test("Seeking by a keyframe is the same as folding from the start")
  func keyframes() throws {
    let recording = Runs.variant(pages: 700).record()
    #expect(recording.keyframes.count > 5)
    var state = recording.initial
    var next = 0
    for (number, change) in recording.changes.enumerated() {
      if next < recording.keyframes.count, recording.keyframes[next].changes == number {
        let isSame = recording.keyframes[next].state == state
        #expect(isSame, "keyframe \(next) at change \(number)")
        next += 1
      }
      state.apply(change)
    }
    #expect(next == recording.keyframes.count)
    expectFold(recording)
  }

  @Test("Same in, same out", arguments: Runs.all)
  func sameOut(name: String) throws {
    let scenario = try Runs.scenario(name)
    let first = scenario.record()
    expectSame(scenario.record(), first, "the second run of \(name)")
    expectSame(first.again(), first, "\(name) with the routines linked already")
  }

  @Test(
    "A what-if shares the part before its step, and is what a whole run with the decision gives",
    arguments: Runs.all)
  func sharedPrefix(name: String) throws {
    let recording = try Runs.scenario(name).record()
    for point in recording.failurePoints {
      let other = try recording.failing(at: point)
      let end = recording.changesEnd(point.position - 1)
      #expect(other.changes[..<end] == recording.changes[..<end], "\(name): \(point)")
      #expect(other.marks[..<(point.position - 1)] == recording.marks[..<(point.position - 1)])
      #expect(other.mark(point.position)?.outcome != nil)
      let isOther = other.changes != recording.changes || other.trace != recording.trace
      #expect(isOther, "\(name): \(point) changed nothing")
      var scenario = recording.scenario
      scenario.decisions = other.decisions.map(\.description)
      expectSame(other, scenario.record(), "\(name): \(point)")
    }
  }

  @Test("Without its last decision a changed run is the run before it", arguments: Runs.seed)
  func undo(name: String) throws {
    let recording = try Runs.scenario(name).record()
    for point in recording.failurePoints {
      let other = try recording.failing(at: point)
      guard other.decisions.count == recording.decisions.count + 1 else { continue }
      expectSame(other.withoutLastDecision, recording, "\(name): \(point)")
    }
  }

  @Test("A run that failed once can fail again, and each decision is undone by itself")
  func undoTwice() throws {
    let plain = Runs.variant().record()
    let first = try #require(plain.failurePoints.first { $0.step == "action.remap.pte_alloc.0" })
    let once = try plain.failing(at: first)
    let second = try #require(once.failurePoints.first { $0.way == "clears" })
    let twice = try once.failing(at: second)
    #expect(
      twice.decisions.map(\.description) == [
        "action.remap.pte_alloc.0=ENOMEM", "hooks.error_hook=clears",
      ])
    expectSame(twice.withoutLastDecision, once, "the last decision")
    expectSame(twice.withoutLastDecision.withoutLastDecision, plain, "both decisions")
  }

  @Test("A what-if before an earlier decision drops that decision")
  func earlier() throws {
    let recording = Runs.variant(decisions: ["action.remap.pte_alloc.0=ENOMEM"]).record()
    let point = try #require(recording.failurePoints.first { $0.step == "prepare.mmap_prepare" })
    let other = try recording.failing(at: point)
    #expect(other.decisions.map(\.description) == ["prepare.mmap_prepare=EINVAL"])
    #expect(other.unused.isEmpty)
  }

  @Test("A step that cannot fail has no ways, and a way it does not have is refused")
  func noWays() throws {
    let recording = Runs.variant().record()
    let store = try recording.position(of: "establish.vma_iter_store")
    #expect(recording.ways(at: store).isEmpty)
    #expect(recording.failing(at: store) == nil)
    let alloc = try recording.position(of: "establish.vm_area_alloc")
    #expect(recording.failing(at: alloc, way: "EIO") == nil)
    #expect(recording.ways(at: 0).isEmpty)
    #expect(recording.ways(at: recording.last + 1).isEmpty)
  }

  @Test("A change takes at most 32 bytes")
  func changeSize() {
    #expect(MemoryLayout<Change>.stride <= 32)
  }

  @Test("When a run is over its tasks are out of the kernel and keep only their results")
  func over() throws {
    for name in Runs.all {
      let recording = try Runs.scenario(name).record()
      guard recording.outcome == .completed else { continue }
      let state = recording.state(at: recording.last)
      for task in state.tasks {
        #expect(task.frames.isEmpty && task.locals.isEmpty && task.status == .finished, "\(name): \(task.id)")
      }
      #expect(state.mms.allSatisfy { $0.spins.isEmpty && $0.mmapLock == RWLock() }, "\(name)")
      #expect(state.files.allSatisfy { $0.lock == RWLock() }, "\(name)")
    }
  }

  private func expectFold(_ recording: Recording) {
    var state = recording.initial
    var wrong: [String] = []
    for position in 0...recording.last {
      for change in recording.changes(at: position) { state.apply(change) }
      if recording.state(at: position) != state { wrong.append("\(position) \(recording.id(position))") }
    }
    #expect(wrong.isEmpty, "the states differ at \(wrong)")
  }

  private func expectSame(
    _ got: Recording, _ expected: Recording, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let place = zip(got.marks, expected.marks).prefix { $0 == $1 }.count
    let near = "\(what) differs at \(got.id(min(place + 1, got.last))), position \(place + 1)"
    let isSame = got.changes == expected.changes && got.marks == expected.marks && got.trace == expected.trace
    #expect(isSame, "\(near)", sourceLocation: sourceLocation)
    #expect(got.findings == expected.findings, "\(what)", sourceLocation: sourceLocation)
    #expect(got.decisions == expected.decisions, "\(what)", sourceLocation: sourceLocation)
    #expect(got.outcome == expected.outcome, "\(what)", sourceLocation: sourceLocation)
    #expect(got.unused == expected.unused, "\(what)", sourceLocation: sourceLocation)
  }
}
