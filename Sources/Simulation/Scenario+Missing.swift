import KernelRoutines

extension Scenario {
  /// The same scenario for another kernel.
  public func under(_ revision: Revision) -> Scenario {
    var copy = self
    copy.revision = revision
    return copy
  }

  /// The scenario without its decisions: what happens when nothing fails.
  public var plain: Scenario {
    var copy = self
    copy.decisions = []
    return copy
  }

  /// What the scenario's revision lacks for it, as a sentence; nil when nothing is missing.
  ///
  /// Such a run can be looked at, but it is not the story the scenario tells, and nothing is expected of it.
  public var missing: String? {
    guard let file = files.first(where: { $0.driver.legacy == nil && !revision.has($0.driver.action.kind) })
    else { return nil }
    return revision.hasActions
      ? "\(revision.rawValue) has no \(file.driver.action.kind.name): \(file.path) asks in vain."
      : "\(revision.rawValue) has no actions: \(file.path) cannot ask for one."
  }
}
