import MemoryModel

// The way from user space to the mmap lock and back.

/// The system call: what a task's call starts with.
///
/// Kernel: `__x64_sys_mmap` and `ksys_mmap_pgoff`, mm/mmap.c.
public let mmapSystemCall: RoutineMaker = { kernel in
  Routine("__x64_sys_mmap", as: "sys_mmap", in: "mm/mmap.c", stage: .enter, locals: [.request]) {
    Capture {
      Fail("odd_offset", if: "offset is no multiple of the page size") {
        $0.call.oddBytes == 0 ? nil : .EINVAL
      }
      .what("The offset is no multiple of 4096: -EINVAL, and mm/mmap.c is never reached.")
      .why("The kernel counts files in pages; it has no way to map half of one.")
      Call(ksysMmapPgoff)
    }
    Step("sysret", "return to user space", stage: .leave) { k in k.returnToUserSpace() }
      .what("mmap() returns {result} to {app}.")
      .why("Only now the program itself knows whether there is a mapping, and where.")
      .note("{result}")
  }
}

private let ksysMmapPgoff: RoutineMaker = { kernel in
  Routine("ksys_mmap_pgoff", in: "mm/mmap.c") {
    If("not MAP_ANONYMOUS", otherwise: "anonymous: no file") {
      $0.call.file != nil
    } then: {
      Step("fget", "fget", refusal: { $0.isDescriptorClosed ? .EBADF : nil }) { k in
        k.setRequest(.file(k.call.file.map { FileID($0) }))
        k.getFile(k.request.file)
      }
      .what("The descriptor is looked up: {file} gains a reference.")
      .why("No memory-management lock is held yet, so nobody has to wait for us.")
      .onFailure(
        "The descriptor names no open file: -{errno}, before any lock is taken.",
        "mmap_lock is never touched: nobody else in the process notices."
      )
      .note("+1 reference").traced("fget")
    }
    Capture { Call(vmMmapPgoff) }
    If("file", otherwise: "no file") {
      $0.request.file != nil
    } then: {
      Step("fput", "fput", stage: .leave) { k in k.putFile(k.request.file) }
        .what("The system call drops its own reference to {file}.")
        .why("The VMA, where there is one, keeps the reference it took for itself.")
        .note("-1 reference").traced("fput")
    }
  }
}

private let vmMmapPgoff: RoutineMaker = { kernel in
  Routine("vm_mmap_pgoff", in: "mm/util.c") {
    Step("security_mmap_file", "security_mmap_file") { _ in }
      .what("Security modules and fsnotify may object. They do not.")
      .why("They are asked before any lock is taken, because they may sleep for long.")
      .note("allowed").traced("security_mmap_file")
    Acquire("mmap_write_lock", .mmap, .write, by: "mmap_write_lock_killable", killable: true, minor: false) {
      k in k.moveSequence()
    }
    .what("mmap_lock is held for writing; mm_lock_seq turns odd.")
    .why("From here every other mmap, munmap or brk of this process waits for us.")
    .note("write").traced("down_write_killable")
    Capture { Call(doMmap) }
    Release("mmap_write_unlock", .mmap, .write, by: "mmap_write_unlock", minor: false, stage: .leave) { k in
      k.moveSequence()
    }
    .what("mmap_lock is free; mm_lock_seq is even, so every VMA lock lapsed at once.")
    .why("There is no unlock of a single VMA: whoever waited may now run and look.")
    .note("all VMA locks lapse").undoes("enter.vm_mmap_pgoff.mmap_write_lock").traced("up_write")
    Step("userfaultfd_unmap_complete", "userfaultfd_unmap_complete", minor: true, stage: .leave) { _ in }
      .what("Listeners of userfaultfd would hear of replaced ranges. There are none.")
      .why("A message to user space may wait for long, so it comes after the lock.")
      .note("nothing replaced").traced("userfaultfd_unmap_complete")
    If("populate", otherwise: "nothing to populate") {
      $0.call.isLocked && !$0.hasError
    } then: {
      Call(mmPopulate)
    }
  }
}

extension Kernel {
  mutating func returnToUserSpace() {
    let result = error.map { Returned.error($0) } ?? .address(request.range.start)
    emit(.returned(task, result))
  }
}
