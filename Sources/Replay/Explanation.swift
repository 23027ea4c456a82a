/// Why a function that the model calls does not show in the graphs of some releases at one place, or why one
/// that shows there is not called by the model.
///
/// It excuses a name, never an errno, a layout or an order.
public struct Explanation: Hashable, Sendable {
  public enum Reason: String, Hashable, Sendable {
    case inlined = "inlined here"
    /// Only the recording has it.
    case outOfScope = "out of scope"
  }

  public var function: String
  /// The function into which it vanished, or by which it is called.
  public var caller: String
  /// The folders of the recordings: a release, or `7.2-lockdep`.
  public var releases: [String]
  public var reason: Reason

  /// One line: `mmap_action_prepare in __compat_vma_mmap (6.19): inlined here`.
  public var text: String {
    "\(function) in \(caller) (\(releases.joined(separator: ", "))): \(reason.rawValue)"
  }

  public static let all = [
    Explanation(
      function: "mmap_action_prepare", caller: "__compat_vma_mmap", releases: ["6.19"], reason: .inlined),
    Explanation(
      function: "__pte_alloc", caller: "remap_pfn_range_internal", releases: ["6.18"], reason: .inlined),
    Explanation(function: "pmd_install", caller: "__pte_alloc", releases: ["7.2-lockdep"], reason: .inlined),
    // An assertion of debugging kernels: a trylock that must fail, since the caller is the writer.
    Explanation(
      function: "down_read_trylock", caller: "map_kernel_pages_prepare", releases: ["7.2-lockdep"],
      reason: .outOfScope),
  ]
}

extension CallTree {
  /// Whether one of the calls is what an explanation speaks about.
  func has(_ explanation: Explanation) -> Bool {
    let isCaller = name == explanation.caller && children.contains { $0.name == explanation.function }
    return isCaller || children.contains { $0.has(explanation) }
  }

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
