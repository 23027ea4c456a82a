import MemoryModel

// Taking a mapping down with the mmap lock kept throughout: what a failed action calls.

/// Kernel: `do_munmap`, mm/mmap.c, down to `vms_complete_munmap_vmas`, mm/vma.c.
let doMunmap: RoutineMaker = { kernel in
  Routine("do_munmap", in: "mm/mmap.c", locals: [.vms]) {
    Assign { k in k.setVMS(.range(k.map.range)) }
    Call(doVMIMunmap)
  }
}

private let doVMIMunmap: RoutineMaker = { kernel in
  Routine("do_vmi_munmap", as: "do_munmap", in: "mm/vma.c") {
    Step("find", "vma_find", minor: true) { _ in }
      .what("The VMA is looked up again in the tree{notthere}.")
      .why("do_munmap knows only addresses: it finds what everybody else would.")
      .note("{found}")
    If("a VMA lies there", otherwise: "nothing is mapped") {
      !$0.mm.tree.overlapping($0.vms.range).isEmpty
    } then: {
      Call(doVMIAlignMunmap)
    }
  }
}

let doVMIAlignMunmap: RoutineMaker = { kernel in
  Routine("do_vmi_align_munmap", as: "do_munmap", in: "mm/vma.c") {
    Call(gatherVMAs("do_munmap"))
    Step("tree_clear", "vma_iter_clear_gfp") { k in k.emit(.treeCleared(k.mmID, k.vms.range)) }
      .what("The range is cleared in the tree: readers of /proc see a gap.")
      .why("The point of no return: the VMA cannot be found by address any more.")
      .note("out of the tree").undoes("establish.vma_iter_store")
    Call(vmsComplete("do_munmap", undoing: true))
  }
}

/// Kernel: `vms_complete_munmap_vmas` and `vms_clear_ptes`, mm/vma.c.
///
/// - Parameters:
///   - place: the part of the steps' ids that says what is completed.
///   - undoes: it takes back what this mmap() made, rather than an older mapping.
func vmsComplete(_ place: String, undoing: Bool) -> RoutineMaker {
  { kernel in
    Routine("vms_complete_munmap_vmas", as: place, in: "mm/vma.c") {
      Step("map_count", "map_count -= vma_count", minor: true) { k in k.uncountDetached() }
        .what("map_count goes down by {vmacount}.")
        .why("The tree lost its entry just before.")
        .note("{mapcount}").undoes(undoing ? "establish.map_count" : "")
      If("vms->unlock", otherwise: "the lock is kept") {
        $0.vms.downgrades
      } then: {
        Downgrade("downgrade", .mmap, by: "mmap_write_downgrade") { k in k.moveSequence() }
          .what("{actor} downgrades mmap_lock: it is held for reading now.")
          .why("Faults on other VMAs go on while entries and tables of this one are cleared.")
          .note("read").traced("downgrade_write")
      }
      If("clear_ptes", otherwise: "cleared before") {
        $0.vms.clearPTEs
      } then: {
        if kernel >= .v7_0 { Call(unmapRegion(place)) } else { regionSteps(place) }
      }
      Step("vm_stat", "total_vm -= pages") { k in k.accountDetached() }
        .what("total_vm shrinks by {goingpages} pages.")
        .why("The pages no longer count against the limits of the process.")
        .note("-{goingpages} pages").undoes(undoing ? "establish.mmap_complete.vm_stat_account" : "")
      ForEach("VMA of the detach tree", quiet: true, count: { $0.vms.detached.count }) {
        Assign { k in k.workOnDetached() }
        Call(removeVMA(place))
      }
      If("accounted pages", otherwise: "nothing charged") {
        $0.vms.accounted > 0
      } then: {
        Step("vm_unacct_memory", "vm_unacct_memory") { k in k.charge(-k.vms.accounted) }
          .what("The charge of {goingpages} pages is given back.")
          .why("It is the last thing the mapping owed.")
          .note("charge back").undoes(undoing ? "enter.mmap_setup.charge" : "")
      }
      Assign { k in k.setVMS(.emptied) }
    }
  }
}

/// Kernel: `unmap_region`, mm/vma.c; before 7.0 a munmap has its steps in the caller.
///
/// - Parameter place: the part of the steps' ids that says who unmaps.
func unmapRegion(_ place: String) -> RoutineMaker {
  { kernel in Routine("unmap_region", as: place, in: "mm/vma.c") { regionSteps(place) } }
}

@RoutineBuilder func regionSteps(_ place: String) -> [any Statement] {
  Step("tlb_gather", "tlb_gather_mmu", minor: true) { _ in }
    .what("Pages and tables that go are gathered; they are freed after the flush.")
    .why("A CPU may still use a cached entry: nothing may be reused before.")
    .note("gathering").traced("tlb_gather_mmu")
  Call(unmapVMAs(place))
  Call(freePgtables(place))
  Call(tlbFinish(place))
}

