import MemoryModel

// One VMA becomes two: what sticks out of a range is cut off.

/// Cuts off what lies in front of the range (`split_head`) or behind it (`split_tail`). The piece that is
/// cut off is the new VMA; the old one keeps what the range covers.
///
/// Kernel: `__split_vma`, mm/vma.c. Fidelity: customised; no huge page and no memory policy stands in the
/// way.
func splitVMA(_ place: String) -> RoutineMaker {
  { kernel in
    Routine("__split_vma", as: place, in: "mm/vma.c", fidelity: .customised) {
      Step("vm_area_dup", "vm_area_dup", mayFail: .ENOMEM) { k in
        k.duplicatePiece(isHead: place == "split_head")
      }
      .what("A copy is made for the part outside the range, {splitpiece}.")
      .why("A mapping is replaced by whole VMAs only: it is cut first.")
      .note("a copy").traced("vm_area_dup")
      Step("vma_dup_policy", "vma_dup_policy", minor: true) { _ in }
        .what("The copy has the memory policy of the original: none.")
        .why("Each VMA has its own.")
        .note("none").traced("vma_dup_policy")
      If("vma->anon_vma", otherwise: "no anon_vma") {
        $0.subject?.hasAnonVMA ?? false
      } then: {
        Call(anonVMAClone(place))
      }
      If("vma->vm_file", otherwise: "no file") {
        $0.subject?.file != nil
      } then: {
        Step("get_file", "get_file", minor: true) { k in
          if let file = k.subject?.file { k.emit(.fileReferences(file, 1)) }
        }
        .what("The copy takes a reference to {vmfile} of its own.")
        .why("Each VMA gives back one when it goes.")
        .note("+1 reference")
      }
      If("vm_ops->open", otherwise: "no open") {
        $0.subject?.ops == .driver
      } then: {
        // The number tells apart the two pieces of one run.
        ForEach("piece", from: { _ in place == "split_head" ? 0 : 1 }, count: { _ in 1 }) { Hook(.open) }
      }
      If("not write-locked yet", otherwise: "write-locked already") {
        !$0.isSubjectWriteLocked
      } then: {
        Call(vmaStartWrite(at: place))
      }
      Assign { k in k.swapPiece() }
      Call(vmaStartWrite(at: place + "_piece"))
      Assign { k in k.swapPiece() }
      Step("init_multi_vma_prep", "init_multi_vma_prep", minor: true) { _ in }
        .what("What has to be locked for the cut is written down.")
        .why("File and anonymous rmap must not be walked meanwhile.")
        .note("2 VMAs").traced("init_multi_vma_prep")
      Call(vmaPrepare(place))
      Step("adjust_thp", "vma_adjust_trans_huge", minor: true) { _ in }
        .what("No huge page straddles the cut.")
        .why("One that did would be split first.")
        .note("none").traced("vma_adjust_trans_huge")
      Step("shrink", "vma->vm_start, vma->vm_end") { k in k.shrinkToRange() }
        .what("The old VMA keeps what the range covers: {splitrest}.")
        .why("Write-locked and in no rmap: nobody meets it half-cut.")
        .note("shrunk")
      Call(vmaComplete(place))
    }
  }
}

private func anonVMAClone(_ place: String) -> RoutineMaker {
  { kernel in
    let insert = anonInsert(kernel)
    return Routine("anon_vma_clone", as: place, in: "mm/rmap.c") {
      anonLock("clone") {
        Step("anon_clone", insert, minor: true) { k in
          guard let piece = k.vms.piece, let area = k.subject else { return }
          k.emit(.vma(piece, .anonRoot(area.anonRoot)))
          k.emit(.vma(piece, .anonVMA(true)))
        }
        .what("The copy enters the anonymous rmap of the pages.")
        .why("A page that lies in it must be found through it.")
        .note("linked").traced(insert)
      }
    }
  }
}

/// The statements under the lock of the anonymous rmap.
@RoutineBuilder func anonLock(_ label: String, @RoutineBuilder _ body: () -> [any Statement])
  -> [any Statement]
{
  Acquire("\(label)_lock", .anonVMA, .write, by: "anon_vma_lock_write")
    .what("The lock of the anonymous rmap is taken for writing.")
    .why("Reclaim and migration walk it from a page: they wait.")
    .note("write").traced("down_write")
  body()
  Release("\(label)_unlock", .anonVMA, .write, by: "anon_vma_unlock_write")
    .what("The lock of the anonymous rmap is dropped.")
    .why("Walkers go on.")
    .note("free").traced("up_write")
}

extension Kernel {
  mutating func duplicatePiece(isHead: Bool) {
    guard let area = subject else { return }
    let range = vms.range
    let piece =
      isHead ? AddressRange(area.range.start, range.start) : AddressRange(range.end, area.range.end)
    let id = state.nextVMA
    emit(.vmaAllocated(id, mmID))
    let skipped = UInt64(AddressRange(area.range.start, piece.start).pages)
    for field: Change.VMAField in [
      .range(piece), .pageOffset(area.pageOffset + skipped), .flags(area.flags),
      .pageProtection(area.pageProtection), .ops(area.ops), .privateData(area.hasPrivateData),
      .file(area.file), .name(area.name), .tracked(area.isTracked),
      .unseenTables(area.hasUnseenTables),
    ] { emit(.vma(id, field)) }
    setVMS(.piece(id))
  }

  /// Works on the piece in place of the VMA it was cut from, or the other way round.
  mutating func swapPiece() {
    let (piece, gathered) = (vms.piece, vms.gathered)
    setVMS(.gathered(piece))
    setVMS(.piece(gathered))
  }

  mutating func shrinkToRange() {
    guard let area = subject, let piece = vms.piece.flatMap({ state.vma($0) }) else { return }
    if piece.range.start == area.range.start {
      setVMA(.range(AddressRange(piece.range.end, area.range.end)))
      setVMA(.pageOffset(area.pageOffset + UInt64(piece.range.pages)))
    } else {
      setVMA(.range(AddressRange(area.range.start, piece.range.start)))
    }
  }

  /// The new piece is stored and counted; what it covers is no longer the old VMA's.
  mutating func storePiece() {
    guard let piece = vms.piece else { return }
    emit(.vma(piece, .attached(true)))
    emit(.treeStored(piece))
    emit(.mapCount(mmID, 1))
    setVMS(.piece(nil))
  }

  mutating func linkPiece() {
    guard let piece = vms.piece, let area = state.vma(piece), let file = area.file else { return }
    if area.flags.contains([.shared, .mayWrite]) { emit(.writable(file, 1)) }
    emit(.rmapLinked(file, piece))
  }
}
