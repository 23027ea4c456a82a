import MemoryModel

// What a driver's f_op->mmap calls to fill page tables at once.

/// Kernel: `remap_pfn_range`, mm/memory.c: flags, tracking and entries in one call, on a VMA that may still
/// be in no tree.
let remapPFNRange: RoutineMaker = { kernel in
  Routine("remap_pfn_range", as: "remap", in: "mm/memory.c", locals: [.walk]) {
    Assign { k in k.beginHookRemap() }
    Fail("partial_cow", if: "private, and not the whole VMA") { $0.isPartialCow ? .EINVAL : nil }
      .what("A private writable mapping is remapped whole or not at all.")
      .why("pgoff tells remapped pages from copied ones, and there is one pgoff a VMA.")
      .onFailure(
        "Only part of a private writable mapping is to be remapped: -{errno}.",
        "pgoff tells remapped pages from copied ones, and there is one pgoff a VMA.")
    if kernel.hasActions { setRemapFlags(kernel) }
    If("the whole VMA", otherwise: "part of it") {
      $0.walk.range == $0.subject?.range
    } then: {
      Call(remapPFNRangeTrack)
    }.orElse {
      Call(remapPartOfRange)
    }
  }
}

/// Kernel: the short way through `remap_pfn_range_track`, mm/memory.c.
private let remapPartOfRange: RoutineMaker = { kernel in
  Routine("remap_pfn_range_track", as: "remap.part", in: "mm/memory.c") {
    Step("cachemode", "pfnmap_setup_cachemode", mayFail: .EINVAL) { _ in }
      .what("x86 is asked how frames {pfns} are cached; nothing is reserved.")
      .why("Only a VMA that is remapped whole carries a reservation.")
      .note("asked").traced("pfnmap_setup_cachemode")
    Call(remapPFNRangeInternal)
  }
}

/// Sets the remap flags on the VMA itself. Up to 6.19 `vm_flags_set` takes the VMA write mark first.
@RoutineBuilder func setRemapFlags(_ kernel: Revision) -> [any Statement] {
  if kernel.marksWhenFlagsChange {
    If("not write-locked yet", otherwise: "write-locked already") {
      !$0.isSubjectWriteLocked
    } then: {
      Call(vmaStartWrite(at: "remap.vma_start_write"))
    }
  }
  Step("remap_flags", "vm_flags |= io pf de dd") { k in k.flagForRemap() }
    .what("The VMA gains io pf de dd; the merge was tried without them.")
    .why(
      kernel.marksWhenFlagsChange
        ? "Whoever changes flags takes the write mark, though nobody can see the VMA."
        : "Nobody can see the VMA, so no mark is needed to change its flags."
    )
    .note("+pf io de dd")
}

extension Kernel {
  /// The walk over what `f_op->mmap` maps.
  mutating func beginHookRemap() {
    guard let hook = driver?.legacy, let subject, case .remapPFN(let frame) = hook.action else { return }
    setWalk(.range(AddressRange(subject.range.start, pages: min(pagesOfHook, subject.range.pages))))
    setWalk(.frame(frame ?? PageFrame(subject.pageOffset)))
    setWalk(.protection(subject.pageProtection))
  }

  /// How many pages the driver's `f_op->mmap` maps: all of them, unless it gives up before.
  var pagesOfHook: Int {
    guard let hook = driver?.legacy, hook.action != .nothing else { return 0 }
    let pages = map.range.pages
    return hook.error == nil ? pages : min(hook.failsAfter, pages)
  }

  var isPartialCow: Bool {
    guard let subject else { return false }
    return subject.flags.isCow && walk.range != subject.range
  }

  mutating func flagForRemap() {
    guard let subject else { return }
    if subject.flags.isCow { setVMA(.pageOffset(walk.frame.value)) }
    setVMA(.flags(subject.flags.union(.remap)))
  }
}
