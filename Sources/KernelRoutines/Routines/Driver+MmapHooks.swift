import MemoryModel

// The driver's f_op->mmap: it is handed a VMA, and what it does is done at once.

extension Driver {
  /// The routine behind `f_op->mmap`, nil when the driver has `mmap_prepare` alone.
  func mmapRoutine(_ kernel: Revision) -> Routine? {
    if isZero { return legacy == nil ? nil : zeroRoutine(kernel) }
    if stackedOn == nil { return legacy.map { legacyRoutine($0, kernel) } }
    return isOverlay ? overlayRoutine(kernel) : stackedRoutine(kernel)
  }

  // `vfs_mmap` calls the inner file's own f_op->mmap, or the compatibility layer where it has none.
  private func stackedRoutine(_ kernel: Revision) -> Routine {
    Routine("\(symbol)_stacked_mmap", as: "", in: "the driver", stage: .establish) {
      Call(vmaSetFile)
      callInner(kernel)
    }
  }

  // Kernel: `ovl_mmap`, fs/overlayfs/file.c, and `backing_file_mmap`, fs/backing-file.c.
  private func overlayRoutine(_ kernel: Revision) -> Routine {
    let backing = Routine("backing_file_mmap", as: "overlay", in: "fs/backing-file.c", stage: .establish) {
      Call(vmaSetFile)
      callInner(kernel)
      Call { _ in touchAtime }
    }
    return Routine("ovl_mmap", as: "overlay", in: "the driver", stage: .establish) { Call { _ in backing } }
  }

  // overlayfs asks the file beneath in turn.
  private var touchAtime: Routine {
    Routine("touch_atime", as: "overlay", in: "fs/inode.c", stage: .establish) {
      Step("atime", "touch_atime", minor: true) { _ in }
        .what("The access times of both files are brought up to date.")
        .why("The program knows the upper file; overlayfs passes it on to the one beneath.")
        .note("atime").traced("touch_atime")
    }
  }

  @RoutineBuilder private func callInner(_ kernel: Revision) -> [any Statement] {
    if let legacy {
      let inner = legacyRoutine(legacy, kernel)
      Call { _ in inner }
    } else {
      Call(compatVMAMmap)
    }
  }

  private func legacyRoutine(_ hook: LegacyHook, _ kernel: Revision) -> Routine {
    let failure = hook.error
    let mapsAny = hook.action != .nothing && (failure == nil || hook.failsAfter > 0)
    return Routine(mmapName, as: "", in: "the driver", stage: .establish) {
      oversteps(in: .mmap, kernel)
      Step("mmap_hook", hook.movesOffset ? "set vm_ops and vm_pgoff" : "vma->vm_ops = driver's") { k in
        k.setVMA(.ops(.driver))
        if hook.movesOffset, case .remapPFN(let frame?, _) = hook.action {
          k.setVMA(.pageOffset(frame.value))
        }
      }
      .what("The driver is handed the VMA itself, and sets its vm_ops.")
      .why("Nobody can find the VMA: it is in no tree, and its reference count is 0.")
      .note("has the VMA")
      if mapsAny { Call(remapPFNRange) }
      Step(
        "mmap_return", "return", ways: failure == nil ? [Way(.EINVAL)] : [], refusal: { _ in failure }
      ) { k in k.countMapping() }
      .what("The driver's hook returns 0: it has done all it wants.")
      .why("No action follows: what it mapped could be used before there was a VMA.")
      .onFailure(
        mapsAny
          ? "The driver gives up with -{errno}; what it has mapped is still there."
          : "The driver refuses with -{errno}: a VMA has to be thrown away.",
        "The core takes the entries out: it cannot know what the hook has done."
      )
      .note("returns 0")
    }
  }
}
