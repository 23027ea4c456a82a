import MemoryModel

// The action on the finished VMA, and the hooks.

/// Performs the action once the VMA is live, and takes the mapping down again when it fails.
///
/// Kernel: `mmap_action_complete` and `mmap_action_finish`, mm/util.c; the message calls it
/// `vma_desc_action_complete`. Who unmaps, and when the hooks run, is what the revisions differ in most.
let mmapActionComplete: RoutineMaker = { kernel in
  Routine("mmap_action_complete", as: "", in: "mm/util.c", stage: .action, posted: true) {
    Capture {
      If("action.type is MMAP_REMAP_PFN", otherwise: "no action") {
        $0.desc.action.kind == .remapPFN
      } then: {
        Call(remapPFNRangeComplete)
      }
      if kernel.hasMapped { Hook(.mapped, stage: .hooks) }
      if kernel == .v7_0 || kernel == .v7_1 { Hook(.success, stage: .hooks) }
    }
    switch kernel {
    case .seedV2, .v6_19: finishAction(kernel)
    case .v7_0:
      If("err and not is_compat", otherwise: "no error") {
        $0.hasError && !$0.isCompat
      } then: {
        Hook(.error, errors: .replaces, stage: .hooks)
      }
    default:
      If("hide_from_rmap_until_complete", otherwise: "not held") {
        $0.map.holdsRmap
      } then: {
        Call(dropRmapLock)
      }
      If("err and not is_compat", otherwise: "no error") {
        $0.hasError && !$0.isCompat
      } then: {
        Call(doMunmap, errors: .ignored, stage: .unwind)
        if kernel.hasErrorOverride {
          errorOverride
        } else {
          Hook(.error, errors: .replaces, stage: .hooks)
        }
      }
    }
  }
}

// The posting and 6.19: unmap first, then ask the error hook; the success hook only when all went well.
private func finishAction(_ kernel: Revision) -> If {
  If("err", otherwise: "no error") {
    $0.hasError
  } then: {
    // As the kernel does: nobody looks at the result of the munmap.
    Call(doMunmap, errors: .ignored, stage: .unwind)
    Hook(.error, errors: .replaces, stage: .hooks)
  }.orElse {
    // The posting assigns what the hook returns and then returns 0; 6.19 returns it and keeps the VMA.
    Hook(.success, errors: kernel == .seedV2 ? .ignored : .propagate, stage: .hooks)
  }
}

/// 6.19 drops the kept rmap lock only here, behind the munmap of a failed action: too late.
///
/// Kernel: `call_action_complete`, mm/vma.c.
let callActionComplete: RoutineMaker = { kernel in
  Routine("call_action_complete", as: "", in: "mm/vma.c", stage: .action) {
    Capture { Call(mmapActionComplete) }
    If("map.hold_file_rmap_lock", otherwise: "not held") {
      $0.map.holdsRmap
    } then: {
      Call(dropRmapLock)
    }
  }
}

/// The rmap lock that hid the VMA is dropped.
///
/// Kernel: `maybe_rmap_unlock_action`, mm/internal.h, of 7.1; two lines in the caller before that.
let dropRmapLock: RoutineMaker = { kernel in
  Routine("maybe_rmap_unlock_action", as: "", in: "mm/internal.h", stage: .hooks) {
    Release("drop_rmap", .iMmap, .write, by: "i_mmap_unlock_write", minor: false) { k in
      k.setMap(.holdsRmap(false))
    }
    .what("The rmap lock of {file} is dropped: walkers that waited go on.")
    .why("Until now the VMA was in the tree of the file, and nobody could look.")
    .note("free").traced("up_write")
  }
}

/// 7.2 and later: a number instead of a hook.
private let errorOverride = If("action.error_override", otherwise: "none set") {
  $0.desc.action.errorOverride != nil
} then: {
  Step("error_override", "err = error_override", stage: .hooks) { k in
    k.replaceError(k.desc.action.errorOverride)
  }
  .what("error_override turns {olderrno} into {errno}.")
  .why("It is a number, checked when the action was prepared: it cannot be 0.")
  .note("{errno}")
}

