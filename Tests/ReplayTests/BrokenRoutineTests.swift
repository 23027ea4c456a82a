import Importers
import MemoryModel
import Testing

@testable import KernelRoutines
@testable import Replay
@testable import Simulation

/// One step of a routine lost or moved: the comparison with the recorded kernel must fail each time, in the
/// order of functions, in the locks, or in what is left.
@Suite("Conformance fails when a routine is wrong") struct BrokenRoutineTests {
  struct Fault: CustomTestStringConvertible, Sendable {
    /// The id of the step.
    var step: String
    /// Changes places with the next seen step of its routine; else it is left out.
    var isSwapped: Bool
    var name = "lab_remap_mixed"

    var testDescription: String { "\(isSwapped ? "swapped" : "dropped"): \(step)" }
  }

  static let faults: [Fault] = [
    Fault(step: "enter.ksys_mmap_pgoff.fget", isSwapped: false),
    Fault(step: "enter.mmap_setup.may_expand_vm", isSwapped: false),
    Fault(step: "establish.vm_area_alloc", isSwapped: false, name: "lab_nothing"),
    Fault(step: "establish.vma_start_write", isSwapped: false),
    Fault(step: "establish.vma_link_file", isSwapped: false),
    Fault(step: "establish.vma_link_file.lock", isSwapped: true, name: "lab_remap_full"),
    Fault(step: "establish.mmap_complete.perf_event_mmap", isSwapped: true),
    Fault(step: "establish.mmap_complete.vm_stat_account", isSwapped: true),
    Fault(step: "action.remap.pfnmap_track", isSwapped: false, name: "lab_remap_full"),
    Fault(step: "unwind.do_munmap.tlb_gather", isSwapped: false),
    Fault(step: "unwind.do_munmap.free_pgtables.batch_init", isSwapped: true),
    Fault(step: "establish.mmap_complete.vma_set_page_prot", isSwapped: false, name: "lab_remap_full"),
  ]

  @Test("A step that is dropped or swapped", arguments: faults)
  func broken(fault: Fault) throws {
    let recorded = try RecordedCase(fault.name)
    let scenario = try recorded.scenario(.v6_19)
    #expect(try differences(recorded, RunSetup(scenario)).isEmpty, "it should agree as it is")

    var setup = RunSetup(scenario)
    try Self.breakStep(fault, &setup.program)
    let found = try differences(recorded, setup)
    #expect(!found.isEmpty, "\(fault.testDescription) is said to agree")
  }

  private func differences(_ recorded: RecordedCase, _ setup: RunSetup) throws -> [String] {
    let decisions = setup.scenario.decisions.map { Decision($0) }
    var recorder = Recorder(setup, decisions: decisions)
    let run = recorder.run()
    let outcome = CaseVerdict.Outcome(
      errno: recorded.errno, isHung: false, after: recorded.after, flags: recorded.flags ?? [],
      locks: recorded.locks)
    let verdict = CaseVerdict(
      run, outcome, recorded.range, release: "6.19", against: recorded.graph,
      shown: try RecordedCase.shown())
    if case .unexplained(let found) = verdict.kind { return found }
    return []
  }

  private static func breakStep(_ fault: Fault, _ program: inout Program) throws {
    let pattern = try #require(program.pattern(for: fault.step), "no step is called \(fault.step)")
    let pc = Int(try #require(pattern.pcs.first))
    guard fault.isSwapped else {
      program.code[pc].op = .set { _ in }
      program.code[pc].line = -1
      return
    }
    let routine = program.code[pc].routine
    let next = program.code.indices.first { place in
      place > pc && program.code[place].routine == routine && program.code[place].isVisible
    }
    let other = try #require(next, "no step follows \(fault.step)")
    let (first, second) = (program.code[pc], program.code[other])
    (program.code[pc], program.code[other]) = (second, first)
  }
}
