/// What a task that looks for a VMA or an entry has seen: a racy look, kept so that later conditions need not
/// look again.
public struct Look: Hashable, Sendable {
  public enum Field: Hashable, Sendable {
    case address(VirtualAddress)
    case seen(VMAID?)
    case isLocked(Bool)
    case holdsMmap(Bool)
    case entry(PTE?)
    case isServed(Bool)
    case signal(Signal?)
  }

  public internal(set) var address = VirtualAddress(0)
  /// The VMA that was found.
  public internal(set) var seen: VMAID?
  /// The VMA is read-locked by this task.
  public internal(set) var isLocked = false
  /// The mmap lock is held by this task for reading.
  public internal(set) var holdsMmap = false
  /// What the page-table entry that was looked at said; nil when it was empty.
  public internal(set) var entry: PTE?
  /// The fault is done with, well or not: nothing is left to be tried again.
  public internal(set) var isServed = false
  /// What the task gets instead of an answer.
  public internal(set) var signal: Signal?

  /// The entry that was looked for is set.
  public var found: Bool { entry != nil }

  public init() {}

  mutating func set(_ field: Field) {
    switch field {
    case .address(let value): address = value
    case .seen(let value): seen = value
    case .isLocked(let value): isLocked = value
    case .holdsMmap(let value): holdsMmap = value
    case .entry(let value): entry = value
    case .isServed(let value): isServed = value
    case .signal(let value): signal = value
    }
  }
}
