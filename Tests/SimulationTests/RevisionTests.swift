import KernelRoutines
import MemoryModel
import Scenarios
import Simulation
import Testing

/// What the kernels differ in: it falls out of the routines.
@Suite("Revisions")
struct RevisionTests {
  private func scenario(_ name: String, _ revision: Revision) throws -> Scenario {
    var scenario = try #require(try ScenarioCatalogue.scenario(named: name)).scenario
    scenario.revision = revision
    return scenario
  }

  @Test("Every bundled scenario meets its expectations in every revision", arguments: Revision.allCases)
  func meetsExpectations(kernel: Revision) throws {
    for name in ScenarioCatalogue.names {
      let check = Check(try scenario(name, kernel))
      #expect(check.complaints == [], "\(name) under \(kernel.rawValue)")
    }
  }

  @Test("6.19 waits for its own rmap lock in the function that the hung task was recorded in")
  func selfDeadlock() throws {
    let run = try scenario("rmap-deadlock", .v6_19).record()
    #expect(run.outcome == .deadlock([TaskID(0)]))
    let state = run.state(at: run.last)
    let stack = state.task(TaskID(0)).frames.map { run.program.routine(at: $0.pc).name }
    for function in [
      "mmap_action_complete", "do_munmap", "free_pgtables", "unlink_file_vma_batch_process",
    ] {
      #expect(stack.contains(function), "the stack is \(stack)")
    }
    #expect(stack.last == "unlink_file_vma_batch_process")
    #expect(state.task(TaskID(0)).waitsFor == run.mappedFile.map { .iMmap($0) })
  }

  @Test("From 7.0 on the rmap lock goes before the munmap", arguments: [Revision.v7_0, .v7_1, .v7_2, .v7_3])
  func unlocksFirst(kernel: Revision) throws {
    let run = try scenario("rmap-deadlock", kernel).record()
    let ids = (0...run.last).map { run.id($0) }
    let unlock = try #require(ids.firstIndex(of: "hooks.drop_rmap"))
    let unmap = try #require(ids.firstIndex(of: "unwind.do_munmap.find"))
    #expect(unlock < unmap)
    #expect(run.returned == .error(.EINVAL))
  }

