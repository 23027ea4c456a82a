import KernelRoutines

extension Scenario {
  /// The same scenario for another kernel.
  public func under(_ revision: Revision) -> Scenario {
    var copy = self
    copy.revision = revision
    return copy
  }

  /// What the scenario's revision lacks for it, as a sentence; nil when nothing is missing.
  ///
  /// Such a run can be looked at, but it is not the story the scenario tells, and nothing is expected of it.
  public var missing: String? {
    guard !revision.hasActions, let file = files.first(where: { $0.driver.asksForAction }) else { return nil }
    return "\(revision.rawValue) has no actions: the driver of \(file.path) cannot ask for one."
  }
}

extension Driver {
  /// Whether its `mmap_prepare` names an action.
  var asksForAction: Bool { legacy == nil && action != .nothing }
}
