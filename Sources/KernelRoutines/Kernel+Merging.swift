import MemoryModel

// Who can be merged with whom.
//
// Kernel: is_mergeable_vma, can_vma_merge_left and can_vma_merge_right, mm/vma.c.

extension Kernel {
  /// VM_SPECIAL mappings never merge, and without neighbours there is nobody to ask.
  var triesMerge: Bool {
    map.flags.isDisjoint(with: .special) && (map.previous != nil || map.next != nil)
  }

  /// The VMA before the range ends where it begins.
  var isPreviousAdjacent: Bool {
    map.previous.flatMap { state.vma($0) }?.range.end == map.range.start
  }

  /// The VMA behind the range begins where it ends.
  var isNextAdjacent: Bool { map.next.flatMap { state.vma($0) }?.range.start == map.range.end }

  /// The same file pointer and the same flags; `vm_ops` and private data are not compared.
  func alike(_ neighbour: VMAID?) -> Bool {
    guard let area = neighbour.flatMap({ state.vma($0) }) else { return false }
    let ignored = VMAFlags.softDirty
    return area.file == map.file && area.flags.subtracting(ignored) == map.flags.subtracting(ignored)
  }

  /// The file pages of the previous VMA, or the places of anonymous ones, go on into the range.
  var continuesPrevious: Bool {
    guard let area = map.previous.flatMap({ state.vma($0) }) else { return false }
    return area.pageOffset + UInt64(area.range.pages) == map.pageOffset
  }

  var continuesIntoNext: Bool {
    guard let area = map.next.flatMap({ state.vma($0) }) else { return false }
    return map.pageOffset + UInt64(map.range.pages) == area.pageOffset
  }

  /// `vmg.target`: the previous VMA before the next one. Fidelity: customised; where both would fit, the
  /// kernel makes one VMA of all three, here the next one stays.
  mutating func chooseMergeTarget() {
    guard triesMerge else { return }
    if isPreviousAdjacent, alike(map.previous), continuesPrevious {
      setMap(.target(map.previous))
    } else if isNextAdjacent, alike(map.next), continuesIntoNext {
      setMap(.target(map.next))
    }
  }

  mutating func giveUpMerge() {
    replaceError(nil)
    setMap(.vma(nil))
    setMap(.target(nil))
  }

  /// `vma_set_range` of the target over its old range and the new one.
  mutating func growTarget() {
    guard let area = subject else { return }
    let isRight = area.range.start >= map.range.end
    setVMA(.range(AddressRange(min(area.range.start, map.range.start), max(area.range.end, map.range.end))))
    if isRight { setVMA(.pageOffset(map.pageOffset)) }
  }
}
