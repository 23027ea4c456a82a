import KernelRoutines
import MemoryModel

/// One answer that is not the plain course, anchored to a step: the way the step goes, `ID=WAY`, or who runs
/// instead when the running task stands before it, `ID@TASK`.
///
/// The anchor is the step, not a position in the run, so that a decision survives steps added elsewhere.
public struct Decision: Hashable, Sendable, CustomStringConvertible {
  /// The step's id; without the loop index it means the first time the step is reached.
  public var step: String
  /// An errno's name, `signal` or `clears`; empty takes the first way there is.
  public var way: String
  /// From there on every later step of the task that can go that way goes it too.
  public var lasts = false
  /// The task that runs instead; nil when the decision is about the step itself.
  public var task: String?

  public init(step: String, way: String) {
    self.step = step
    self.way = way
  }

  public init(step: String, task: String) {
    self.step = step
    way = ""
    self.task = task
  }

  /// Reads `ID=WAY`, `ID=WAY+` for one that lasts, `ID@TASK` or `ID`.
  public init(_ text: String) {
    if let at = text.firstIndex(of: "@") {
      self.init(step: String(text[..<at]), task: String(text[text.index(after: at)...]))
      return
    }
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let way = parts.count > 1 ? parts[1] : ""
    self.init(step: String(parts[0]), way: String(way.last == "+" ? way.dropLast() : way))
    lasts = way.last == "+"
  }

  public var description: String {
    if let task { return "\(step)@\(task)" }
    return way.isEmpty ? step : "\(step)=\(way)\(lasts ? "+" : "")"
  }
}

/// A decision tied to a program: the statements its id can mean.
struct AnchoredDecision: Sendable {
  let decision: Decision
  let pattern: StepPattern
  /// The task whose step it is about.
  let task: TaskID
  /// The mark at which it was used.
  var usedAt: Int?
}

/// The statements of a program that an id can mean.
public struct StepPattern: Hashable, Sendable {
  public var stage: Stage
  public var pcs: [Int32]
  /// The loop index; nil means any.
  public var index: Int32?

  public func matches(pc: Int32, stage: Stage, index: Int32) -> Bool {
    guard self.stage == stage, pcs.contains(pc) else { return false }
    return self.index == nil || self.index == index
  }
}

extension Program {
  /// The statements an id can mean: an exact id first, else all whose id starts with it.
  ///
  /// `establish.vma_link_file` names one step; `establish.mmap_complete` the first of several.
  public func pattern(for id: String) -> StepPattern? {
    // A task's name stands before a slash; whose statement it is, the caller knows.
    let bare = id.split(separator: "/", maxSplits: 1).last ?? ""
    var parts = bare.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let stage = Stage.allCases.first(where: { $0.id == parts.first }) else { return nil }
    parts.removeFirst()
    let path = parts.joined(separator: ".")
    if let exact = find(path, stage, nil) { return exact }
    guard let last = parts.last, let index = Int32(last), index >= 0 else { return prefixed(path, stage) }
    return find(parts.dropLast().joined(separator: "."), stage, index)
  }

  private func find(_ path: String, _ stage: Stage, _ index: Int32?) -> StepPattern? {
    steps(of: path, stage, index) { short, label in
      guard let rest = Self.rest(of: path, behind: short) else { return false }
      return rest == label
    }
  }

  private func prefixed(_ path: String, _ stage: Stage) -> StepPattern? {
    steps(of: path, stage, nil) { short, label in
      guard let rest = Self.rest(of: path, behind: short) else { return short.hasPrefix(path + ".") }
      return rest.isEmpty ? !label.isEmpty : label.hasPrefix(rest) && label.dropFirst(rest.count).first == "."
    }
  }

  // The visible statements that a path can mean. Every picture of a story with captions asks this: routines
  // that are out of the question go first, and nothing is put together.
  private func steps(
    of path: String, _ stage: Stage, _ index: Int32?,
    isMeant: (_ short: String, _ label: String) -> Bool
  ) -> StepPattern? {
    guard !path.isEmpty else { return nil }
    let near = routines.map { path.hasPrefix($0.short) || $0.short.hasPrefix(path) }
    var pcs: [Int32] = []
    for pc in code.indices where near[Int(code[pc].routine)] && code[pc].isVisible {
      if isMeant(routines[Int(code[pc].routine)].short, code[pc].label) { pcs.append(Int32(pc)) }
    }
    return pcs.isEmpty ? nil : StepPattern(stage: stage, pcs: pcs, index: index)
  }

  // What a path says behind a routine: the label; nil when it names another routine.
  private static func rest(of path: String, behind short: String) -> Substring? {
    guard !short.isEmpty else { return path[...] }
    guard path != short else { return "" }
    guard path.hasPrefix(short), path.dropFirst(short.count).first == "." else { return nil }
    let rest = path.dropFirst(short.count + 1)
    return rest.isEmpty ? nil : rest
  }
}
