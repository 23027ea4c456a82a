import KernelRoutines
import MemoryModel

// Whether a neighbour can grow over the range, and why not.

extension Narrator {
  func mergeFact(_ name: String) -> String? {
    switch name {
    case "mergewhat":
      guard let target else { return "No neighbour can take the range: \(mergeReason)" }
      if task.map?.removed != nil {
        return "The VMAs on both sides become one with it: "
          + (recording.mappedFile == nil ? "the same kind of memory" : "same file, offset and flags")
      }
      let side = target.range.start < subject.range.start ? "before" : "behind"
      return recording.mappedFile == nil
        ? "The VMA \(side) the range can grow over it: the same kind of memory"
        : "The VMA \(side) the range can grow over it: same file, offset and flags"
    case "mergewhy":
      let skipped = hasMmapHook ? "the driver's hook" : "the action and the hooks"
      if recording.mappedFile == nil { return "A merge makes a new VMA needless" }
      return target == nil
        ? "A merge would skip \(skipped): there would be no new VMA"
        : "A neighbour grows: \(skipped) will not run"
    case "nomerge":
      if target != nil { return "yes" }
      return mergeReason == special ? "no: special" : "no"
    case "grown": return subject.vma?.range.description
    case "growth":
      let gone = task.map?.removed.flatMap { after.vma($0) }?.range.pages ?? 0
      return call.map { "+\($0.pages + gone) pages" }
    case "involved": return task.map?.removed == nil ? "1 VMA" : "2 VMAs"
    case "vmafind", "vmafindwhy", "vmafindnote", "goingcount", "goingpages", "vmacount", "chargepages",
      "splitpiece", "splitrest":
      return replaceFact(name)
    case "closebalance": return closeBalance
    default: return nil
    }
  }

  // The VMA whose close() runs.
  private var closed: VMArea? {
    (task.vms ?? taskBefore.vms)?.gathered.flatMap { before.vma($0) }
  }

  private var closeBalance: String {
    guard let file = closed?.file else { return "The driver lets go of it" }
    let count = after.file(file).counted
    return count < 0
      ? "It takes one off although none was counted: mapped() never ran"
      : "What was counted once is taken off once: \(count) left"
  }

  private var target: VMArea? { task.map?.target.flatMap { after.vma($0) } }
  private var special: String { "a remapped VMA is special" }

  private var mergeReason: String {
    guard let map = task.map else { return "" }
    if recording.mappedFile == nil { return "none of them is memory of the same kind" }
    if !map.flags.isDisjoint(with: .special) { return special }
    let check = MergeCheck(map, after, recording.facts)
    let sides = [check.left, check.right].compactMap { $0 }
    let near = sides.filter { !$0.failing.contains(.range) }
    if sides.allSatisfy({ $0.failing.contains(.file) }) { return "none of them maps this file" }
    if near.isEmpty { return "there is a gap between them" }
    if near.allSatisfy({ $0.failing.contains(.file) }) { return "what it touches maps another file" }
    let reasons = near.compactMap { $0.failing.first?.differing }
    if reasons.count == 2, reasons[0] != reasons[1] {
      return "\(reasons[0]) differ before, \(reasons[1]) behind"
    }
    let isAlike = near.contains { !$0.failing.contains(.file) && !$0.failing.contains(.flags) }
    return isAlike ? "its file pages do not go on" : "its flags differ"
  }
}

extension MergeCheck.Field {
  fileprivate var differing: String {
    switch self {
    case .range: "ranges"
    case .file: "file objects"
    case .pageOffset: "file pages"
    case .flags: "flags"
    }
  }
}
