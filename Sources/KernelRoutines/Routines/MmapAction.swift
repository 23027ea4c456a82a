import MemoryModel

// The action on the finished VMA, and the hooks.

/// Performs the action once the VMA is live, and takes the mapping down again when it fails.
///
/// Kernel: `mmap_action_complete` and `mmap_action_finish`, mm/util.c; the message calls it
/// `vma_desc_action_complete`. Who unmaps, and when the hooks run, is what the revisions differ in most.
let mmapActionComplete: RoutineMaker = { kernel in
  Routine("mmap_action_complete", as: "", in: "mm/util.c", stage: .action, posted: true) {
    Capture {
      performAction(kernel)
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

// What the type of the action asks for; from 7.1 on an I/O remap has become a plain one by now.
@RoutineBuilder private func performAction(_ kernel: Revision) -> [any Statement] {
  If("action.type is a remap", otherwise: "no remap") {
    $0.action.kind == .remapPFN || $0.action.kind == .ioRemapPFN
  } then: {
    Call(remapPFNRangeComplete)
  }
  if kernel.has(.mapKernelPages) {
    If("action.type is MMAP_MAP_KERNEL_PAGES", otherwise: "no pages") {
      $0.action.kind == .mapKernelPages
    } then: {
      Call(mapKernelPagesComplete)
    }
  }
  if kernel.has(.custom) { performPosted() }
}

@RoutineBuilder private func performPosted() -> [any Statement] {
  If("action.type is MMAP_INSERT_MIXED", otherwise: "no frames") {
    $0.action.kind == .insertMixed
  } then: {
    Call(insertMixed)
  }
  If("action.type is MMAP_INSERT_MIXED_PAGES", otherwise: "no pages") {
    $0.action.kind == .insertMixedPages
  } then: {
    Call(insertMixedPages)
  }
  If("action.type is MMAP_CUSTOM_ACTION", otherwise: "no hook") {
    $0.action.kind == .custom
  } then: {
    Hook(.action, stage: .action)
  }
}

// The posting and 6.19: unmap first, then ask the error hook; the success hook only when all went well.
@RoutineBuilder private func finishAction(_ kernel: Revision) -> [any Statement] {
  if kernel == .seedV2 { lookAtGarbage() }
  If("err", otherwise: "no error") {
    $0.hasError
  } then: {
    if kernel == .seedV2 { lookAtFreedVMA() }
    // As the kernel does: nobody looks at the result of the munmap.
    Call(doMunmap, errors: .ignored, stage: .unwind)
    If("action.error_hook", otherwise: "a hook's own action has none") {
      !$0.isOwnAction
    } then: {
      Hook(.error, errors: .replaces, stage: .hooks)
    }
  }.orElse {
    If("action.success_hook", otherwise: "a hook's own action has none") {
      !$0.isOwnAction
    } then: {
      // The posting assigns what the hook returns and then returns 0; 6.19 returns it and keeps the VMA.
      Hook(.success, errors: kernel == .seedV2 ? .ignored : .propagate, stage: .hooks)
    }
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
  $0.action.errorOverride != nil
} then: {
  Step("error_override", "err = error_override", stage: .hooks) { k in
    k.replaceError(k.action.errorOverride)
  }
  .what("error_override turns {olderrno} into {errno}.")
  .why("It is a number, checked when the action was prepared: it cannot be 0.")
  .note("{errno}")
}
