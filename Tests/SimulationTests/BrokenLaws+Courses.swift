import KernelRoutines
import MemoryModel
import Scenarios

@testable import Simulation

extension BrokenLaws {
  private static func run(_ name: String, _ revision: Revision) -> Recording? {
    try? ScenarioCatalogue.scenario(named: name)?.scenario.under(revision).record()
  }

  private static func findings(_ name: String, _ revision: Revision) -> [Violation] {
    run(name, revision)?.findings.map(\.violation) ?? []
  }

  /// Laws on the course of a call: real runs break them, but for the one that no kernel breaks.
  static let courses: [String: @Sendable () -> [Violation]] = [
    "no_deadlock": { findings("rmap-deadlock", .v6_19) },
    "failed_action_unmaps": { findings("success-hook-fails", .seedV2) },
    "no_stale_grant": { findings("truncate-during-action", .seedV2) },
    "hooks_need_a_new_vma": {
      guard let run = run("device-memory", .seedV2),
        let place = run.marks.firstIndex(where: { $0.stage == .action })
      else { return [] }
      var cut = run
      cut.marks.removeSubrange((place + 1)...)
      var state = run.state(at: place + 1)
      state.apply(.map(TaskID(0), .allocatedNew(false)))
      return cut.violationsOfCourse(state, by: TaskID(0))
    },
  ]
}
