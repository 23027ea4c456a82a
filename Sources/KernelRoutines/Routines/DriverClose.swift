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
      .what("vm_ops->close tells the driver that its mapping {closing} is over.")
      .why(counts ? "{closebalance}." : "vm_ops turn into the dummy table: it is never called twice.")
      .note(counts ? "-1 mapping" : "closed")
    }
  }
}

extension Kernel {
  /// The file whose driver a hook belongs to: that of the VMA for `close`, else the one that is mapped.
  public func hookFile(_ kind: HookKind) -> FileID? {
    guard kind == .close else { return request.file }
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
