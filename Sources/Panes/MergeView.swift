import KernelRoutines
import MemoryModel
import Simulation

/// What the merge pane says at a step: the comparison as the kernel made it, or as it would come out now.
struct MergeView {
  let check: MergeCheck
  /// The position at which the kernel compared; nil before it has.
  let decidedAt: Int?
  let gaveUp: Bool
  /// The state in which it is compared.
  let state: MachineState

  /// Nil as long as the range is not known, and after a call that never compared.
  init?(_ scene: Scene) {
    let moment = scene.merges.last { $0.position <= scene.position }
    state = moment.map { scene.recording.state(at: $0.position) } ?? scene.state
    guard let map = state.task(TaskID(0)).map, map.range.bytes > 0 else { return nil }
    check = MergeCheck(map, state, scene.facts)
    decidedAt = moment?.position
    gaveUp = moment?.gaveUp.map { $0 <= scene.position } ?? false
  }

  /// What becomes of the three ranges: that of the comparison, unless there was no memory for it.
  var outcome: MergeCheck.Outcome { gaveUp ? .none : check.outcome() }

  /// The ranges as letters, a neighbour that lies apart after a space: `AABBCC`, `AAAACC`.
  func letters(_ outcome: MergeCheck.Outcome?) -> String {
    let left = check.left == nil ? "" : isApart(check.left) ? "AA " : "AA"
    let right = check.right == nil ? "" : isApart(check.right) ? " CC" : "CC"
    switch outcome {
    case nil: return left + ".." + right
    case .some(.none): return left + "BB" + right
    case .left: return left + "AA" + right
    case .right: return left + "CC" + right
    case .both: return left + "AAAA"
    }
  }

  func isApart(_ side: MergeCheck.Side?) -> Bool { side?.failing.contains(.range) ?? true }

  /// Another outcome and what would have to be otherwise for it.
  struct WhatIf: Hashable {
    var condition: String
    var outcome: MergeCheck.Outcome
  }

  /// The nearest other outcomes: each side made equal by itself, then both; what is special, a close hook and
  /// two anon_vmas come after.
  var whatIfs: [WhatIf] {
    var found: [WhatIf] = []
    let known = outcome
    func add(_ condition: String, _ outcome: MergeCheck.Outcome) {
      guard outcome != known, !found.contains(where: { $0.outcome == outcome }) else { return }
      found.append(WhatIf(condition: condition, outcome: outcome))
    }
    let sides = [check.left, check.right].compactMap { $0 }.filter { !$0.failing.contains(.range) }
    if gaveUp { add("with memory", check.outcome()) }
    if check.isSpecial {
      let codes = check.flags.intersection(.special).codes.joined(separator: " ")
      let isNear = !sides.isEmpty && sides.allSatisfy(check.isOnlySpecial)
      if isNear { add("without \(codes)", check.outcome(assuming: [.flags], isSpecial: false)) }
      return found
    }
    // What differs in everything is another mapping, not a near miss.
    for side in sides where side.failing.count < 3 {
      add(Self.words(side.failing), check.outcome(assuming: side.failing))
    }
    let all = MergeCheck.Field.allCases.filter { field in sides.contains { $0.failing.contains(field) } }
    if all.count < 3 { add(found.count == 2 ? "with both" : Self.words(all), check.outcome(assuming: all)) }
    if known == .left, check.right?.canTake() == true, check.keepsRight != check.differsInAnon {
      let word = check.keepsRight ? "without a close hook" : "with one anon_vma"
      add(word, .both)
    }
    return found
  }

  private static func words(_ fields: [MergeCheck.Field]) -> String {
    "with " + fields.map(\.equal).joined(separator: " and ")
  }
}

extension MergeCheck.Field {
  /// What keeps two ranges apart in it.
  var obstacle: String {
    switch self {
    case .range: "a gap"
    case .file: "file object"
    case .pageOffset: "page offset"
    case .flags: "flags"
    }
  }

  /// What would have to be so instead.
  var equal: String {
    switch self {
    case .range: "no gap"
    case .file: "one file object"
    case .pageOffset: "pages that go on"
    case .flags: "equal flags"
    }
  }
}
