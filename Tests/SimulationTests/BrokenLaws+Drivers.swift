import MemoryModel

extension BrokenLaws {
  private static let moved = AddressRange(Bench.range.start.advanced(byPages: 1), Bench.range.end)

  /// In the middle of an action a hook of the driver makes a change.
  private static func inHook(_ change: Change, runsHook: Bool = false) -> [Violation] {
    var bench = Bench.midAction()
    let task = Bench.mapper
    bench.apply([
      .entered(task, pc: 0, stage: 0, error: nil), .pushed(task, .map), .pushed(task, .desc),
      .map(task, .range(Bench.range)), .map(task, .vma(Bench.vma)), .map(task, .runsHook(runsHook)),
      .desc(task, .range(Bench.range)),
    ])
    bench.apply([change])
    return bench.state.violationsOfDriver([change][...], by: task)
  }

  static let ofDrivers: [String: @Sendable () -> [Violation]] = [
    "descriptor_range_is_kept": { inHook(.desc(Bench.mapper, .range(moved))) },
    "vma_range_is_kept": { inHook(.vma(Bench.vma, .range(moved)), runsHook: true) },
    "flags_stay_after_link": { inHook(.vma(Bench.vma, .flags([.read, .dontCopy]))) },
  ]
}
