import MemoryModel

// What a fault does once it holds a lock: tables, the entry, and a page for it.

/// Kernel: `handle_mm_fault`, mm/memory.c.
///
/// - Parameter pass: the part of the steps' ids that says under which lock; a fault may be tried twice.
func handleMMFault(_ pass: String = "") -> RoutineMaker {
  { kernel in Routine("handle_mm_fault", as: pass, in: "mm/memory.c") { Call(fillTables(pass)) } }
}

/// Kernel: `__handle_mm_fault` and `handle_pte_fault`, mm/memory.c. Fidelity: customised; huge pages, swapped
/// pages and copies on write are left out.
private func fillTables(_ pass: String) -> RoutineMaker {
  { kernel in
    Routine("__handle_mm_fault", as: pass, in: "mm/memory.c", locals: [.walk], fidelity: .customised) {
      Assign { k in
        let page = AddressRange(VirtualAddress(page: k.look.address.page), pages: 1)
        k.setWalk(.range(page))
        k.setWalk(.piece(page))
      }
      If("the {topname} entry is empty", otherwise: "{pudexists}") {
        $0.isMissing(.pud)
      } then: {
        Call(allocate(.pud, at: pass))
      }
      If("the PUD entry is empty", otherwise: "{pmdexists}") {
        $0.isMissing(.pmd)
      } then: {
        Call(allocate(.pmd, at: pass))
      }
      If("there is a PTE table", otherwise: "the PMD entry is empty") {
        !$0.isMissing(.pte)
      } then: {
        Step("pte_map", "pte_offset_map_rw_nolock", minor: true) { _ in }
          .what("{actor} finds the PTE table of {address}.")
          .why("Nothing is locked yet: the first look is a racy one.")
          .note("found").traced("pte_offset_map_rw_nolock")
      }
      Step("handle_mm_fault", "look at the entry") { k in k.lookAtEntry() }
        .what("{actor} finds the entry of {address} {entrystate}.")
        .why("It is looked at again behind every lock: somebody may have been faster.")
        .note("{entrystate}")
      If("the entry is empty", otherwise: "set") {
        !$0.look.found
      } then: {
        If("vma_is_anonymous", otherwise: "vm_ops are set") {
          $0.subject?.ops == .anonymous
        } then: {
          Call(doAnonymousPage(pass))
        }.orElse {
          Call(doFault(pass))
        }
      }.orElse {
        Assign { k in k.serve() }
      }
    }
  }
}

/// Kernel: `do_fault`, mm/memory.c. Fidelity: stubbed for files with a fault handler: the page that
/// `vm_ops->fault` finds is just there.
private func doFault(_ pass: String) -> RoutineMaker {
  { kernel in
    Routine("do_fault", as: pass, in: "mm/memory.c", fidelity: .stubbed) {
      If("vm_ops->fault", otherwise: "no fault handler") {
        $0.hasFaultHandler
      } then: {
        If("the handler takes mmap_lock", otherwise: "it does not") {
          $0.handlerTakesMmapLock
        } then: {
          Acquire("overstep", .mmap, .read, by: "mmap_read_lock", minor: false)
            .what("The driver's fault handler asks for mmap_lock, which {actor} holds already.")
            .why("Twice for reading goes well until a writer queues in between.")
            .note("read twice").traced("down_read")
        }
        Step("do_fault", "vm_ops->fault") { _ in }
          .what("{actor} gets the page of {address} from the page cache.")
          .why("The file's fault handler finds it, or reads it in.")
          .note("a page")
        Call(setPage(pass))
      }.orElse {
        If("there is a PTE table", otherwise: "none") {
          !$0.isMissing(.pte)
        } then: {
          Burst("sigbus", .pteTable, by: "pte_offset_map_lock", traced: offsetMapLock(kernel)) {
            Step("sigbus", "pte_none, no vm_ops->fault") { k in k.failFault() }
              .what("{actor} finds no fault handler, and the entry is empty still: SIGBUS.")
              .why("A remapped VMA is filled by its action, never by a fault.")
              .note("SIGBUS")
          }
        }.orElse {
          Step("no_table", "no vm_ops->fault") { k in k.failFault() }
            .what("{actor} finds no fault handler and no table either: SIGBUS.")
            .why("A remapped VMA is filled by its action, never by a fault.")
            .note("SIGBUS").traced(offsetMapLock(kernel))
        }
      }
    }
  }
}

