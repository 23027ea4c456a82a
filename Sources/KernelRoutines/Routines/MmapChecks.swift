import MemoryModel

// What do_mmap refuses with mmap_lock held, and what it makes of the flags. Kernel: `do_mmap`, mm/mmap.c.

/// The first looks at the arguments.
@RoutineBuilder var earlyChecks: [any Statement] {
  Fail("zero_len", if: "the length is 0") { $0.call.pages == 0 ? .EINVAL : nil }
    .what("A mapping of no bytes is refused: -{errno}, with mmap_lock held already.")
    .why("It is the first thing do_mmap looks at; only the lock has to be dropped.")
  Fail("map_count", if: "map_count > sysctl_max_map_count") { $0.hasTooManyVMAs ? .ENOMEM : nil }
    .what("The process has {mapcount} VMAs, more than vm.max_map_count: -{errno}.")
    .why("Only new VMAs count: a mapping that would merge is refused as well.")
}

/// Whether the process may lock so much: the address is chosen by then.
@RoutineBuilder var lockCheck: [any Statement] {
  If("MAP_LOCKED", otherwise: "not to be locked") {
    $0.call.isLocked
  } then: {
    Step("mlock_future_ok", "mlock_future_ok", refusal: { $0.lockRefusal }) { _ in }
      .what("{pages} more locked pages are allowed: {lockroom}.")
      .why("Locked pages cannot be reclaimed, so they are rationed beforehand.")
      .onFailure(
        "{pages} pages are more than may be locked, {memlock}: -{errno}.",
        "RLIMIT_MEMLOCK binds whoever lacks CAP_IPC_LOCK; nothing was taken yet."
      )
      .note("allowed").traced("capable")
  }
}

/// What a file and its descriptor allow, or what anonymous memory is.
@RoutineBuilder var kindChecks: [any Statement] {
  If("file", otherwise: "anonymous") {
    $0.request.file != nil
  } then: {
    Fail("read_only", if: "shared, writable, opened for reading only") { $0.isWriteDenied ? .EACCES : nil }
      .what("{file} was opened for reading only and is to be shared writable: -{errno}.")
      .why("Through a shared mapping every store would be a write to the file.")
    Fail("noexec", if: "executable, on a noexec mount") { $0.isExecDenied ? .EPERM : nil }
      .what("{file} lies on a mount that allows no execution: -{errno}.")
      .why("PROT_EXEC would get around what the mount forbids.")
    Fail("grows", if: "VM_GROWSDOWN") { $0.call.growsDown ? .EINVAL : nil }
      .what("A file cannot grow downwards: -{errno}.")
      .why("Only anonymous private memory can be a stack.")
    Step("file_flags", "flags of a file mapping") { k in k.setRequest(.flags(k.fileFlags)) }
      .what("The flags are {flags}: what the file and MAP_{SHARING} allow.")
      .why("Whether the file is writable decides about mw: who may ever write here.")
      .note("{flags}").traced("memfd_check_seals_mmap")
  }
  .orElse {
    Fail("grows_shared", if: "shared and VM_GROWSDOWN") {
      $0.call.growsDown && $0.call.isShared ? .EINVAL : nil
    }
    .what("Shared memory cannot grow downwards: -{errno}.")
    .why("Only anonymous private memory can be a stack.")
    Step("anon_flags", "flags of anonymous memory") { k in k.settleAnonymous() }
      .what("Anonymous, MAP_{SHARING}: flags {flags}, pgoff {pgoff}.")
      .why("{whyanonpgoff}.")
      .note("pgoff {pgoff}")
  }
}
