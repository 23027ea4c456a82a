import MemoryModel

// The driver's f_op->mmap: it is handed a VMA, and what it does is done at once.

extension Driver {
  /// The routine behind `f_op->mmap`, nil when the driver has `mmap_prepare` alone.
  func mmapRoutine(_ kernel: Revision) -> Routine? {
    stackedOn == nil ? legacy.map { legacyRoutine($0, kernel) } : stackedRoutine(kernel)
  }

  // `vfs_mmap` calls the inner file's own f_op->mmap, or the compatibility layer where it has none.
  private func stackedRoutine(_ kernel: Revision) -> Routine {
    let inner = legacy.map { legacyRoutine($0, kernel) }
    return Routine("\(symbol)_stacked_mmap", as: "", in: "the driver", stage: .establish) {
      Call(vmaSetFile)
      if let inner { Call { _ in inner } } else { Call(compatVMAMmap) }
    }
  }

  private func legacyRoutine(_ hook: LegacyHook, _ kernel: Revision) -> Routine {
    let failure = hook.error
    let mapsAny = hook.action != .nothing && (failure == nil || hook.failsAfter > 0)
    return Routine(mmapName, as: "", in: "the driver", stage: .establish) {
      oversteps(in: .mmap, kernel)
      Step("mmap_hook", hook.movesOffset ? "set vm_ops and vm_pgoff" : "vma->vm_ops = driver's") { k in
        k.setVMA(.ops(.driver))
        if hook.movesOffset, case .remapPFN(let frame?) = hook.action { k.setVMA(.pageOffset(frame.value)) }
      }
      .what("The driver is handed the VMA itself, and sets its vm_ops.")
      .why("Nobody can find the VMA: it is in no tree, and its reference count is 0.")
      .note("has the VMA")
      if mapsAny { Call(remapPFNRange) }
      Step(
        "mmap_return", "return", ways: failure == nil ? [Way(.EINVAL)] : [], refusal: { _ in failure }
      ) { _ in }
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
