import KernelRoutines

/// Why a function that the model calls does not show in the graphs of some releases at one place.
///
/// It excuses a name, never an errno, a layout or an order.
public struct Explanation: Hashable, Sendable {
  public enum Reason: String, Hashable, Sendable {
    case inlined = "inlined here"
    case notTraced = "not traced here"
    case outOfScope = "out of scope"
  }

  public var function: String
  /// The function into which it vanished.
  public var caller: String
  public var revisions: [Revision]
  public var reason: Reason

  /// One line: `mmap_action_prepare in __compat_vma_mmap (6.19): inlined here`.
  public var text: String {
    "\(function) in \(caller) (\(revisions.map(\.rawValue).joined(separator: ", "))): \(reason.rawValue)"
  }

  public static let all = [
    Explanation(
      function: "mmap_action_prepare", caller: "__compat_vma_mmap", revisions: [.v6_19], reason: .inlined)
  ]
}

extension CallTree {
  /// The tree without the calls that an explanation excuses; what they called moves up.
  func excusing(_ explanations: [Explanation]) -> CallTree {
    let excused = children.flatMap { child -> [CallTree] in
      let inner = child.excusing(explanations)
      let isExcused = explanations.contains { $0.function == child.name && $0.caller == name }
      return isExcused ? inner.children : [inner]
    }
    return CallTree(name, excused)
  }
}
