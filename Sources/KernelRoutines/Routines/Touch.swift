import MemoryModel

// Who goes through the page table without asking anybody: the hardware, and fast GUP.

/// Another CPU of the process: the hardware walks the page table and asks nobody.
let touchEntry: RoutineMaker = { kernel in
  Routine("user access", as: "", in: "another CPU", stage: .cpu, locals: [.look], fidelity: .customised) {
    Assign { k in k.setLook(.address(k.addressOfAccess)) }
    Step("load", "load from the page") { k in
      k.lookAtEntry()
      if k.look.found { k.emit(.returned(k.task, .done)) }
    }
    .what("{actor} reads {address}: its entry is {entrystate}.")
    .why("The hardware walks the table without any lock; an entry means no fault.")
    .note("{entrystate}")
    If("no entry", otherwise: "served by the hardware") {
      !$0.look.found
    } then: {
      Call(faultBody)
    }
  }
}

/// `get_user_pages_fast`, as O_DIRECT and vfio use it: the page table is read with interrupts off, so that no
/// table is freed meanwhile; whatever looks odd is left to the slow way under mmap_lock.
///
/// Kernel: `gup_fast_pte_range` and `__gup_longterm_locked`, mm/gup.c. Fidelity: customised; one page, the
/// references of pages are not counted.
let pinEntry: RoutineMaker = { kernel in
  Routine("gup_fast", as: "", in: "mm/gup.c", stage: .gup, locals: [.look], fidelity: .customised) {
    Assign { k in k.setLook(.address(k.addressOfAccess)) }
    Step("ptep_get_lockless", "read the entry, interrupts off") { k in k.lookAtEntry() }
      .what("{actor} reads the entry of {address} with interrupts off: {entrykind}.")
      .why("No lock: whoever frees tables must first reach this CPU, and cannot.")
      .note("{entrykind}")
    If("an entry of a page", otherwise: "none, or special") {
      $0.look.entry?.kind == .page
    } then: {
      Step("try_grab_folio_fast", "take a reference, look again") { k in k.serve() }
        .what("{actor} pins the page and finds the entry unchanged.")
        .why("No VMA was looked at: a pin can come before mmap() has returned.")
        .note("pinned")
    }.orElse {
      Call(gupSlow)
    }
    Step("return", "return") { k in k.emit(.returned(k.task, k.look.signal == nil ? .done : .error(.EFAULT)))
    }
    .what("{actor} gets {gupresult}.")
    .why("A special entry names a frame without a page: there is nothing to pin.")
    .note("{gupresult}")
  }
}

/// Kernel: `__get_user_pages_locked` with `check_vma_flags`, mm/gup.c.
private let gupSlow: RoutineMaker = { kernel in
  Routine("__get_user_pages", as: "", in: "mm/gup.c", fidelity: .customised) {
    Acquire("mmap_read_lock", .mmap, .read, by: "mmap_read_lock_killable", minor: false) { k in
      k.setLook(.holdsMmap(true))
    }
    .what("{actor} gave up the fast way and holds mmap_lock for reading.")
    .why("Slow GUP is a lock taker: it waits for the whole mmap().")
    .note("read").traced("down_read_killable")
    Step("check_vma_flags", "find_vma, check_vma_flags") { k in
      k.lookUp()
      if k.isUnpinnable { k.setLook(.signal(.SIGSEGV)) }
    }
    .what("{actor} looks at the VMA: {seenornone}{unpinnable}.")
    .why("VM_IO and VM_PFNMAP are refused: their frames have no pages to count.")
    .note("{seenornone}")
    If("the flags allow it", otherwise: "refused") {
      $0.look.signal == nil
    } then: {
      Call(handleMMFault())
    }
    Release("mmap_read_unlock", .mmap, .read, by: "mmap_read_unlock", minor: false) { k in
      k.setLook(.holdsMmap(false))
    }
    .what("{actor} drops mmap_lock.").why("The pin, if there is one, outlives the lock.").note("free")
    .traced("up_read")
  }
}

extension Kernel {
  /// No VMA, or one whose frames may not be pinned.
  fileprivate var isUnpinnable: Bool { subject?.flags.isDisjoint(with: [.io, .pfnMap]) != true }

  /// A racy look at the entry of the address that a task is after.
  mutating func lookAtEntry() { setLook(.entry(state.mm(MMID(0)).pageTable.entry(at: look.address.page))) }

  /// Nothing is left to be tried again.
  mutating func serve() { setLook(.isServed(true)) }
}