/// Kernel: `remap_pfn_range_complete`, mm/memory.c.
private let remapPFNRangeComplete: RoutineMaker = { kernel in
  Routine(
    "remap_pfn_range_complete", as: "remap", in: "mm/memory.c", stage: .action, locals: [.walk], posted: true
  ) {
    Assign { k in k.beginRemap() }
    Call(remapPFNRangeTrack)
  }
}

/// Kernel: `remap_pfn_range_track`, mm/memory.c.
let remapPFNRangeTrack: RoutineMaker = { kernel in
  Routine("remap_pfn_range_track", as: "remap", in: "mm/memory.c") {
    Step("pfnmap_track", "pfnmap_track", mayFail: .EINVAL, .ENOMEM) { _ in }
      .what("x86 reserves the memory type of frames {pfns} for this VMA.")
      .why("Two mappings with different caching would corrupt: it may refuse.")
      .note("reserved").traced("pfnmap_track")
    Attempt {
      Call(remapPFNRangeInternal)
    } onError: {
      Step("pfnmap_untrack", "pfnmap_untrack", minor: true) { _ in }
        .what("The reservation of the memory type is dropped.")
        .why("Another mapping may choose its caching again.")
        .note("dropped").undoes("action.remap.pfnmap_track").traced("pfnmap_untrack")
    }
    Step("track_ctx", "vma->pfnmap_track_ctx = ctx") { k in k.setVMA(.tracked(true)) }
      .what("The VMA remembers the reservation; it is dropped with the VMA.")
      .why("All {pages} entries are in place: the action is complete.")
      .note("tracked")
  }
}

/// Fidelity: customised; the kernel's nested loops over PGD, P4D, PUD and PMD entries are one loop over the
/// PTE tables they lead to, in the same order.
let remapPFNRangeInternal: RoutineMaker = { kernel in
  Routine("remap_pfn_range_internal", as: "remap", in: "mm/memory.c", fidelity: .customised) {
    // Without actions only f_op->mmap comes here: 6.18 sets the flags now, the others before the tracking.
    if !kernel.hasActions {
      If("in f_op->mmap", otherwise: "the flags are set") {
        $0.map.runsHook
      } then: {
        setRemapFlags(kernel)
      }
    }
    Attempt {
      ForEach("PTE table of the range", count: { $0.walkTables }) {
        Assign { k in k.nextPiece() }
        If("the PGD entry is empty", otherwise: "{pudexists}") {
          $0.isMissing(.pud)
        } then: {
          Call(allocate(.pud))
        }
        If("the PUD entry is empty", otherwise: "{pmdexists}") {
          $0.isMissing(.pmd)
        } then: {
          Call(allocate(.pmd))
        }
        If("the PMD entry is empty", otherwise: "{pteexists}") {
          $0.isMissing(.pte)
        } then: {
          Call(pteAlloc())
        }
        Call(remapPTERange)
      }
    } onError: {
      Call(zapRange())
    }
  }
}

/// Kernel: `__pud_alloc` and `__pmd_alloc`, mm/memory.c; the top level is folded with four levels.
///
/// - Parameter place: the part of the steps' ids that says who fills page tables.
func allocate(_ level: PageLevel, at place: String = "remap") -> RoutineMaker {
  { kernel in
    let name = level == .pud ? "pud" : "pmd"
    return Routine("__\(name)_alloc", as: place, in: "mm/memory.c") {
      Step("\(name)_alloc", "allocate a \(level.name) table", mayFail: .ENOMEM) { _ in }
        .what("A zeroed page is allocated for a \(level.name) table.")
        .why("It may sleep, so it is done before the spin lock is taken.")
        .note("page")
      Burst("\(name)_install", .install(level), by: "spin_lock(page_table_lock)") {
        Step("\(name)_install", "install it") { k in k.install(level) }
          .what("The \(level.name) table is installed: it covers {\(name)span}.")
          .why("The table stays when entries are zapped; only munmap frees it.")
          .note("new table")
      }
    }
  }
}

