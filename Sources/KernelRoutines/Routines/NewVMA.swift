import MemoryModel

// The VMA is made, locked, stored, linked and counted.

/// Kernel: `__mmap_new_vma`, mm/vma.c.
let mmapNewVMA: RoutineMaker = { kernel in
  Routine("__mmap_new_vma", as: "", in: "mm/vma.c", stage: .establish) {
    Step("vm_area_alloc", "vm_area_alloc", mayFail: .ENOMEM) { k in k.allocateVMA() }
      .what("An empty VMA is allocated: detached, with dummy vm_ops.")
      .why("Nobody can find it: it is in no tree and its reference count is 0.")
      .note("detached").traced("vm_area_alloc")
    Step("set_range", "range, pgoff, flags, page_prot") { k in k.describeVMA() }
      .what("The VMA gets its range {vma}, its flags and its protection.")
      .why("No lock is needed to write what nobody else can reach.")
      .note("{perms} {size}")
    Attempt {
      Step("vma_iter_prealloc", "vma_iter_prealloc", mayFail: .ENOMEM) { _ in }
        .what("Maple-tree nodes are reserved for the store that follows.")
        .why("From here on the store cannot fail: no half-made tree is possible.")
        .note("nodes reserved")
      kindOfVMA
    } onError: {
      Call(vmAreaFree(""))
    }
    If("not check_ksm_early", otherwise: "done before the merge") {
      !$0.checksKSMEarly
    } then: {
      updateKSMFlags(why: "f_op->mmap may change the flags, so they are final only now.")
    }
    If("not write-locked yet", otherwise: "marked in the hook") {
      !$0.isSubjectWriteLocked
    } then: {
      Call(vmaStartWrite)
    }
    Step("vma_mark_attached", "vma_mark_attached", minor: true) { k in k.setVMA(.attached(true)) }
      .what("The VMA's reference count goes from 0 to 1: attached.")
      .why("It must be 1 before the tree shows it, or a reader would think it is gone.")
      .note("refcnt 1")
    Step("vma_iter_store", "vma_iter_store_new") { k in k.storeVMA() }
      .what("The VMA is stored in the tree. Lock-free readers can find it now.")
      .why("They find it write-locked: faults and /proc readers wait for mmap_lock.")
      .note("in the tree")
    Step("map_count", "map_count++", minor: true) { k in k.emit(.mapCount(k.mmID, 1)) }
      .what("map_count goes up by one.")
      .why("Between the store and this line the count is one behind the tree.")
      .note("{mapcount}")
    Call(vmaLinkFile)
    If("not anonymous", otherwise: "anonymous") {
      $0.subject?.ops != .anonymous
    } then: {
      Step("khugepaged_enter_vma", "khugepaged_enter_vma", minor: true) { _ in }
        .what("khugepaged looks at the VMA. {khugepaged}.")
        .why("It decides while vm_ops is still the dummy table.")
        .note("{khugenote}").traced("khugepaged_enter_vma")
    }
    Assign { k in k.setMap(.allocatedNew(true)) }
  }
}

// What the VMA becomes: a file's, shared memory, or anonymous.
@RoutineBuilder private var kindOfVMA: [any Statement] {
  If("map.file", otherwise: "anonymous") {
    $0.map.file != nil
  } then: {
    Call(mmapNewFileVMA)
  }
  .orElse {
    If("VM_SHARED", otherwise: "private") {
      $0.map.flags.contains(.shared)
    } then: {
      Call(shmemZeroSetup)
    }
    .orElse {
      Step("vma_set_anonymous", "vma_set_anonymous") { k in k.setVMA(.ops(.anonymous)) }
        .what("vm_ops becomes NULL: that is what makes a VMA anonymous.")
        .why("No driver is asked and no rmap is entered; pages come with faults.")
        .note("vm_ops NULL")
    }
  }
}

