import MemoryModel

// Checks, the address, and the region: everything before the driver is asked.

/// Kernel: `do_mmap`, mm/mmap.c. Fidelity: customised; the checks are one step.
let doMmap: RoutineMaker = { kernel in
  Routine("do_mmap", in: "mm/mmap.c", fidelity: .customised) {
    earlyChecks
    Step("checks", "prot and flags to vm_flags") { k in
      k.setRequest(.pageOffset(k.call.pageOffset))
      k.setRequest(.flags(k.initialFlags))
    }
    .what("Length and map_count are in order; prot and flags become {flags}.")
    .why("What is refused here costs nothing: only mmap_lock has to be dropped.")
    .note("ok")
    Call(getUnmappedArea)
    lockCheck
    kindChecks
    Call(mmapRegion)
  }
}

private let getUnmappedArea: RoutineMaker = { kernel in
  Routine("__get_unmapped_area", as: "get_unmapped_area", in: "mm/mmap.c", fidelity: .customised) {
    Fail("no_room", if: "no room, or the fixed range is taken") { k in
      if case .failure(let error) = k.chosenAddress { return error.errno }
      return nil
    }
    .what("There is no place for {pages} pages: {errno}.")
    .why("Nothing was changed, so there is nothing to undo but the lock.")
    Call(topDownSearch)
  }
}

/// Kernel: `arch_get_unmapped_area_topdown`, arch/x86/kernel/sys_x86_64.c.
private let topDownSearch: RoutineMaker = { kernel in
  Routine(
    "arch_get_unmapped_area_topdown", as: "get_unmapped_area", in: "arch/x86/kernel/sys_x86_64.c",
    fidelity: .customised
  ) {
    If("an address without MAP_FIXED", otherwise: "no hint") {
      $0.call.hint != nil
    } then: {
      Step("hint", "mmap_address_hint_valid", minor: true) { _ in }
        .what("The program would like {hint}: a place that user space may have.")
        .why("Without MAP_FIXED it is a wish, not an order.")
        .note("valid").traced("mmap_address_hint_valid")
      Step("find_vma", "find_vma", minor: true) { _ in }
        .what("The first VMA that ends behind {hint} is looked up.")
        .why("Where it starts decides whether the wish can be granted.")
        .note("looked up").traced("find_vma")
    }
    Step("", "find a gap of {size}", mayFail: .ENOMEM) { k in
      if case .success(let address) = k.chosenAddress {
        k.setRequest(.range(AddressRange(address, pages: k.call.pages)))
      }
    }
    .what("{pages} pages fit at {vma}.")
    .why("{search}")
    .note("{vma}")
  }
}

/// Kernel: `mmap_region`, mm/vma.c.
let mmapRegion: RoutineMaker = { kernel in
  Routine("mmap_region", in: "mm/vma.c") {
    If("shared and may be written", otherwise: "private") {
      $0.isSharedWritable
    } then: {
      Step("map_writable", "mapping_map_writable") { k in k.countWritable(k.request.file, 1) }
        .what("i_mmap_writable goes up by one while the call is under way.")
        .why("A memfd cannot be sealed against writing between the check and the VMA.")
        .note("+1 writable")
    }
    Capture { Call(underMmapRegion) }
    If("shared and may be written", otherwise: "private") {
      $0.isSharedWritable
    } then: {
      Step("unmap_writable", "mapping_unmap_writable", stage: .leave) { k in
        k.countWritable(k.request.file, -1)
      }
      .what("The temporary count is given back; the VMA has one of its own.")
      .why("It must go on every path, also after a failure: here it does.")
      .note("-1 writable").undoes("enter.mmap_region.map_writable")
    }
  }
}

/// Kernel: `__mmap_region`, mm/vma.c: the goto ladder that decides what an error leaves behind.
let underMmapRegion: RoutineMaker = { kernel in
  Routine("__mmap_region", as: "mmap_region", in: "mm/vma.c", locals: [.map, .vms, .desc], posted: true) {
    Attempt {
      Call(mmapSetup, orGoto: "abort_munmap")
      If("f_op->mmap_prepare", otherwise: "no such hook") {
        $0.hasPrepareHook
      } then: {
        // Up to 7.1 this jumps past the label that gives the charge back.
        Call(callMmapPrepare, orGoto: kernel >= .v7_2 ? "unacct_error" : "abort_munmap")
      }
      If("check_ksm_early", otherwise: "f_op->mmap may change flags") {
        $0.checksKSMEarly
      } then: {
        updateKSMFlags(
          stage: .prepare, why: "Flags have to be final before neighbours are compared for a merge.")
      }
      Call(vmaMergeNewRange)
      If("no merge", otherwise: "no new VMA") {
        $0.map.target == nil
      } then: {
        Call(mmapNewVMA, orGoto: "unacct_error")
      }
    } onError: {
      giveBack(kernel)
    }
    If("f_op->mmap_prepare", otherwise: "they are set") {
      $0.hasPrepareHook
    } then: {
      userFields(kernel)
    }
    Call(mmapComplete)
    if kernel.hasActions {
      If("f_op->mmap_prepare, and a new VMA", otherwise: "no action") {
        $0.hasPrepareHook && $0.map.allocatedNew
      } then: {
        completeAction(kernel)
      }
    }
  }
}

