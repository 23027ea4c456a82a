import MemoryModel

// The driver's side: routines made from what a scenario says of its driver.

extension Driver {
  /// The routine of a hook, nil when the driver has none.
  func routine(_ kind: HookKind, _ kernel: Revision) -> Routine? {
    switch kind {
    case .mmapPrepare: prepareRoutine
    case .success: successHook.map { successRoutine($0) }
    case .error: errorHook.map { errorRoutine($0) }
    }
  }

  private var prepareRoutine: Routine {
    let failure = prepareError
    let ways = prepareMayFail.filter { $0 != failure }.map { Way($0) }
    return Routine(prepareName, as: "", in: "the driver", stage: .prepare, posted: true) {
      Step("mmap_prepare", "edit the descriptor", ways: ways, refusal: { _ in failure }) { k in
        k.prepareByDriver()
      }
        .what("The driver fills the descriptor: vm_ops{andaction}.")
        .why("It only describes: merging is still possible, failing is still cheap.")
        .onFailure(
        "The driver refuses with -{errno}. There is no VMA it would have to undo.",
        "The posting jumps past the label that gives a charge back.")
      .note("{asks}")
    }
  }

  private func successRoutine(_ hook: SuccessHook) -> Routine {
    let failure = hook.error
    return Routine("\(symbol)_success_hook", as: "", in: "the driver", stage: .hooks, posted: true) {
      Step(
        "success_hook", "success hook", ways: failure == nil ? [Way(.EIO)] : [], refusal: { _ in failure }
      ) { _ in }
      .what("The success hook runs on the live VMA and returns 0.")
      .why("It sees a mapping that other CPUs may use already.")
      .onFailure(
        "The success hook returns -{errno}. The posting drops the error.",
        "mmap() will return the address all the same: nobody is told.")
      .note("returns 0")
    }
  }

  private func errorRoutine(_ hook: ErrorHook) -> Routine {
    Routine("\(symbol)_error_hook", as: "", in: "the driver", stage: .hooks, posted: true) {
      Step("error_hook", "error hook", ways: hook == .clears ? [] : [.clearing]) { k in
        switch hook {
        case .keeps: break
        case .filters(let errno): k.replaceError(errno)
        case .clears: k.replaceError(nil)
        }
      }
      .what("The error hook turns {olderrno} into {errno}.")
      .why("It may choose another error, never none: the VMA is gone already.")
      .note("{errno}")
    }
  }
}

extension Way {
  /// What an error hook must not do: return 0 for a VMA that is gone.
  static let clearing = Way(named: "clears", error: nil) { k in k.replaceError(nil) }
}

extension Kernel {
  mutating func prepareByDriver() {
    guard let driver else { return }
    setDesc(.ops(.driver))
    let action = requestedAction
    if action.kind != .nothing {
      setDesc(.action(action.kind))
      setDesc(.actionRange(action.range))
      setDesc(.actionFrame(action.frame))
    }
    setDesc(.hooks(success: driver.successHook != nil, error: driver.errorHook != nil))
  }

  /// What a hook leaves as the pending error.
  mutating func replaceError(_ errno: Errno?) { emit(.error(task, errno)) }
}
