/// What a driver does although no driver may: a closed list, each with the law it breaks.
public enum Overstep: String, CaseIterable, Hashable, Sendable {
  /// Its first hook moves the start of the range up by a page: `desc->start`, or `vma->vm_start`.
  case immutableField = "immutable_field"
  /// Its last hook takes the mmap lock, which its own task holds: a fault handler, where it has one.
  case mmapLock = "mmap_lock"
  /// Its hook after the action sets flags on the VMA that everybody can find by then.
  case lateFlags = "late_flags"

  /// What it is, for lists.
  public var summary: String {
    switch self {
    case .immutableField: "its first hook moves the start of the range"
    case .mmapLock: "its last hook, or its fault handler, takes mmap_lock"
    case .lateFlags: "its hook after the action sets flags"
    }
  }
}
