import MemoryModel

// The end of a mapping as its driver sees it, and what drivers count.

/// Calls `vm_ops->close` and makes the operations the dummy table, so that it is never called twice.
///
/// Kernel: `vma_close`, mm/vma.h; inlined everywhere.
let vmaClose: RoutineMaker = { kernel in
  Routine("vma_close", as: "", in: "mm/vma.h") {
    If("vm_ops->close", otherwise: "no close") {
      $0.subject?.ops == .driver
    } then: {
      Hook(.close)
    }
  }
}

extension Driver {
  func closeRoutine(_ kernel: Revision) -> Routine {
    let counts = isCounting
    return Routine("\(symbol)_vma_close", as: "close", in: "the driver", posted: true) {
      Step("", "close") { k in
        if counts, let file = k.subject?.file { k.emit(.counted(file, -1)) }
        k.setVMA(.ops(.dummy))
      }
      .what("vm_ops->close tells the driver that a mapping of its file is over.")
      .why(counts ? "{closebalance}." : "vm_ops turn into the dummy table: it is never called twice.")
      .note(counts ? "-1 mapping" : "closed")
    }
  }
}

extension Driver {
  func openRoutine() -> Routine {
    let counts = isCounting
    return Routine("\(symbol)_vma_open", as: "open", in: "the driver", posted: true) {
      Step("", "open") { k in
        if counts, let file = k.subject?.file { k.emit(.counted(file, 1)) }
      }
      .what("vm_ops->open tells the driver of one more VMA of a mapping it has.")
      .why("It runs for a copy, never for a first mmap(); each has a close() to come.")
      .note(counts ? "+1 mapping" : "opened")
    }
  }
}

extension Kernel {
  /// The file whose driver a hook belongs to: that of the VMA for `open` and `close`, else the one that is
  /// mapped.
  public func hookFile(_ kind: HookKind) -> FileID? {
    guard kind == .close || kind == .open else { return request.file }
    guard let file = subject?.file else { return nil }
    // A stacked driver's VMA has the file beneath.
    return facts.files.firstIndex { $0.inner == Int(file.index) }.map { FileID($0) } ?? file
  }

  /// A hook of the driver counts the mapping, at the file whose VMA it is or will be.
  mutating func countMapping() {
    guard driver?.isCounting == true, let file = subject?.file ?? request.file else { return }
    emit(.counted(file, 1))
  }
}