private func setPage(_ pass: String) -> RoutineMaker {
  { kernel in
    Routine("finish_fault", as: pass, in: "mm/memory.c", fidelity: .customised) {
      If("the PMD entry is empty", otherwise: "{pteexists}") {
        $0.isMissing(.pte)
      } then: {
        Call(pteAlloc(at: pass))
      }
      Burst("set_pte", .pteTable, by: "pte_offset_map_lock", traced: offsetMapLock(kernel)) { setEntry }
    }
  }
}

private let setEntry = Step("set_pte", "set_pte_range") { k in k.mapFaultedPage() }
  .what("{actor} sets the entry of {address}: {prot} from now on.")
  .why("Under the PTE lock the entry was looked at once more.")
  .note("set")

/// Kernel: `do_anonymous_page`, mm/memory.c.
private func doAnonymousPage(_ pass: String) -> RoutineMaker {
  { kernel in
    Routine("do_anonymous_page", as: anon(pass), in: "mm/memory.c", fidelity: .customised) {
      If("the PMD entry is empty", otherwise: "{pteexists}") {
        $0.isMissing(.pte)
      } then: {
        Call(pteAlloc(at: anon(pass)))
      }
      If("a write, and no anon_vma yet", otherwise: "no anon_vma needed") {
        $0.access?.isWrite == true && $0.subject?.hasAnonVMA == false
      } then: {
        Call(vmfAnonPrepare(pass))
      }
      If("the lock is still held", otherwise: "to be tried again") {
        $0.look.isLocked || $0.look.holdsMmap
      } then: {
        Call(mapAnonymousPage(pass))
      }
    }
  }
}

/// The last part of `do_anonymous_page`: a read gets the zero page, a write a page of its own.
private func mapAnonymousPage(_ pass: String) -> RoutineMaker {
  { kernel in
    Routine("alloc_anon_folio", as: anon(pass), in: "mm/memory.c", fidelity: .customised) {
      let writable = If("a write", otherwise: "a read") {
        $0.access?.isWrite == true
      } then: {
        Step("mkwrite", "pte_mkwrite", minor: true) { _ in }
          .what("The new entry is made writable.")
          .why("The page belongs to nobody else yet: no copy will be needed.")
          .note("rw").traced("pte_mkwrite")
      }
      If("a write", otherwise: "a read gets the zero page") {
        $0.access?.isWrite == true
      } then: {
        Step("alloc", "vma_alloc_folio") { _ in }
          .what("{actor} gets a zeroed page.")
          .why("It may sleep, so it is done before the PTE lock is taken.")
          .note("page").traced("vma_alloc_folio_noprof")
      }
      if kernel < .v7_1 { writable }
      Burst("set_pte", .pteTable, by: "pte_offset_map_lock", traced: offsetMapLock(kernel)) {
        if kernel >= .v7_1 { writable }
        If("a page of its own", otherwise: "the zero page") {
          $0.access?.isWrite == true
        } then: {
          Step("rmap", "folio_add_new_anon_rmap") { _ in }
            .what("The page is tied to the anon_vma: its own rmap.")
            .why("Reclaim finds the entry through it.")
            .note("tied").traced("folio_add_new_anon_rmap")
          Step("lru", "folio_add_lru_vma") { _ in }
            .what("The page joins the lists that reclaim scans.")
            .why("From now on it may be swapped out.")
            .note("on a list").traced("folio_add_lru_vma")
        }
        setEntry
      }
    }
  }
}

