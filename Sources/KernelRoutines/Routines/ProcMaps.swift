import MemoryModel

/// A reader of /proc/PID/maps: VMA by VMA under RCU and the VMA lock, mmap_lock where that is refused.
///
/// Kernel: `m_next` and `get_next_vma`, fs/proc/task_mmu.c, with `lock_next_vma`, mm/mmap_lock.c.
/// Fidelity: customised; it looks at the mapper's range only, not at every VMA of the process.
let readMapsEntry: RoutineMaker = { kernel in
  Routine(
    "get_next_vma", as: "", in: "fs/proc/task_mmu.c", stage: .maps, locals: [.look], fidelity: .customised
  ) {
    Assign { k in k.setLook(.address(k.addressOfAccess)) }
    Step("lock_next_vma", "find the VMA under RCU") { k in k.lookUp() }
      .what("{actor} looks for the mapping at {address}: {seenornone}.")
      .why("An empty range is passed over: nothing to wait for.")
      .note("{seenornone}")
    If("found", otherwise: "no line to print") {
      $0.look.seen != nil
    } then: {
      Step("vma_start_read", "vma_start_read") { k in k.tryReadLock() }
        .what("{actor} {readlock}.")
        .why("For one write-locked VMA it falls back to mmap_lock; others it prints.")
        .note("{readlocknote}")
      If("read-locked", otherwise: "refused") {
        $0.look.isLocked
      } then: {
        Call(showMap)
        Step("vma_end_read", "vma_end_read") { k in
          k.setVMA(.reader(k.task, false))
          k.setLook(.isLocked(false))
        }
        .what("{actor} lets go of the VMA.").why("It holds one VMA at a time.").note("released")
      }.orElse {
        Acquire("mmap_read_lock", .mmap, .read, by: "mmap_read_lock_killable", minor: false)
          .what("{actor} holds the mapper's mmap_lock for reading.")
          .why("It had to wait until the mapper let go.")
          .note("read").traced("down_read_killable")
        Step("find_vma", "find_vma") { k in k.lookUp() }
          .what("{actor} looks again: {seenornone}.")
          .why("What it saw before may be gone by now.")
          .note("{seenornone}")
        If("there is a VMA", otherwise: "none") {
          $0.look.seen != nil
        } then: {
          Call(showMap)
        }
        Release("mmap_read_unlock", .mmap, .read, by: "mmap_read_unlock", minor: false)
          .what("{actor} drops mmap_lock.").why("Readers hold it for one VMA only.").note("free")
      }
    }
    Step("return", "return", minor: true) { k in k.emit(.returned(k.task, .done)) }
      .what("{actor} is done.").why("What it printed is true for the moment it looked.").note("done")
  }
}

private let showMap: RoutineMaker = { kernel in
  Routine("show_map", as: "", in: "fs/proc/task_mmu.c") {
    Step("show_map", "print the line") { _ in }
      .what("{actor} prints {seen}.")
      .why("The line says that there is a mapping, not that its pages are there.")
      .note("printed")
  }
}