  @Test("The posting and 6.19 to 7.1 call the error hook at their own place, 7.2 and 7.3 have a number")
  func errorHookPlace() throws {
    for kernel in Revision.allCases where kernel.hasActions {
      let run = try scenario("pte-table-fails", kernel).record()
      let ids = (0...run.last).map { run.id($0) }
      let unmap = try #require(ids.firstIndex(of: "unwind.do_munmap.find"))
      let hook = ids.firstIndex(of: "hooks.error_hook")
      let number = ids.firstIndex(of: "hooks.error_override")
      #expect((hook != nil) == kernel.hasActionHooks)
      #expect((number != nil) == kernel.hasErrorOverride)
      if let hook { #expect((hook < unmap) == (kernel == .v7_0), "\(kernel.rawValue)") }
      #expect(run.returned == .error(.EAGAIN))
    }
  }

  @Test("The claims that a kernel breaks, with the scenario that shows it")
  func claims() throws {
    let broken: [(Revision, String, [String])] = [
      (.seedV2, "success-hook-fails", ["any_error_unmaps"]),
      (.v6_19, "success-hook-fails", ["any_error_unmaps"]),
      (.v7_0, "success-hook-fails", []),
      (.v7_1, "success-hook-fails", []),
      (.seedV2, "hidden-until-complete", []),
      (.v6_19, "hidden-until-complete", ["visible_through_the_rmap", "only_two_locks"]),
      (.v7_3, "hidden-until-complete", ["visible_through_the_rmap", "only_two_locks"]),
      (.v6_19, "rmap-deadlock", ["visible_through_the_rmap", "only_two_locks", "any_error_unmaps"]),
      (.seedV2, "error-hook-clears", ["error_hook_only_filters"]),
      (.v7_2, "error-hook-clears", []),
      (.seedV2, "device-memory", []),
      // The message says nothing of f_op->mmap; through the compatibility layer its own actions run early.
      (.seedV2, "legacy-remap", []),
      (
        .seedV2, "stacked-remap",
        ["flags_are_set_at_prepare", "entries_need_an_established_vma", "visible_through_the_rmap"]
      ),
    ]
    for (kernel, name, expected) in broken {
      let found = try scenario(name, kernel).record().verdicts().filter(\.isBroken).map(\.claim)
      let sorted = Claim.all.map(\.id).filter { expected.contains($0) }
      #expect(Claim.all.map(\.id).filter { found.contains($0) } == sorted, "\(name) under \(kernel.rawValue)")
    }
  }

  @Test("Each claim is shown by the step that decides it, and broken by the one that contradicts")
  func decided() throws {
    let run = try scenario("device-memory", .v6_19).record()
    let shown = run.verdicts().map {
      "\(run.id($0.position)) \($0.isBroken ? "breaks" : "shows") \($0.claim)"
    }
    #expect(
      shown == [
        "prepare.mmap_action_prepare shows flags_are_set_at_prepare",
        "action.remap.pfnmap_track shows visible_through_the_rmap",
        "action.remap.pfnmap_track shows only_two_locks",
        "action.remap.pfnmap_track shows atomic_for_lock_takers",
        "action.remap.pte.0 shows entries_need_an_established_vma",
        "hooks.success_hook shows hooks_run_after_establishment",
      ])
    let failing = try scenario("pte-table-fails", .seedV2).record()
    let end = failing.verdicts().filter {
      $0.position == failing.last || $0.claim == "error_hook_only_filters"
    }
    #expect(
      end.map(\.claim) == ["error_hook_only_filters", "any_error_unmaps"] && !end.contains(where: \.isBroken))
    // No sentence of the message is about f_op->mmap.
    #expect(try scenario("legacy-remap", .seedV2).record().verdicts().isEmpty)
  }

  @Test("No two bundled scenarios visit the same set of steps in all revisions")
  func scenariosDiffer() throws {
    var seen: [(name: String, steps: [[String]])] = []
    for name in ScenarioCatalogue.names {
      let steps = try Revision.allCases.map { kernel in
        let run = try scenario(name, kernel).record()
        return Array(Set((0...run.last).map { run.id($0) })).sorted()
      }
      for other in seen { #expect(other.steps != steps, "\(name) and \(other.name)") }
      seen.append((name, steps))
    }
  }

  @Test("A comparison names the first step in which two kernels differ")
  func firstDifference() throws {
    let comparison = Comparison(try scenario("rmap-deadlock", .v6_19), revisions: [.v6_19, .v7_0])
    let first = try #require(comparison.firstDifference)
    #expect(comparison.rows[first].id == "hooks.drop_rmap")
    let same = Comparison(try scenario("device-memory", .v7_2), revisions: [.v7_2, .v7_2])
    #expect(same.firstDifference == nil)
  }

  @Test("A comparison tells a step that another kernel has too, but at another place")
  func movedStep() throws {
    var mapped = try scenario("dev-mem", .seedV2)
    mapped.decisions = ["action.remap.pfnmap_track=EINVAL"]
    let rows = Comparison(mapped, revisions: [.seedV2, .v7_0, .v6_19]).rows
    let moved = rows.filter { $0.differs && !$0.cells.contains("") }
    #expect(moved.map(\.id) == ["hooks.error_hook"], "\(rows.filter(\.differs))")
    #expect(moved.first?.cells == ["EAGAIN", "EAGAIN, earlier", "EAGAIN"])
  }

  @Test(
    "What turns the error says which one it was given",
    arguments: [Revision.seedV2, .v6_19, .v7_0, .v7_1, .v7_2])
  func turnedError(kernel: Revision) throws {
    var mapped = try scenario("dev-mem", kernel)
    mapped.decisions = ["action.remap.pfnmap_track=EINVAL"]
    let run = mapped.record()
    let step = kernel.hasErrorOverride ? "hooks.error_override" : "hooks.error_hook"
    let what = Narrator(run, at: try run.position(of: step)).sentences.what
    #expect(what.hasSuffix("turns -EINVAL into EAGAIN."), "\(what)")
  }

  @Test("A cleared error is said to return unmapped memory only where it was unmapped")
  func clearedError() throws {
    for (kernel, words) in [
      (Revision.seedV2, "just unmapped"), (.v7_0, "not all there"), (.v7_1, "just unmapped"),
    ] {
      var plain = try scenario("error-hook-clears", kernel)
      plain.captions = []
      let run = plain.record()
      let sentences = Narrator(run, at: try run.position(of: "hooks.error_hook")).sentences
      #expect(sentences.what.contains("-EINVAL"), "\(kernel.rawValue): \(sentences.what)")
      #expect(sentences.why.contains(words), "\(kernel.rawValue): \(sentences.why)")
    }
  }

  @Test("A caption is that of the kernel, else that of all; a kernel without actions tells none")
  func captions() throws {
    func why(_ kernel: Revision) throws -> String {
      let run = try scenario("hidden-until-complete", kernel).record()
      return Narrator(run, at: try run.position(of: "establish.vma_link_file")).sentences.why
    }
    #expect(try why(.seedV2).hasPrefix("The posting cannot hide"))
    #expect(try why(.v7_3).hasPrefix("The lock is kept"))
    let other = try why(.v6_18)
    #expect(!other.contains("posting") && !other.contains("kept"), "\(other)")
  }
}