/// Kernel: `__vmf_anon_prepare`, mm/memory.c. An anon_vma is made under mmap_lock; who holds the VMA lock may
/// only try, because a writer of the address space could be waiting for that very lock.
private func vmfAnonPrepare(_ pass: String) -> RoutineMaker {
  { kernel in
    Routine("__vmf_anon_prepare", as: anon(pass), in: "mm/memory.c") {
      If("under the VMA lock", otherwise: "mmap_lock is held") {
        $0.look.isLocked
      } then: {
        Step("mmap_trylock", "mmap_read_trylock") { k in
          k.tryMmapRead()
          if !k.look.holdsMmap { k.dropReadLock() }
        }
        .what("{actor} needs mmap_lock for an anon_vma and may only try: {trylock}.")
        .why("Waiting with the VMA lock held could wait for a writer that waits for it.")
        .note("{trylock}").traced("down_read_trylock")
        If("got it", otherwise: "the whole fault is tried again") {
          $0.look.holdsMmap
        } then: {
          Call(anonVMAPrepare(pass))
          Release("mmap_unlock", .mmap, .read, by: "mmap_read_unlock") { k in k.setLook(.holdsMmap(false)) }
            .what("{actor} drops mmap_lock again.")
            .why("It was needed for the anon_vma only.")
            .note("free").traced("up_read")
        }
      }.orElse {
        Call(anonVMAPrepare(pass))
      }
    }
  }
}

/// Kernel: `__anon_vma_prepare`, mm/rmap.c. Fidelity: customised; all anon_vmas of a process share one lock
/// here.
private func anonVMAPrepare(_ pass: String) -> RoutineMaker {
  { kernel in
    let insert = kernel >= .v7_3 ? "anon_rmap_tree_insert" : "anon_vma_interval_tree_insert"
    return Routine("__anon_vma_prepare", as: anon(pass), in: "mm/rmap.c", fidelity: .customised) {
      Step("find_mergeable", "find_mergeable_anon_vma", minor: true) { _ in }
        .what("A neighbour's anon_vma could be shared; there is none to share.")
        .why("Neighbours with one anon_vma can be merged later.")
        .note("none").traced("find_mergeable_anon_vma")
      Acquire("lock", .anonVMA, .write, by: "anon_vma_lock_write")
        .what("The new anon_vma is locked for writing.")
        .why("Walkers of anonymous pages take this lock.")
        .note("write").traced("down_write")
      // Another thread could be here with the same VMA: mmap_lock is held for reading at most.
      Burst("insert", .install(.pmd), by: "spin_lock", traced: "") {
        Step("insert", insert) { k in k.setVMA(.anonVMA(true)) }
          .what("The VMA has an anon_vma: its pages can be found from now on.")
          .why("It happens once in the life of a VMA, at its first written page.")
          .note("anon_vma").traced(insert)
      }
      Release("unlock", .anonVMA, .write, by: "anon_vma_unlock_write")
        .what("The anon_vma is unlocked.")
        .why("What was linked is complete.")
        .note("free").traced("up_write")
    }
  }
}

private func anon(_ pass: String) -> String { pass.isEmpty ? "anon" : pass + ".anon" }

extension Kernel {
  /// `vm_ops->fault` of the VMA: ordinary files have it, drivers that remap do not.
  fileprivate var hasFaultHandler: Bool {
    guard let area = subject, area.flags.isDisjoint(with: .special), let file = area.file else {
      return false
    }
    let driver = facts.files[Int(file.index)].driver
    return driver.map(\.hasFault) ?? true
  }

  /// Fidelity: customised; a lock that is read-held twice is dropped once here.
  fileprivate var handlerTakesMmapLock: Bool {
    let driver = subject?.file.flatMap { facts.files[Int($0.index)].driver }
    return driver?.overstep == .mmapLock
  }

  fileprivate mutating func failFault() {
    setLook(.signal(.SIGBUS))
    serve()
  }

  // Which frame a page gets is not known: the number stands for any.
  fileprivate mutating func mapFaultedPage() {
    let frame = PageFrame(0x10_0000 + (look.address.page & 0xffff))
    let entry = PTE(kind: .page, frame: frame, protection: subject?.pageProtection ?? [])
    setWalk(.protection(entry.protection))
    emit(.ptesSet(page: look.address.page, count: 1, entry, mmID))
    serve()
  }
}
