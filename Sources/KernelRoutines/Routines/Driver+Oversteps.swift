import MemoryModel

// What a driver does in a hook although it must not. The kernel does not prevent it: what follows, follows.

extension Driver {
  /// The hook of mmap() that runs last in a kernel; nil where the driver is called at faults later.
  private func lastHook(_ kernel: Revision) -> HookKind? {
    if hasFault { return nil }
    if kernel.hasActionHooks, successHook != nil { return .success }
    if kernel.hasMapped, mappedHook != nil { return .mapped }
    return hasMmapHook ? .mmap : .mmapPrepare
  }

  /// The statements by which the driver oversteps in a hook; none where it behaves there.
  @RoutineBuilder func oversteps(in hook: HookKind, _ kernel: Revision) -> [any Statement] {
    switch overstep {
    case .immutableField where hook == .mmapPrepare:
      Step("overstep", "desc->start += PAGE_SIZE") { k in
        k.setDesc(.range(AddressRange(k.desc.range.start.advanced(byPages: 1), k.desc.range.end)))
      }
      .what("The driver moves desc->start up by a page.")
      .why("It is not const, but nobody reads it back: the VMA keeps its range.")
      .note("moved")
    case .immutableField where hook == .mmap:
      Step("overstep", "vma->vm_start += PAGE_SIZE") { k in
        guard let range = k.subject?.range else { return }
        k.setVMA(.range(AddressRange(range.start.advanced(byPages: 1), range.end)))
      }
      .what("The driver moves vma->vm_start up by a page.")
      .why("The core goes on with the range it chose; the tree gets the VMA's.")
      .note("moved")
    case .mmapLock where hook == lastHook(kernel):
      Acquire("overstep", .mmap, .read, by: "mmap_read_lock", minor: false)
        .what("The driver asks for mmap_lock, which its own mmap() holds for writing.")
        .why("A rwsem is not recursive: the task waits for itself.")
        .note("read").traced("down_read")
    // vm_ops->mapped is handed no VMA.
    case .lateFlags where hook == .success:
      Step("overstep", "vm_flags_set(vma, VM_DONTCOPY)") { k in
        if let flags = k.subject?.flags { k.setVMA(.flags(flags.union(.dontCopy))) }
      }
      .what("The driver sets VM_DONTCOPY on the live VMA.")
      .why("Merging was decided without it; who reads flags under RCU sees both.")
      .note("+dc")
    default: []
    }
  }
}
