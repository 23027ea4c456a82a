import KernelRoutines
import MemoryModel
import Simulation

/// Where a run compares a new range with its neighbours, and where it gives a merge up again.
public struct MergeMoment: Hashable, Sendable {
  /// The position behind `vma_merge_new_range`.
  public var position: Int
  /// The position at which there was no memory to grow.
  public var gaveUp: Int?

  /// All of the first task, in order. One pass over the marks; the changes are looked at behind a merge only.
  static func all(in recording: Recording) -> [MergeMoment] {
    var moments: [MergeMoment] = []
    for (index, mark) in recording.marks.enumerated() where mark.task == TaskID(0) {
      if recording.program.routine(at: mark.pc).name == "vma_merge_new_range" {
        let isFirst = recording.id(index + 1).hasSuffix("vma_merge_new_range")
        if isFirst { moments.append(MergeMoment(position: index + 1)) }
      }
      guard let last = moments.last, last.gaveUp == nil, mark.stage == .establish else { continue }
      let isOver = recording.changes(at: index + 1).contains { change in
        if case .map(TaskID(0), .target(nil)) = change { true } else { false }
      }
      if isOver { moments[moments.count - 1].gaveUp = index + 1 }
    }
    return moments
  }
}