/// Not a lock that is taken but a routine: exclude readers, wait for them, stamp. There is no unlock.
///
/// Kernel: `vma_start_write`, include/linux/mmap_lock.h, and `__vma_start_write`, mm/mmap_lock.c.
let vmaStartWrite: RoutineMaker = vmaStartWrite(at: "vma_start_write")

/// The same where the place of the mark is what the releases differ in, or for another VMA.
///
/// - Parameters:
///   - place: the part of the steps' ids that says where.
///   - name: what the sentences call the VMA, after `The`.
///   - marked: the VMA, where it is not the one the routine works on.
func vmaStartWrite(
  at place: String, naming name: String = "VMA",
  of marked: @escaping @Sendable (Kernel) -> VMAID? = { $0.subjectID }
) -> RoutineMaker {
  { kernel in
    Routine("__vma_start_write", as: place, in: "mm/mmap_lock.c") {
      If("attached", otherwise: "detached: no readers") {
        marked($0).flatMap($0.state.vma)?.attached ?? false
      } then: {
        Step("exclude_readers", "keep new readers out", minor: true) { k in
          if let id = marked(k) { k.emit(.vma(id, .excluded(true))) }
        }
        .what("New readers of the \(name) are kept out.")
        .why("Those inside may finish first.")
        Wait("readers", "wait for its readers") { marked($0).flatMap($0.state.vma)?.readers.isEmpty ?? true }
          .what("The last reader of the \(name) has left.")
          .why("A fault that holds the VMA lock is never interrupted.")
        Assign { k in if let id = marked(k) { k.emit(.vma(id, .excluded(false))) } }
      }
      Step("", "vm_lock_seq = mm_lock_seq") { k in
        if let id = marked(k) { k.emit(.vma(id, .lockSeq(k.mm.seq))) }
      }
      .what("The \(name) is stamped with sequence {seq}: write-locked.")
      .why("It stays so until mmap_lock goes; there is no unlock of a single VMA.")
      .note("stamp {seq}")
    }
  }
}

/// Kernel: `vma_link_file`, mm/vma.c. The posting never keeps the lock: hiding came with the merge.
let vmaLinkFile: RoutineMaker = { kernel in
  Routine("vma_link_file", in: "mm/vma.c") {
    If("vma->vm_file", otherwise: "no file, no rmap") {
      $0.subject?.file != nil
    } then: {
      linkIntoRmap(kernel)
    }
  }
}

@RoutineBuilder private func linkIntoRmap(_ kernel: Revision) -> [any Statement] {
  Acquire("lock", .iMmap, .write, by: "i_mmap_lock_write")
    .what("The file's rmap lock i_mmap is taken for writing.")
    .why("A truncate that walks the rmap now would be waited for, unkillably.")
    .note("write").traced("down_write")
  Step("", kernel >= .v7_3 ? "mapping_rmap_tree_insert" : "vma_interval_tree_insert") { k in
    if k.subject?.flags.contains([.shared, .mayWrite]) == true {
      k.countWritable(k.subject?.file, 1)
    }
    k.link()
  }
  .what("The VMA enters the i_mmap tree of {vmfile}: walkers can find it.")
  .why("vm_ops {opsatlink}.")
  .note("in the rmap").traced(kernel >= .v7_3 ? "mapping_rmap_tree_insert" : "vma_interval_tree_insert")
  If("not hide_from_rmap_until_complete", otherwise: "kept: hidden") {
    !$0.map.holdsRmap
  } then: {
    Release("unlock", .iMmap, .write, by: "i_mmap_unlock_write")
      .what("The rmap lock is dropped at once.")
      .why("During the action only mmap_lock and the VMA lock are held.")
      .note("free").traced("up_write")
  }
}

extension Kernel {
  mutating func describeVMA() {
    let map = self.map
    setVMA(.range(map.range))
    setVMA(.pageOffset(map.pageOffset))
    setVMA(.flags(map.flags))
    setVMA(.pageProtection(map.pageProtection))
  }

  mutating func storeVMA() {
    if let id = subjectID { emit(.treeStored(id)) }
  }
}
