import KernelRoutines
import MemoryModel
import Simulation
import Testing

/// The faults that the seed is known to have, by the step that shows them.
private func knownFaults(_ decisions: [Decision], in scenario: Scenario) -> [String] {
  var known: [String] = []
  guard case .mmap(let call) = scenario.tasks[0].calls[0] else { return [] }
  let driver = scenario.files[0].driver
  let refuses = driver.prepareError != nil || decisions.contains { $0.step == "prepare.mmap_prepare" }
  if refuses, !call.isShared, call.protection.contains(.write) {
    known += ["charge_is_balanced", "charge_matches_vmas"]
  }
  if driver.successHook?.error != nil || decisions.contains(where: { $0.step == "hooks.success_hook" }) {
    known += ["hook_error_is_reported", "failed_action_unmaps"]
  }
  if driver.errorHook == .clears || decisions.contains(where: { $0.way == "clears" }) {
    known += ["returned_range_is_mapped", "failed_action_unmaps"]
  }
  return known
}

@Suite("Every failure point ends in order") struct FailurePointTests {
  /// Done, balanced, or a fault that the seed is known to have.
  private func expectOrder(_ run: Recording, _ points: [FailurePoint]) {
    let name = "\(run.scenario.name): \(points.map(\.description).joined(separator: ", "))"
    #expect(run.outcome == .completed, "\(name)")
    #expect(run.unused.isEmpty, "\(name): \(run.unused)")
    #expect(run.returned != nil, "\(name): the call never returned")
    let known = knownFaults(run.decisions, in: run.scenario)
    let strange = run.findings.filter { !known.contains($0.violation.law) }
    #expect(strange.isEmpty, "\(name): \(strange.map { "\($0.violation.law): \($0.violation.facts)" })")
    let task = run.state(at: run.last).task(TaskID(0))
    #expect(task.frames.isEmpty && task.locals.isEmpty && task.status == .finished, "\(name)")
  }

  @Test("The plain course ends in order", arguments: Runs.seed)
  func none(name: String) throws {
    expectOrder(try Runs.scenario(name).record(), [])
  }

  @Test("One fault: the first failure point, the second, and so on until none fires", arguments: Runs.seed)
  func one(name: String) throws {
    let recording = try Runs.scenario(name).record()
    let points = recording.failurePoints
    #expect(points.count >= 3)
    for point in points { expectOrder(try recording.failing(at: point), [point]) }
  }

  @Test("Two faults: every failure point of every run that failed once", arguments: Runs.seed)
  func two(name: String) throws {
    let recording = try Runs.scenario(name).record()
    var count = 0
    for first in recording.failurePoints {
      let once = try recording.failing(at: first)
      for second in once.failurePoints where second.position > first.position {
        count += 1
        expectOrder(try once.failing(at: second), [first, second])
      }
    }
    let canFailTwice = recording.scenario.files[0].driver.errorHook.map { $0 != .clears } ?? false
    let hasAction = recording.scenario.files[0].driver.action != .nothing
    if canFailTwice, hasAction { #expect(count > 0, "no run can fail twice") }
  }

  @Test("Two faults break no law on single changes in any kernel", arguments: Revision.allCases)
  func everyKernel(kernel: Revision) throws {
    var count = 0
    for name in Runs.seed {
      var scenario = try Runs.scenario(name)
      scenario.revision = kernel
      let recording = scenario.record()
      for first in recording.failurePoints {
        let once = try recording.failing(at: first)
        for second in once.failurePoints where second.position > first.position {
          let twice = try once.failing(at: second)
          #expect(twice.outcome == .completed, "\(name): \(first), \(second)")
          #expect(twice.returned != nil, "\(name): \(first), \(second)")
          count += 1
        }
      }
    }
    // From 7.2 on there is no hook that could fail after a failed action.
    #expect(kernel.hasActionHooks == (count > 0), "\(count) pairs")
  }

  @Test("The known faults do show: each at a failure point that it is named after")
  func knownFaultsShow() throws {
    let cases: [(String, String, String, [String])] = [
      ("private", "prepare.mmap_prepare", "EINVAL", ["charge_matches_vmas", "charge_is_balanced"]),
      ("plain", "hooks.success_hook", "EIO", ["hook_error_is_reported", "failed_action_unmaps"]),
    ]
    for (name, step, way, laws) in cases {
      let recording = try Runs.scenario(name).record()
      let point = try #require(recording.failurePoints.first { $0.step == step && $0.way == way })
      #expect(try recording.failing(at: point).brokenLaws == laws)
    }
    let once = Runs.variant(decisions: ["action.remap.pfnmap_track=EINVAL"]).record()
    let point = try #require(once.failurePoints.first { $0.way == "clears" })
    #expect(try once.failing(at: point).brokenLaws == ["returned_range_is_mapped", "failed_action_unmaps"])
  }

  @Test("The failure points of the default scenario are those of the seed")
  func seedPoints() throws {
    let points = try Runs.bundled("device-memory").record().failurePoints.map(\.description)
    let expected = [
      "enter.vm_mmap_pgoff.mmap_write_lock=signal", "enter.get_unmapped_area=ENOMEM",
      "enter.mmap_setup.may_expand_vm=ENOMEM", "prepare.mmap_prepare=EINVAL",
      "establish.vm_area_alloc=ENOMEM", "establish.vma_iter_prealloc=ENOMEM",
      "action.remap.pfnmap_track=EINVAL", "action.remap.pfnmap_track=ENOMEM",
      "action.remap.pmd_alloc.0=ENOMEM", "action.remap.pte_alloc.0=ENOMEM", "hooks.success_hook=EIO",
    ]
    #expect(points == expected, difference(points, from: expected))
  }
}
