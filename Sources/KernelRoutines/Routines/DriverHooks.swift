import MemoryModel

// The driver's side: routines made from what a scenario says of its driver.

extension Driver {
  /// The routine of a hook, nil when the driver has none.
  func routine(_ kind: HookKind, _ kernel: Revision) -> Routine? {
    switch kind {
    case .mmapPrepare: legacy != nil ? nil : isZero ? zeroRoutine(kernel) : prepareRoutine(kernel)
    case .mmap: mmapRoutine(kernel)
    case .action: actionRoutine(kernel)
    case .success:
      if isZero {
        kernel.hasActionHooks && kernel != .seedV2 ? zeroSuccessRoutine : nil
      } else {
        kernel.hasActionHooks ? successHook.map { successRoutine($0, kernel) } : nil
      }
    case .error: kernel.hasActionHooks ? errorHook.map { errorRoutine($0, kernel) } : nil
    case .open: hasClose ? openRoutine() : nil
    case .close: hasClose ? closeRoutine(kernel) : nil
    case .mapped: kernel.hasMapped ? mappedHook.map { mappedRoutine($0, kernel) } : nil
    }
  }

  private func prepareRoutine(_ kernel: Revision) -> Routine {
    let failure = prepareError
    let ways = prepareMayFail.filter { $0 != failure }.map { Way($0) }
    let countsEarly = isCounting && !kernel.hasMapped
    let isLost = !kernel.has(action.kind)
    return Routine(prepareName, as: "", in: "the driver", stage: .prepare, posted: true) {
      oversteps(in: .mmapPrepare, kernel)
      if isHugeTLB { reserveHugePages }
      Step("mmap_prepare", "edit the descriptor", ways: ways, refusal: { _ in failure }) { k in
        k.prepareByDriver(kernel)
        if !kernel.hasMapped { k.countMapping() }
      }
      .what("The driver fills the descriptor: vm_ops{andaction}.")
      .why(
        isLost
          ? "It would ask for an action here that \(kernel.rawValue) lacks: nothing will be mapped."
          : countsEarly
            ? "It counts the mapping, though a merge or a failure may still come."
            : "It only describes: merging is still possible, failing is still cheap."
      )
      .onFailure(
        "The driver refuses with -{errno}. There is no VMA it would have to undo.",
        kernel >= .v7_2
          ? "The charge, if there was one, is given back on the way out."
          : "The error path jumps past the label that gives a charge back."
      )
      .note("{asks}")
      if kernel.has(action.kind), case .custom(let custom) = action { Call(prepareCustom(custom)) }
    }
  }

  private func successRoutine(_ hook: SuccessHook, _ kernel: Revision) -> Routine {
    let failure = hook.error
    let name = isHugeTLB ? "hugetlb_file_mmap_prepare_success" : "\(symbol)_success_hook"
    return Routine(name, as: "", in: "the driver", stage: .hooks, posted: true) {
      oversteps(in: .success, kernel)
      Step(
        "success_hook", "success hook", ways: failure == nil ? [Way(.EIO)] : [], refusal: { _ in failure }
      ) { _ in }
      .what("The success hook runs on the live VMA and returns 0.")
      .why(
        kernel == .seedV2
          ? "The message lets it update the descriptor; the code hands it the VMA."
          : "It sees a mapping that other CPUs may use already."
      )
      .onFailure("The success hook returns -{errno}.", Self.afterSuccessHook(kernel))
      .note("returns 0")
    }
  }

  private static func afterSuccessHook(_ kernel: Revision) -> String {
    switch kernel {
    case .seedV2: "The posting drops it: mmap() will return the address, nobody is told."
    case .v6_19: "6.19 returns it, but nobody unmaps: mmap() fails and the mapping stays."
    default: "The mapping is taken down, as after a failed action."
    }
  }

  private func mappedRoutine(_ hook: MappedHook, _ kernel: Revision) -> Routine {
    let failure = hook.error
    return Routine("\(symbol)_vma_mapped", as: "", in: "the driver", stage: .hooks, posted: true) {
      oversteps(in: .mapped, kernel)
      Step("mapped", "mapped", ways: failure == nil ? [Way(.ENOMEM)] : [], refusal: { _ in failure }) { k in
        k.countMapping()
      }
      .what("vm_ops->mapped runs on the live VMA and returns 0.")
      .why("It runs once for a new mapping, never on a merge: the place to count.")
      .onFailure(
        "vm_ops->mapped returns -{errno}.", "The mapping is taken down, as after a failed action."
      )
      .note("returns 0")
    }
  }

  private func errorRoutine(_ hook: ErrorHook, _ kernel: Revision) -> Routine {
    Routine("\(symbol)_error_hook", as: "", in: "the driver", stage: .hooks, posted: true) {
      Step("error_hook", "error hook", ways: hook == .clears ? [] : [.clearing]) { k in
        switch hook {
        case .keeps: break
        case .filters(let errno): k.replaceError(errno)
        case .clears: k.replaceError(nil)
        }
      }
      .what("The error hook turns {olderrno} into {errno}.")
      .why(
        kernel == .v7_0
          ? "It may choose another error, never none: the VMA will be unmapped."
          : "It may choose another error, never none: the VMA is gone already."
      )
      .note("{errno}")
    }
  }
}

extension Way {
  /// What an error hook must not do: return 0 for a VMA that is gone.
  static let clearing = Way(named: "clears", error: nil) { k in k.replaceError(nil) }
}

extension Kernel {
  mutating func prepareByDriver(_ kernel: Revision) {
    guard let driver else { return }
    setDesc(.ops(.driver))
    if driver.isHugeTLB { setDesc(.flags(desc.flags.union([.hugeTLB, .dontExpand]))) }
    if driver.populatesFrom != nil { setDesc(.flags(desc.flags.union(.remap))) }
    guard kernel.hasActions else { return }
    if kernel.has(driver.action.kind) { request(driver.action) }
    if kernel.hasActionHooks {
      setAction(.hooks(success: driver.successHook != nil, error: driver.errorHook != nil))
    }
    if kernel.canHide, driver.hidesFromRmap { setAction(.hides(true)) }
    if kernel.hasErrorOverride, let errno = driver.errorOverride {
      setAction(.errorOverride(errno, isValid: driver.override?.isNegative ?? true))
    }
  }

  /// What a hook leaves as the pending error.
  mutating func replaceError(_ errno: Errno?) { emit(.error(task, errno)) }
}
