/// A VMA: the slot of its object and how often that slot was used before.
///
/// A freed slot is reused, so a stale id names another generation: a visible use after free.
public struct VMAID: Hashable, Sendable {
  public var slot: UInt32
  public var generation: UInt32

  public init(slot: UInt32, generation: UInt32) {
    self.slot = slot
    self.generation = generation
  }
}

/// A file and its page cache object, `struct file` and `struct address_space`, by its place in the machine.
public struct FileID: Hashable, Sendable {
  public var index: UInt16

  public init(_ index: Int) { self.index = UInt16(index) }
}

/// An address space, `mm_struct`, by its place in the machine.
public struct MMID: Hashable, Sendable {
  public var index: UInt8

  public init(_ index: Int) { self.index = UInt8(index) }
}

/// A task by its place in the machine.
///
/// Limit: 16 tasks, so that a set of them is one 16-bit mask.
public struct TaskID: Hashable, Comparable, Sendable {
  public static let limit = 16

  public var index: UInt8

  public init(_ index: Int) { self.index = UInt8(index) }

  public static func < (left: TaskID, right: TaskID) -> Bool { left.index < right.index }
}

/// A set of tasks.
public struct TaskSet: Hashable, Sendable {
  public private(set) var mask: UInt16 = 0

  public init() {}

  public var isEmpty: Bool { mask == 0 }
  public var count: Int { mask.nonzeroBitCount }

  public func contains(_ task: TaskID) -> Bool { mask & (1 << UInt16(task.index)) != 0 }
  public mutating func insert(_ task: TaskID) { mask |= 1 << UInt16(task.index) }
  public mutating func remove(_ task: TaskID) { mask &= ~(1 << UInt16(task.index)) }

  /// The members in task order.
  public var members: [TaskID] {
    (0..<TaskID.limit).compactMap { mask & (1 << UInt16($0)) != 0 ? TaskID($0) : nil }
  }
}
