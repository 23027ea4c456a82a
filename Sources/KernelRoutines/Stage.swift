/// The stages of an mmap() that the rail shows, and the way back.
public enum Stage: Int8, CaseIterable, Hashable, Sendable {
  case enter, prepare, establish, action, hooks, leave
  /// Undoing; on the rail it is drawn where the thing stands that is undone.
  case unwind
  /// What other tasks do; it has no place on the rail.
  case truncate, revoke, fault, cpu, gup, maps, munmap, populate

  /// The first part of a step's id.
  public var id: String {
    switch self {
    case .enter: "enter"
    case .prepare: "prepare"
    case .establish: "establish"
    case .action: "action"
    case .hooks: "hooks"
    case .leave: "return"
    case .unwind: "unwind"
    case .truncate: "truncate"
    case .revoke: "revoke"
    case .fault: "fault"
    case .cpu: "cpu"
    case .gup: "gup"
    case .maps: "maps"
    case .munmap: "munmap"
    case .populate: "populate"
    }
  }

  /// The name on the rail.
  public var title: String {
    switch self {
    case .enter: "enter"
    case .unwind, .truncate, .revoke, .fault, .cpu, .gup, .maps, .munmap, .populate:
      id
    case .prepare, .establish, .action, .hooks, .leave: id.uppercased()
    }
  }

  /// The six stages of the rail, in order.
  public static let rail: [Stage] = [.enter, .prepare, .establish, .action, .hooks, .leave]
}
