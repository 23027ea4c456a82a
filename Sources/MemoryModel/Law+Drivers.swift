// Laws that only a driver can break: judged after each step, and the run goes on.

extension Law {
  static let driverLaws = [
    Law(
      id: "descriptor_range_is_kept",
      sentence: "A driver leaves start and end of the descriptor as the kernel set them.", moment: .step),
    Law(
      id: "vma_range_is_kept", sentence: "A driver's f_op->mmap leaves vm_start and vm_end alone.",
      moment: .step),
    Law(
      id: "flags_stay_after_link",
      sentence: "Once a VMA can be found, no hook of a driver changes its flags.", moment: .step),
  ]
}

extension MachineState {
  /// What a driver did in a step of one of its hooks that it may not.
  ///
  /// - Parameter changes: those of the step; the state is the one behind it.
  public func violationsOfDriver(_ changes: ArraySlice<Change>, by id: TaskID) -> [Violation] {
    guard let map = task(id).map, map.range.bytes > 0 else { return [] }
    return changes.compactMap { change in
      switch change {
      case .desc(_, .range(let range)) where range != map.range:
        Violation(law: "descriptor_range_is_kept", facts: "\(map.range) became \(range)")
      case .vma(let vma, .range(let range)) where vma == map.vma && map.runsHook && range != map.range:
        Violation(law: "vma_range_is_kept", facts: "\(map.range) became \(range)")
      case .vma(let vma, .flags) where vma == map.vma && isInTree(vma):
        Violation(law: "flags_stay_after_link", facts: "the flags of \(map.range) changed in its tree")
      default: nil
      }
    }
  }
}