/// Kernel: `__pte_alloc`, mm/memory.c.
///
/// - Parameter place: the part of the steps' ids that says who fills page tables.
func pteAlloc(at place: String = "remap") -> RoutineMaker {
  { kernel in
    Routine("__pte_alloc", as: place, in: "mm/memory.c") {
      Step("pte_alloc", "pte_alloc_one", mayFail: .ENOMEM) { _ in }
        .what("A zeroed page is allocated for the PTE table of {ptespan}.")
        .why("It may sleep, so it is done before the spin lock is taken.")
        .note("page").traced("pte_alloc_one")
      Burst("pte_install", .install(.pte), by: "pmd_lock") {
        Step("pte_install", "pmd_install") { k in k.install(.pte) }
          .what("The PTE table is installed: it covers {ptespan}, 2 MiB.")
          .why("The lock of the PMD table's page guards it; entries come next.")
          .note("new table").traced("pmd_install")
      }
    }
  }
}

/// Kernel: `remap_pte_range`, mm/memory.c: one lock hold for each PTE table.
private let remapPTERange: RoutineMaker = { kernel in
  Routine("remap_pte_range", as: "remap", in: "mm/memory.c") {
    Burst("pte", .pteTable, by: "pte_alloc_map_lock", traced: offsetMapLock(kernel)) {
      ForEach("page", from: { $0.firstPage }, count: { $0.walk.piece.pages }) {
        Step("pte", "set_pte_at [{i}] \u{2190} {pfn}", ways: [Way(.EACCES) { $0.mayRefuseFrame }]) {
          k in k.writeEntry()
        }
        .what("Page {i}: entry {pteindex} now maps {va} to frame {pfn}, {prot}.")
        .why("Other CPUs can use it already: hardware takes no lock{mmapruns}.")
        .note("{written}/{pages}")
      }
    }
  }
}

/// The name under which a trace shows the PTE lock being taken.
func offsetMapLock(_ kernel: Revision) -> String {
  kernel >= .v7_0 ? "pte_offset_map_lock" : "__pte_offset_map_lock"
}

extension Kernel {
  /// The action runs inside an f_op->mmap: the VMA is not its own to unmap.
  var isCompat: Bool { map.runsHook }

  mutating func beginRemap() {
    let action = desc.action
    setWalk(.range(action.range))
    setWalk(.frame(action.frame))
    setWalk(.protection(subject?.pageProtection ?? []))
  }

  /// How many PTE tables the range touches.
  var walkTables: Int {
    let range = walk.range
    guard range.bytes > 0 else { return 0 }
    let last = VirtualAddress(range.end.value - 1)
    return Int(PageLevel.pte.table(of: last) - PageLevel.pte.table(of: range.start)) + 1
  }

  /// The part of the range that lies in the PTE table of this turn.
  mutating func nextPiece() {
    let range = walk.range
    let table = PageLevel.pte.table(of: range.start) + UInt64(index)
    let span = PageLevel.pte.range(ofTable: table)
    setWalk(.piece(AddressRange(max(range.start, span.start), min(range.end, span.end))))
  }

  /// The walk's page with which this piece starts.
  var firstPage: Int { AddressRange(walk.range.start, walk.piece.start).pages }

  /// Whether the walk has to allocate a table: this run did not install it, and no other VMA under it shows
  /// that it must exist.
  func isMissing(_ level: PageLevel) -> Bool {
    let table = level.table(of: walk.piece.start)
    return !state.mm(walkedMM).pageTable.contains(level, table)
      && state.neighbourSharing(level, table, in: walkedMM, except: subjectID) == nil
  }

  mutating func install(_ level: PageLevel) {
    emit(.tableInstalled(mmID, level, level.table(of: walk.piece.start)))
  }

  mutating func writeEntry() {
    let entry = PTE(kind: .special, frame: frameOfPage, protection: walk.protection)
    emit(.ptesSet(page: addressOfPage.page, count: 1, entry, mmID))
    setWalk(.written(walk.written + 1))
  }
}
