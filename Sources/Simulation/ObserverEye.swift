import KernelRoutines
import MemoryModel

/// One look at a machine, for each observer in turn.
struct ObserverEye {
  let state: MachineState
  let space: MMStruct
  let range: AddressRange
  let file: FileID?
  let found: VMArea?
  let isOld: Bool

  init(state: MachineState, mm: MMID, range: AddressRange, file: FileID?, isOld: Bool) {
    self.isOld = isOld
    self.state = state
    space = state.mm(mm)
    self.range = range
    self.file = file
    found =
      range.bytes > 0 ? space.tree.overlapping(range).first.flatMap { state.vma($0.vma) } : nil
  }

  private typealias View = Observers.View

  var cpu: Observers.View {
    guard range.bytes > 0 else { return View(sight: .cannotSee, reason: "no address yet") }
    let set = space.pageTable.count(in: range.start.page..<range.end.page)
    if set == 0 { return View(sight: .cannotSee, reason: "no entry is set") }
    return View(
      sight: .sees, reason: "uses \(set) of \(range.pages)\(isOld ? " old" : "") pages",
      cause: "the hardware takes no lock")
  }

  var tree: Observers.View {
    guard let found else { return View(sight: .cannotSee, reason: "not in the tree") }
    if !found.attached {
      return View(sight: .sees, reason: isOld ? "finds the old, detached" : "finds it detached")
    }
    return View(
      sight: .sees,
      reason: (isOld ? "old VMA" : "finds it") + (state.isWriteLocked(found) ? ", cannot lock it" : "")
    )
  }

  var rmap: Observers.View {
    guard let file else { return View(sight: .cannotSee, reason: "no file") }
    let mapping = state.file(file)
    if let writer = mapping.lock.writer {
      return View(sight: .waits(.iMmap(file), writer), reason: "sleeps on i_mmap", cause: "held for writing")
    }
    let linked = mapping.iMmap.lazy.compactMap { state.vma($0) }
      .first { $0.mm == space.id && range.bytes > 0 && $0.range.overlaps(range) }
    guard let linked else { return View(sight: .cannotSee, reason: "not in i_mmap") }
    if linked.ops == .dummy {
      return View(sight: .halfBuilt, reason: "meets dummy vm_ops", cause: "they are written later")
    }
    return View(sight: .sees, reason: isOld ? "finds the old VMA" : "finds it, may zap it")
  }

  // Nobody can lock the VMA, or there is none: the fault asks for mmap_lock.
  var fault: Observers.View {
    if let found, isReadable(found) {
      return View(sight: .sees, reason: isOld ? "locks the old VMA" : "locks the VMA")
    }
    guard let writer = writerAhead else {
      guard let found else { return View(sight: .cannotSee, reason: "no VMA, SIGSEGV") }
      return View(sight: .sees, reason: "served under mmap_lock", cause: why(found))
    }
    return View(
      sight: .waits(.mmap(space.id), writer), reason: "sleeps on mmap_lock",
      cause: found.map { why($0) } ?? "no VMA found")
  }

  // Maps are read VMA by VMA: an empty range is skipped, a locked VMA is waited for.
  var maps: Observers.View {
    guard let found else { return View(sight: .cannotSee, reason: "skips the range") }
    if isReadable(found) {
      return View(sight: .sees, reason: isOld ? "prints the old line" : "prints the line")
    }
    guard let writer = writerAhead else {
      return View(sight: .sees, reason: "prints it under mmap_lock", cause: why(found))
    }
    return View(sight: .waits(.mmap(space.id), writer), reason: "sleeps on mmap_lock", cause: why(found))
  }

  // The first page of the range that has an entry: whoever comes from a page has one in hand.
  private var entry: PTE? {
    guard range.bytes > 0 else { return nil }
    return space.pageTable.firstEntry(in: range.start.page..<range.end.page)
  }

  // The fast way needs an entry of a page; all else goes the slow way, under mmap_lock.
  var gup: Observers.View {
    guard range.bytes > 0 else { return View(sight: .cannotSee, reason: "no address yet") }
    let entry = entry
    if entry?.kind == .page {
      return View(sight: .sees, reason: "pins a page", cause: "no lock is taken")
    }
    if let writer = writerAhead {
      let cause = entry == nil ? "no entry is set" : "special entries are refused"
      return View(sight: .waits(.mmap(space.id), writer), reason: "sleeps on mmap_lock", cause: cause)
    }
    guard let found else { return View(sight: .cannotSee, reason: "no VMA, EFAULT") }
    guard found.flags.isDisjoint(with: [.io, .pfnMap]) else {
      return View(sight: .cannotSee, reason: "refused, EFAULT", cause: "io and pf have no pages")
    }
    guard entry?.kind != .special else {
      return View(sight: .cannotSee, reason: "refused, EFAULT", cause: "the entry is special")
    }
    return View(sight: .sees, reason: "faults a page in")
  }

  // dup_mmap: the parent's mmap_lock for writing, then VMA by VMA.
  var fork: Observers.View {
    if let holder = space.mmapLock.holders.first ?? space.mmapLock.queue.first?.task {
      return View(
        sight: .waits(.mmap(space.id), holder), reason: "sleeps on mmap_lock", cause: "it wants to write")
    }
    guard let found else { return View(sight: .cannotSee, reason: "copies no VMA here") }
    if let reader = found.readers.members.first {
      return View(
        sight: .waits(.vma(found.id), reader), reason: "waits for a reader", cause: "it marks each VMA")
    }
    guard !found.flags.contains(.dontCopy) else {
      return View(sight: .cannotSee, reason: "leaves it out", cause: "VM_DONTCOPY")
    }
    return View(sight: .sees, reason: isOld ? "copies the old VMA" : "copies the VMA")
  }

  // Reclaim comes from a page on its lists. Its first look, for recent use, only tries the locks of the rmap
  // and keeps the page where it does not get them.
  var reclaim: Observers.View {
    guard let entry else { return View(sight: .cannotSee, reason: "no page is mapped") }
    guard entry.kind == .page else { return View(sight: .cannotSee, reason: "no page behind a pfn") }
    // Pages of a driver are on no list; a VMA with some of them is a mixed map.
    guard let found else { return View(sight: .cannotSee, reason: "finds no VMA in the tree") }
    guard found.flags.isDisjoint(with: [.mixedMap, .io]) else {
      return View(sight: .cannotSee, reason: "on none of its lists")
    }
    if found.flags.contains(.locked) { return View(sight: .cannotSee, reason: "leaves locked pages") }
    if found.hasAnonVMA, space.anonLock.writer != nil {
      return View(sight: .cannotSee, reason: "skips it", cause: "anon_vma is only tried")
    }
    if let file = found.file, !found.hasAnonVMA, state.file(file).lock.writer != nil {
      return View(sight: .cannotSee, reason: "skips it", cause: "i_mmap is only tried")
    }
    return View(sight: .sees, reason: "may unmap a page")
  }

  // Who makes a new reader of mmap_lock sleep: a writer that holds it, or one that queues for it already.
  private var writerAhead: TaskID? {
    space.mmapLock.writer ?? space.mmapLock.queue.first { $0.mode == .write }?.task
  }

  private func isReadable(_ area: VMArea) -> Bool {
    area.attached && !area.excluded && !state.isWriteLocked(area)
  }

  private func why(_ area: VMArea) -> String {
    let name = isOld ? "the old VMA" : "the VMA"
    return area.attached ? "\(name) is write-locked" : "\(name) is detached"
  }
}
