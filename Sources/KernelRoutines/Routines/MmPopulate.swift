import MemoryModel

// MAP_LOCKED: every page is there when mmap() returns, brought in once the lock is dropped.

/// Kernel: `__mm_populate`, mm/gup.c. It takes mmap_lock again, for reading: what was mapped may have
/// changed. Errors are ignored there.
let mmPopulate: RoutineMaker = { kernel in
  Routine("__mm_populate", as: "mm_populate", in: "mm/gup.c", stage: .leave, locals: [.look]) {
    Acquire("read_lock", .mmap, .read, by: "mmap_read_lock", minor: false) { k in
      k.setLook(.holdsMmap(true))
    }
    .what("{actor} takes mmap_lock again, for reading this time.")
    .why("Faults and readers may run beside it; another mmap may have come between.")
    .note("read").traced("down_read")
    Step("find_vma", "find_vma_intersection", minor: true) { k in k.findMapped() }
      .what("{actor} looks for the range again and finds {seenornone}.")
      .why("The lock was free for a moment: the VMA could be another one, or gone.")
      .note("{seenornone}").traced("find_vma_intersection")
    If("neither VM_IO nor VM_PFNMAP", otherwise: "no pages to bring in") {
      $0.subject?.flags.isDisjoint(with: [.io, .pfnMap]) == true
    } then: {
      // As the kernel does: mmap() has succeeded, whether the pages come or not.
      Capture { Call(populateVMAPageRange) }
      Assign { k in k.replaceError(nil) }
    }
    Release("read_unlock", .mmap, .read, by: "mmap_read_unlock", minor: false) { k in
      k.setLook(.holdsMmap(false))
    }
    .what("{actor} drops mmap_lock; all pages that could be had are there.")
    .why("An error on the way would not be told: mmap() has succeeded already.")
    .note("free").traced("up_read")
  }
}

/// Kernel: `populate_vma_page_range`, mm/gup.c.
private let populateVMAPageRange: RoutineMaker = { kernel in
  Routine("populate_vma_page_range", as: "mm_populate", in: "mm/gup.c") {
    Call(getUserPages)
    Step("drain", "lru_add_drain", minor: true) { _ in }
      .what("Pages still on lists of this CPU alone are moved to those of the machine.")
      .why("Locked pages are kept apart: reclaim does not have to look at them.")
      .note("drained").traced("lru_add_drain")
  }
}

/// Kernel: `__get_user_pages`, mm/gup.c. Fidelity: customised; one page at a time, and never a huge one.
private let getUserPages: RoutineMaker = { kernel in
  Routine("__get_user_pages", as: "mm_populate", in: "mm/gup.c", fidelity: .customised) {
    Call(gupVMALookup)
    Call(checkVMAFlags)
    ForEach("page", count: { $0.call.pages }) {
      Assign { k in k.lookAtPage() }
      Call(followPage(isFirst: true))
      Call(handleMMFault("mm_populate"))
      Call(followPage(isFirst: false))
    }
  }
}

private let gupVMALookup: RoutineMaker = { kernel in
  Routine("gup_vma_lookup", as: "mm_populate", in: "mm/gup.c") {
    Step("lookup", "find_vma", minor: true) { _ in }
      .what("get_user_pages looks up the VMA for itself.")
      .why("It serves callers that know an address and nothing more.")
      .note("found").traced("find_vma")
  }
}

private let checkVMAFlags: RoutineMaker = { kernel in
  Routine("check_vma_flags", as: "mm_populate", in: "mm/gup.c") {
    Step("flags", "may its pages be had?", minor: true) { _ in }
      .what("The flags of the VMA allow that its pages are brought in.")
      .why("Device memory and secret memory would be refused here.")
      .note("yes").traced("vma_is_secretmem")
  }
}

/// A look at the entry: before the fault, to see whether it is needed, and after it, for the page.
///
/// Kernel: `follow_page_mask`, mm/gup.c.
private func followPage(isFirst: Bool) -> RoutineMaker {
  { kernel in
    let label = isFirst ? "before" : "after"
    return Routine(
      "follow_page_mask", as: "mm_populate.\(label)", in: "mm/gup.c", locals: [.walk], fidelity: .customised
    ) {
      Assign { k in k.setWalk(.piece(AddressRange(k.look.address, pages: 1))) }
      Step("walk", "vma_pgtable_walk_begin", minor: true) { _ in }
        .what("The page table is walked by software, down to the entry of {address}.")
        .why(isFirst ? "A page that is there already needs no fault." : "The fault must have left a page.")
        .note("walked").traced("vma_pgtable_walk_begin")
      If("there is a PTE table", otherwise: "the PMD entry is empty") {
        !$0.isMissingTable
      } then: {
        Burst("pte", .pteTable, by: "pte_offset_map_lock", traced: offsetMapLock(kernel)) {
          Step("look", "ptep_get", minor: true) { k in k.lookAtEntry() }
            .what("The entry of {address} is {entrystate}.")
            .why("Under its lock the entry cannot change while it is read.")
            .note("{entrystate}")
          if !isFirst {
            Step("page", "vm_normal_page", minor: true) { _ in }
              .what("The entry leads to an ordinary page: {address} is in memory.")
              .why("A special entry would have none, and could not be handed out.")
              .note("a page")
          }
        }
      }
      Step("end", "vma_pgtable_walk_end", minor: true) { _ in }
        .what("The walk is over.")
        .why("Only huge pages of hugetlbfs would have kept a lock for it.")
        .note("done").traced("vma_pgtable_walk_end")
    }
  }
}

extension Kernel {
  fileprivate mutating func findMapped() {
    setLook(.address(request.range.start))
    lookUp()
  }

  fileprivate mutating func lookAtPage() {
    setLook(.address(request.range.start.advanced(byPages: index)))
    setLook(.isServed(false))
    setLook(.entry(nil))
  }

  fileprivate var isMissingTable: Bool {
    let table = PageLevel.pte.table(of: look.address)
    return !mm.pageTable.contains(.pte, table)
      && state.neighbourSharing(.pte, table, in: mmID, except: subjectID) == nil
  }
}
