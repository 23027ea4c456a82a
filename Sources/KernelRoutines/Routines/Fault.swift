import MemoryModel

// A page fault: which lock protects the VMA it finds.

/// A page fault of another thread: the VMA lock first, mmap_lock when that is refused or not enough.
///
/// Kernel: `do_user_addr_fault`, arch/x86/mm/fault.c.
let faultEntry: RoutineMaker = { kernel in
  Routine("do_user_addr_fault", as: "", in: "arch/x86/mm/fault.c", stage: .fault, locals: [.look]) {
    Assign { k in k.setLook(.address(k.addressOfAccess)) }
    Call(faultBody)
  }
}

let faultBody: RoutineMaker = { kernel in
  Routine("handle the fault", as: "", in: "arch/x86/mm/fault.c") {
    If("an access in user mode", otherwise: "the kernel's own access") {
      $0.access?.isByKernel == false
    } then: {
      Call(lockVMAUnderRCU)
    }
    If("the VMA is read-locked", otherwise: "refused") {
      $0.look.isLocked
    } then: {
      handleIfAllowed("vma")
      If("still read-locked", otherwise: "dropped on the way") {
        $0.look.isLocked
      } then: {
        Step("vma_end_read", "vma_end_read") { k in k.dropReadLock() }
          .what("{actor} lets go of the VMA lock.")
          .why("mmap_lock was never touched: mmap() of other ranges was not in the way.")
          .note("released")
      }
    }
    If("not served yet", otherwise: "served under the VMA lock") {
      !$0.look.isServed
    } then: {
      Call(lockMMAndFindVMA)
      If("there is a VMA", otherwise: "none") {
        $0.look.seen != nil
      } then: {
        handleIfAllowed("")
      }.orElse {
        Assign { k in k.setLook(.signal(.SIGSEGV)) }
      }
      Release("mmap_read_unlock", .mmap, .read, by: "mmap_read_unlock", minor: false) { k in
        k.setLook(.holdsMmap(false))
      }
      .what("{actor} drops mmap_lock.")
      .why("The fault is over; writers may go on.")
      .note("free").traced("up_read")
    }
    Step("return", "return to user space") { k in
      k.emit(.returned(k.task, k.look.signal.map { Returned.signal($0) } ?? .done))
    }
    .what("{actor} goes on with {faultresult}.")
    .why("{faultmoral}.")
    .note("{faultresult}")
  }
}

// `access_error`: the flags of the VMA must allow what was tried.
@RoutineBuilder private func handleIfAllowed(_ pass: String) -> [any Statement] {
  If("the flags allow the access", otherwise: "access_error") {
    $0.isAccessAllowed
  } then: {
    Call(handleMMFault(pass))
  }.orElse {
    Assign { k in
      k.setLook(.signal(.SIGSEGV))
      k.serve()
    }
  }
}

/// Kernel: `lock_vma_under_rcu`, mm/mmap_lock.c. A VMA that is detached and not write-locked would be looked
/// up again there; the tree is cleared by then, so it is not met here.
private let lockVMAUnderRCU: RoutineMaker = { kernel in
  Routine("lock_vma_under_rcu", as: "lock_vma_under_rcu", in: "mm/mmap_lock.c") {
    Step("", "mas_walk") { k in k.lookUp() }
      .what("{actor} looks up {address} in the tree under RCU: {seenornone}.")
      .why("No lock is taken: the look may be outdated the moment it is done.")
      .note("{seenornone}")
    If("found", otherwise: "nothing found") {
      $0.look.seen != nil
    } then: {
      Step("vma_start_read", "vma_start_read") { k in k.tryReadLock() }
        .what("{actor} {readlock}.")
        .why("Equal sequences mean write-locked: the reader does not wait, it falls back.")
        .note("{readlocknote}")
    }
  }
}

/// Kernel: `lock_mm_and_find_vma`, mm/mmap_lock.c: a try first, because the lock is free most of the time.
private let lockMMAndFindVMA: RoutineMaker = { kernel in
  Routine("lock_mm_and_find_vma", as: "", in: "mm/mmap_lock.c") {
    Step("mmap_read_trylock", "mmap_read_trylock", minor: true) { k in k.tryMmapRead() }
      .what("{actor} tries mmap_lock for reading: {trylock}.")
      .why("A try never waits, and costs less than the killable call.")
      .note("{trylock}").traced("down_read_trylock")
    If("the try failed", otherwise: "got it at once") {
      !$0.look.holdsMmap
    } then: {
      Acquire("mmap_read_lock", .mmap, .read, by: "mmap_read_lock_killable", minor: false) { k in
        k.setLook(.holdsMmap(true))
      }
      .what("{actor} holds mmap_lock for reading.")
      .why("The slow way: it has to wait for whoever writes the address space.")
      .note("read").traced("down_read_killable")
    }
    Step("find_vma", "find_vma") { k in k.lookUp() }
      .what("{actor} looks again: {seenornone}.")
      .why("Under mmap_lock what it finds cannot go away.")
      .note("{seenornone}").traced("find_vma")
  }
}

extension Kernel {
  /// The page the running task is after; nil when its call is about none.
  var access: MemoryAccess? { taskCall.access }

  /// The address a task's access is about: a page of the range that the mapper asks for, or one of its own.
  var addressOfAccess: VirtualAddress {
    if let address = access?.address { return address }
    let start = mappedRange?.start ?? facts.mmapCall?.address ?? VirtualAddress(0)
    return start.advanced(byPages: access?.page ?? 0)
  }

  /// The range that the mapper has chosen, while its call runs or after it.
  var mappedRange: AddressRange? {
    for task in state.tasks {
      if let range = task.request?.range, range.bytes > 0 { return range }
      if case .address(let address)? = task.result, let call = facts.mmapCall {
        return AddressRange(address, pages: call.pages)
      }
    }
    return nil
  }

  /// `access_error`: a write needs VM_WRITE, a read any right.
  fileprivate var isAccessAllowed: Bool {
    guard let flags = subject?.flags else { return false }
    return access?.isWrite == true ? flags.contains(.write) : !flags.isDisjoint(with: [.read, .write, .exec])
  }

  /// A lookup in the tree of the mapper's address space; a racy look when no lock is held.
  mutating func lookUp() { setLook(.seen(state.mm(MMID(0)).tree.find(look.address))) }

  /// `vma_start_read`: refused when write-locked, excluded or detached; never waits.
  mutating func tryReadLock() {
    guard let area = subject, area.attached, !area.excluded, !state.isWriteLocked(area) else { return }
    setVMA(.reader(task, true))
    setLook(.isLocked(true))
  }

  mutating func dropReadLock() {
    setVMA(.reader(task, false))
    setLook(.isLocked(false))
  }

  /// `mmap_read_trylock`: never waits.
  mutating func tryMmapRead() {
    guard state.mm(mmID).mmapLock.grants(.read, to: task) else { return }
    emit(.lock(.mmap(mmID), .acquired, .read, task))
    setLook(.holdsMmap(true))
  }
}