/// Kernel: `tlb_finish_mmu`, mm/mmu_gather.c.
private func tlbFinish(_ place: String) -> RoutineMaker {
  { kernel in
    Routine("tlb_finish_mmu", as: place, in: "mm/mmu_gather.c") {
      Step("tlb_finish", "tlb_flush_mmu_tlbonly") { k in k.emit(.tlbFlushed(k.mmID, k.vms.range)) }
        .what("All CPUs flush; then the gathered tables are freed.")
        .why("Only now is it certain that nobody uses the mapping.")
        .note("flushed")
      If("pages were gathered", otherwise: "no page behind the entries") {
        $0.vms.batch > 0
      } then: {
        Step("free_batch", "free the gathered pages", minor: true) { k in k.setVMS(.batch(0)) }
          .what("The pages that were mapped lose the reference that their entries had.")
          .why("No CPU can reach them through a cached entry any more.")
          .note("given back").traced("__tlb_batch_free_encoded_pages")
      }
    }
  }
}

/// Kernel: `remove_vma`, mm/vma.c.
private func removeVMA(_ place: String) -> RoutineMaker {
  { kernel in
    Routine("remove_vma", as: place, in: "mm/vma.c") {
      Call(vmaClose)
      If("vma->vm_file", otherwise: "no file") {
        $0.subject?.file != nil
      } then: {
        Step("fput", "fput") { k in k.putFile(k.subject?.file) }
          .what("The VMA's reference to {vmfile} is dropped.")
          .why("The file goes with its last reference: a descriptor, a call or a VMA.")
          .note("-1 reference").undoes("establish.get_file").traced("fput")
      }
      Call(vmAreaFree(place))
    }
  }
}

extension Kernel {
  var isSubjectWriteLocked: Bool { subject.map { state.isWriteLocked($0) } ?? false }

  /// `map_count` and `locked_vm` without the VMAs that go.
  mutating func uncountDetached() {
    emit(.mapCount(mmID, -vms.detached.count))
    let locked = vms.detached.compactMap { state.vma($0) }.filter { $0.flags.contains(.locked) }
    let pages = locked.reduce(0) { $0 + $1.range.pages }
    if pages > 0 { emit(.lockedVM(mmID, -pages)) }
  }

  /// `vm_stat_account` for what goes, by the class of each VMA.
  mutating func accountDetached() {
    for area in vms.detached.compactMap({ state.vma($0) }) {
      emit(.vmStat(mmID, AccountClass(area.flags), -area.range.pages))
    }
  }
}

/// munmap() of the range by another thread of the process.
///
/// Kernel: `__vm_munmap`, mm/vma.c. The mmap lock is downgraded once the tree is cleared: entries and tables
/// go while readers run again.
let munmapSystemCall: RoutineMaker = { kernel in
  Routine("__vm_munmap", as: "", in: "mm/vma.c", stage: .munmap, locals: [.request, .vms]) {
    Acquire("mmap_write_lock", .mmap, .write, by: "mmap_write_lock_killable", killable: true, minor: false) {
      k in k.moveSequence()
    }
    .what("{actor} holds mmap_lock for writing.")
    .why("A munmap cannot overtake an mmap(): who takes the lock sees all or nothing.")
    .note("write").traced("down_write_killable")
    Assign { k in
      k.setVMS(.range(k.mappedRange ?? AddressRange(VirtualAddress(0), VirtualAddress(0))))
      k.setVMS(.downgrades(true))
    }
    If("a VMA lies in the range", otherwise: "nothing mapped") {
      !$0.mm.tree.overlapping($0.vms.range).isEmpty
    } then: {
      Capture { Call(doVMIAlignMunmap) }
    }
    If("downgraded", otherwise: "still held for writing") {
      $0.mm.mmapLock.writer == nil
    } then: {
      Release("mmap_read_unlock", .mmap, .read, by: "mmap_read_unlock", minor: false)
        .what("{actor} drops mmap_lock, which it held for reading at the end.")
        .why("The range is free for the next mmap().")
        .note("free").traced("up_read")
    }.orElse {
      Release("mmap_write_unlock", .mmap, .write, by: "mmap_write_unlock", minor: false) { k in
        k.moveSequence()
      }
      .what("{actor} has unmapped nothing and drops mmap_lock.")
      .why("An empty range is no error; a split that failed leaves all as it was.")
      .note("free").traced("up_write")
    }
    Step("return", "return") { k in k.emit(.returned(k.task, k.error.map { .error($0) } ?? .done)) }
      .what("munmap() returns {munmapresult} to {actor}.").why("{munmapend}.").note("{munmapresult}")
  }
}
