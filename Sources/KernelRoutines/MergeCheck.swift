import MemoryModel

/// Whether the neighbours of a new range can take it, field by field.
///
/// Kernel: `is_mergeable_vma`, `is_mergeable_anon_vma`, `can_vma_merge_left`, `can_vma_merge_right` and the
/// outcomes of `vma_merge_new_range`, mm/vma.c. Fidelity: customised; memory policy, userfaultfd context and
/// anonymous name are the same everywhere, and no process is a fork child.
public struct MergeCheck: Hashable, Sendable {
  /// What is compared with one neighbour, in the order of the screen.
  public enum Field: CaseIterable, Hashable, Sendable {
    case range, file, pageOffset, flags
  }

  public enum Outcome: Hashable, Sendable {
    case none, left, right, both
  }

  /// One neighbour and what it would have to be equal in.
  public struct Side: Hashable, Sendable {
    public let area: VMArea
    public let failing: [Field]

    public func canTake(assuming equal: [Field] = []) -> Bool { failing.allSatisfy(equal.contains) }
  }

  public let range: AddressRange
  public let file: FileID?
  public let pageOffset: UInt64
  public let flags: VMAFlags
  public let left: Side?
  public let right: Side?
  /// The VMA behind would be deleted, and it has a `close` hook.
  public let keepsRight: Bool
  /// Both neighbours have an anon_vma, and not the same: three ranges cannot become one.
  public let differsInAnon: Bool

  /// What `is_mergeable_vma` does not compare.
  static let ignored = VMAFlags.softDirty

  public init(_ map: MmapState, _ state: MachineState, _ facts: MachineFacts) {
    range = map.range
    file = map.file
    pageOffset = map.pageOffset
    flags = map.flags
    // While MAP_FIXED has not cleared the range, what lies in it is no neighbour.
    let before = map.previous.flatMap(state.vma).flatMap { $0.range.end <= map.range.start ? $0 : nil }
    let behind = map.next.flatMap(state.vma).flatMap { $0.range.start >= map.range.end ? $0 : nil }
    left = before.map { area in
      Self.side(
        area, map, isAdjacent: area.range.end == map.range.start,
        goesOn: area.pageOffset + UInt64(area.range.pages) == map.pageOffset)
    }
    right = behind.map { area in
      Self.side(
        area, map, isAdjacent: area.range.start == map.range.end,
        goesOn: map.pageOffset + UInt64(map.range.pages) == area.pageOffset)
    }
    keepsRight = behind.map { facts.hasClose($0) } ?? false
    differsInAnon =
      before?.hasAnonVMA == true && behind?.hasAnonVMA == true && before?.anonRoot != behind?.anonRoot
  }

  private static func side(_ area: VMArea, _ map: MmapState, isAdjacent: Bool, goesOn: Bool) -> Side {
    var failing: [Field] = isAdjacent ? [] : [.range]
    if area.file != map.file { failing.append(.file) }
    if !goesOn { failing.append(.pageOffset) }
    if area.flags.subtracting(ignored) != map.flags.subtracting(ignored) { failing.append(.flags) }
    return Side(area: area, failing: failing)
  }

  /// Nothing but special flags tells the range from a neighbour.
  public func isOnlySpecial(_ side: Side) -> Bool {
    side.failing.allSatisfy { $0 == .flags }
      && side.area.flags.symmetricDifference(flags).subtracting([Self.ignored, .special]).isEmpty
  }

  /// A mapping with one of these flags is never merged.
  public var isSpecial: Bool { !flags.isDisjoint(with: .special) }

  /// What comes of it: an expansion over one side or both, or a VMA of its own.
  ///
  /// - Parameters:
  ///   - equal: fields that are taken as equal although they are not, for a *what if*.
  ///   - isSpecial: whether a special flag forbids it; nil looks at the flags.
  public func outcome(assuming equal: [Field] = [], isSpecial: Bool? = nil) -> Outcome {
    guard !(isSpecial ?? self.isSpecial) else { return .none }
    let canLeft = left?.canTake(assuming: equal) ?? false
    let canRight = right?.canTake(assuming: equal) ?? false
    switch (canLeft, canRight) {
    case (true, true): return keepsRight || differsInAnon ? .left : .both
    case (true, false): return .left
    case (false, true): return .right
    case (false, false): return .none
    }
  }
}

extension MachineFacts {
  /// `vm_ops->close` is set.
  func hasClose(_ area: VMArea) -> Bool {
    area.ops == .driver && area.file.map { files[Int($0.index)].driver?.hasClose ?? false } ?? false
  }
}