// The rungs of the ladder: what was taken for the new mapping is given back, from the last to the first.
@RoutineBuilder private func giveBack(_ kernel: Revision) -> [any Statement] {
  Label("unacct_error")
  If("map.charged", otherwise: "nothing charged") {
    $0.map.charged > 0
  } then: {
    Step("vm_unacct_memory", "vm_unacct_memory") { k in
      k.charge(-k.map.charged)
      k.setMap(.charged(0))
    }
    .what("The {pages} charged pages are given back.")
    .why("Overcommit is counted for the whole machine: a leak here is for ever.")
    .note("charge back").undoes("enter.mmap_setup.charge")
  }
  if kernel >= .v7_0 {
    If("map.file_doesnt_need_get", otherwise: "file not swapped") {
      $0.isFileSwapped
    } then: {
      Step("fput_swapped", "fput") { k in k.putFile(k.map.file) }
        .what("The file that the hook swapped in is let go: no VMA will have it.")
        .why("The hook gave its reference away and cannot take it back itself.")
        .note("-1 reference")
    }
  }
  Label("abort_munmap")
  If("VMAs were to be replaced", otherwise: "none") {
    $0.replacesAny
  } then: {
    Call(abortMunmap)
  }.orElse {
    Step("abort_munmap", "vms_abort_munmap_vmas") { _ in }
      .what("Nothing was replaced, so nothing has to be put back.")
      .why("With MAP_FIXED this is where the old mapping is restored or lost.")
      .note("nothing")
  }
}

// Up to 7.1 the fields of a VMA that was there before, with what its driver keeps there, are written over.
@RoutineBuilder private func userFields(_ kernel: Revision) -> [any Statement] {
  If("a new VMA", otherwise: "merged") {
    $0.map.allocatedNew
  } then: {
    Step("set_user_fields", "set_vma_user_defined_fields", stage: .establish) { k in k.setUserFields() }
      .what("vm_ops and vm_private_data are written, as the descriptor said.")
      .why("Until now an rmap walker met the VMA with dummy ops: half-built.")
      .note("vm_ops set")
  }
  if kernel.rewritesMerged {
    If("merged", otherwise: "a new VMA") {
      !$0.map.allocatedNew
    } then: {
      Step("rewrite_user_fields", "set_vma_user_defined_fields", stage: .establish) { k in k.setUserFields() }
        .what("vm_ops and vm_private_data of the old mapping are written over.")
        .why("The driver may have kept something there; 7.2 leaves a merged VMA alone.")
        .note("written over")
    }
  }
}

extension Kernel {
  fileprivate mutating func setUserFields() {
    if desc.ops != nil { setVMA(.ops(map.ops)) }
    setVMA(.privateData(map.hasPrivateData))
  }
}

/// Kernel: `update_ksm_flags`, mm/vma.c: before the merge where the flags are final by then, else after the
/// hook.
func updateKSMFlags(stage: Stage? = nil, why: String) -> Step {
  Step("update_ksm_flags", "update_ksm_flags", minor: true, stage: stage) { _ in }
    .what("The process has not asked for page merging (KSM): no flag is added.")
    .why(why).note("no KSM").traced("ksm_vma_flags")
}

// The last call of `__mmap_region`: who drops the rmap lock and who unmaps is what the releases changed.
@RoutineBuilder private func completeAction(_ kernel: Revision) -> [any Statement] {
  switch kernel {
  case .v6_19: Call(callActionComplete)
  case .v7_0:
    Capture { Call(mmapActionComplete) }
    If("hide_from_rmap_until_complete", otherwise: "not held") {
      $0.map.holdsRmap
    } then: {
      Call(dropRmapLock)
    }
    If("err", otherwise: "no error") {
      $0.hasError
    } then: {
      Call(doMunmap, errors: .ignored, stage: .unwind)
    }
  default: Call(mmapActionComplete)
  }
}
