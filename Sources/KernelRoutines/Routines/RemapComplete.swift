import MemoryModel

// The second half of a remap: tracking, tables and entries.

/// Kernel: `remap_pfn_range_complete`, mm/memory.c.
let remapPFNRangeComplete: RoutineMaker = { kernel in
  Routine(
    "remap_pfn_range_complete", as: "remap", in: "mm/memory.c", stage: .action, locals: [.walk], posted: true
  ) {
    Assign { k in k.beginRemap() }
    trackedRemap()
  }
}

/// Kernel: `remap_pfn_range_track`, mm/memory.c.
let remapPFNRangeTrack: RoutineMaker = { kernel in
  Routine("remap_pfn_range_track", as: "remap", in: "mm/memory.c") {
    Step("pfnmap_track", "pfnmap_track", mayFail: .EINVAL, .ENOMEM) { _ in }
      .what("x86 reserves the memory type of frames {pfns} for this VMA.")
      .why(
        kernel == .seedV2
          ? "The action begins: vma_desc_action_complete in the message. It may refuse."
          : "Two mappings with different caching would corrupt: it may refuse."
      )
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
      .why("All {walkpages} entries are in place: the action is complete.")
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
        installTables(at: "remap", failing: .ENOMEM)
        Call(remapPTERange)
      }
    } onError: {
      Call(zapRange())
    }
  }
}

/// The tables that lead to the piece of the walk, each allocated where it is missing.
///
/// - Parameters:
///   - place: the part of the steps' ids that says who walks.
///   - errno: what the walk makes of a missing PUD or PMD table; a PTE table gives ENOMEM everywhere.
@RoutineBuilder func installTables(at place: String, failing errno: Errno) -> [any Statement] {
  If("the {topname} entry is empty", otherwise: "{pudexists}") {
    $0.isMissing(.pud)
  } then: {
    Call(allocate(.pud, at: place, failing: errno))
  }
  If("the PUD entry is empty", otherwise: "{pmdexists}") {
    $0.isMissing(.pmd)
  } then: {
    Call(allocate(.pmd, at: place, failing: errno))
  }
  If("the PMD entry is empty", otherwise: "{pteexists}") {
    $0.isMissing(.pte)
  } then: {
    Call(pteAlloc(at: place))
  }
}

/// Kernel: `__pud_alloc` and `__pmd_alloc`, mm/memory.c.
///
/// - Parameters:
///   - place: the part of the steps' ids that says who fills page tables.
///   - errno: what a walk makes of a missing table.
func allocate(_ level: PageLevel, at place: String = "remap", failing errno: Errno = .ENOMEM) -> RoutineMaker
{
  { kernel in
    let name = level == .pud ? "pud" : "pmd"
    return Routine("__\(name)_alloc", as: place, in: "mm/memory.c") {
      Step("\(name)_alloc", "allocate a \(level.name) table", mayFail: errno) { _ in }
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
          k in k.writeEntry(.special)
        }
        .what("Page {i}: entry {pteindex} now maps {va} to frame {pfn}, {prot}.")
        .why("Other CPUs can use it already: hardware takes no lock{mmapruns}.")
        .note("{written}/{walkpages}")
      }
    }
  }
}

/// The name under which a trace shows the PTE lock being taken.
func offsetMapLock(_ kernel: Revision) -> String {
  kernel >= .v7_0 ? "pte_offset_map_lock" : "__pte_offset_map_lock"
}
