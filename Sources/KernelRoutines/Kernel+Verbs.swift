import MemoryModel

// The verbs steps are written in. Each emits the changes of one action of the kernel.

extension Kernel {
  // MARK: Stack objects

  mutating func setRequest(_ field: MmapRequest.Field) { emit(.request(task, field)) }
  mutating func setMap(_ field: MmapState.Field) { emit(.map(task, field)) }
  mutating func setDesc(_ field: VMAreaDesc.Field) { emit(.desc(task, field)) }
  mutating func setVMS(_ field: VMAMunmap.Field) { emit(.vms(task, field)) }
  mutating func setWalk(_ field: Walk.Field) { emit(.walk(task, field)) }
  mutating func setLook(_ field: Look.Field) { emit(.look(task, field)) }

  // MARK: Files and charges

  /// `get_file` or `fget`.
  mutating func getFile(_ file: FileID?) { if let file { emit(.fileReferences(file, 1)) } }
  /// `vm_unacct_memory` gives back, `security_vm_enough_memory_mm` takes.
  mutating func charge(_ pages: Int) { if pages != 0 { emit(.committed(pages)) } }
  mutating func countWritable(_ file: FileID?, _ delta: Int) { if let file { emit(.writable(file, delta)) } }

  // MARK: The VMA

  mutating func setVMA(_ field: Change.VMAField) {
    if let id = subjectID { emit(.vma(id, field)) }
  }

  /// `vm_area_alloc`: an object that nobody can find.
  mutating func allocateVMA() {
    let id = state.nextVMA
    emit(.vmaAllocated(id, mmID))
    setMap(.vma(id))
  }

  mutating func freeVMA() {
    guard let id = subjectID else { return }
    emit(.vmaFreed(id))
    if current.vms?.gathered != nil { setVMS(.gathered(nil)) } else { setMap(.vma(nil)) }
  }

  /// The core of `__vma_start_write`: the VMA counts as write-locked as long as the sequence stays.
  mutating func stamp() { setVMA(.lockSeq(mm.seq)) }

  mutating func link() {
    if let id = subjectID, let file = subject?.file { emit(.rmapLinked(file, id)) }
  }

  mutating func unlink() {
    if let id = subjectID, let file = subject?.file { emit(.rmapUnlinked(file, id)) }
  }

  /// `vm_stat_account` with plus or minus the pages of the VMA.
  mutating func account(_ pages: Int) {
    emit(.vmStat(mmID, AccountClass(subject?.flags ?? map.flags), pages))
  }

  // MARK: The mmap lock

  /// `mm_lock_seqcount_begin` and `_end`, `vma_end_write_all`: the sequence moves on by one.
  mutating func moveSequence() { emit(.mmSeq(mmID, mm.seq &+ 1)) }
}

extension Kernel {
  /// Whether a file is to be mapped so that it may become writable for all.
  var isSharedWritable: Bool { request.file != nil && request.flags.contains([.shared, .mayWrite]) }

  /// `accountable_mapping`: private, writable, not MAP_NORESERVE, and no file of hugetlbfs.
  var isAccountable: Bool {
    map.flags.intersection([.noReserve, .shared, .write]) == .write && driver?.isHugeTLB != true
  }
}
