import MemoryModel

// Who can be merged with whom, and what a merge changes.
//
// Kernel: is_mergeable_vma, can_vma_merge_left and can_vma_merge_right, mm/vma.c.

extension Kernel {
  private var mergeCheck: MergeCheck { MergeCheck(map, state, facts) }

  /// VM_SPECIAL mappings never merge, and without neighbours there is nobody to ask.
  var triesMerge: Bool {
    !mergeCheck.isSpecial && (map.previous != nil || map.next != nil)
  }

  /// The VMA before the range ends where it begins.
  var isPreviousAdjacent: Bool { mergeCheck.left.map { !$0.failing.contains(.range) } ?? false }

  /// The VMA behind the range begins where it ends.
  var isNextAdjacent: Bool { mergeCheck.right.map { !$0.failing.contains(.range) } ?? false }

  /// The same file pointer and the same flags; `vm_ops` and private data are not compared.
  var isPreviousAlike: Bool { Self.isAlike(mergeCheck.left) }
  var isNextAlike: Bool { Self.isAlike(mergeCheck.right) }

  private static func isAlike(_ side: MergeCheck.Side?) -> Bool {
    side.map { !$0.failing.contains(.file) && !$0.failing.contains(.flags) } ?? false
  }

  /// `vmg.target`: the previous VMA before the next one; where both can take the range, the next one goes.
  mutating func chooseMergeTarget() {
    switch mergeCheck.outcome() {
    case .none: return
    case .left: setMap(.target(map.previous))
    case .right: setMap(.target(map.next))
    case .both:
      setMap(.target(map.previous))
      setMap(.removed(map.next))
    }
  }

  mutating func giveUpMerge() {
    replaceError(nil)
    if map.hasClonedAnon, let target = map.target {
      // `unlink_anon_vmas` of what was cloned. Fidelity: customised; its lock is not taken here.
      setVMA(.anonVMA(false))
      setVMA(.anonRoot(target))
      setMap(.clonedAnon(false))
    }
    setMap(.vma(nil))
    setMap(.target(nil))
    setMap(.removed(nil))
  }

  /// `vma_set_range` of the target over its old range, the new one, and that of a VMA that is removed.
  mutating func growTarget() {
    guard let area = subject else { return }
    let isRight = area.range.start >= map.range.end
    let end = removed?.range.end ?? map.range.end
    setVMA(.range(AddressRange(min(area.range.start, map.range.start), max(area.range.end, end))))
    if isRight { setVMA(.pageOffset(map.pageOffset)) }
  }

  /// The VMA behind the range, where the merge makes one of all three.
  var removed: VMArea? { map.removed.flatMap { state.vma($0) } }

  /// `dup_anon_vma`: the one that stays must be found from the pages of the one that goes.
  var clonesAnon: Bool { removed?.hasAnonVMA == true && subject?.hasAnonVMA == false }

  mutating func cloneAnon() {
    guard let removed else { return }
    setVMA(.anonRoot(removed.anonRoot))
    setVMA(.anonVMA(true))
    setMap(.clonedAnon(true))
  }

  /// `__remove_shared_vm_struct`.
  mutating func unlinkRemoved() {
    guard let removed, let file = removed.file else { return }
    if removed.flags.contains([.shared, .mayWrite]) { emit(.writable(file, -1)) }
    emit(.rmapUnlinked(file, removed.id))
  }

  mutating func detachRemoved() {
    if let removed { emit(.vma(removed.id, .attached(false))) }
  }

  mutating func freeRemoved() {
    guard let removed else { return }
    emit(.mapCount(mmID, -1))
    emit(.vmaFreed(removed.id))
    setMap(.removed(nil))
  }
}
