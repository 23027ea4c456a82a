import MemoryModel

// The posting's mixed maps, as they stand in the mail: no later kernel has them.

/// The loop of `mmap_action_complete` over `vmf_insert_mixed`. It counts a `pfn` and never uses it: the
/// address goes in as the frame, and the target starts at vm_start instead of `mixedmap.addr`.
///
/// Kernel: mm/util.c of the posting.
let insertMixed: RoutineMaker = { kernel in
  Routine("insert_mixed", as: "mixed", in: "mm/util.c", stage: .action, locals: [.walk], posted: true) {
    Assign { k in k.beginInsertMixed() }
    ForEach("page", count: { $0.walk.range.pages }) {
      If("no VM_FAULT_ERROR so far", otherwise: "the loop has stopped") {
        !$0.walk.isStopped
      } then: {
        Assign { k in k.setWalk(.piece(AddressRange(k.addressOfPage, pages: 1))) }
        Call(vmfInsertMixed)
      }
    }
  }
}

/// Kernel: `vmf_insert_mixed`, mm/memory.c; the loop turns OOM into ENOMEM and SIGBUS into EFAULT.
private let vmfInsertMixed: RoutineMaker = { kernel in
  Routine("vmf_insert_mixed", as: "mixed", in: "mm/memory.c") {
    Step("vmf", "vmf_insert_mixed", mayFail: .EFAULT, ways: [.fallback]) { _ in }
      .what("Page {i}: {va} is in a mixed map, and the frame is allowed.")
      .why("The answer is a vm_fault_t: the loop stops at any error bit in it.")
      .note("allowed")
    If("no error", otherwise: "VM_FAULT_FALLBACK") {
      !$0.walk.isStopped
    } then: {
      installTables(at: "mixed", failing: .ENOMEM)
      If("the entry is empty", otherwise: "taken: left as it is") { k in
        k.mm.pageTable.entry(at: k.addressOfPage.page) == nil
      } then: {
        Burst("pte", .pteTable, by: "get_locked_pte", traced: offsetMapLock(kernel)) {
          Step("pte", "set_pte_at [{i}] \u{2190} {pfn}", minor: true) { k in k.writeEntry(.special) }
            .what("Page {i}: {va} maps frame {pfn}. It is an address, not a frame.")
            .why("The posting hands over the running address; the frame asked for is lost.")
            .note("{written}/{walkpages}")
        }
      }
    }
  }
}

extension Way {
  /// VM_FAULT_FALLBACK is an error bit, so the loop stops, and `vm_fault_to_errno` makes 0 of it.
  static let fallback = Way(named: "fallback", error: nil) { k in k.setWalk(.isStopped(true)) }
}

/// Kernel: `vm_insert_pages` in `mmap_action_complete` of the posting, then kfree of the array.
let insertMixedPages: RoutineMaker = { kernel in
  Routine("vm_insert_pages", as: "pages", in: "mm/memory.c", stage: .action, locals: [.walk], posted: true) {
    Assign { k in k.beginRemap() }
    Capture { Call(insertPages) }
    If("action.kfree_pages", otherwise: "the driver's own array") {
      $0.action.ownsArray
    } then: {
      Step("kfree", "kfree(pages)") { k in k.emit(.pageArrays(-1)) }
        .what("The array of page pointers is freed.")
        .why("Only here: what fails between prepare and this line leaks it.")
        .note("freed")
    }
  }
}

extension Kernel {
  mutating func beginInsertMixed() {
    let action = self.action
    let start = subject?.range.start ?? action.range.start
    setWalk(.range(AddressRange(start, pages: action.range.pages)))
    setWalk(.frame(PageFrame(action.range.start.value)))
    setWalk(.stride(VirtualAddress.pageSize))
    setWalk(.protection(subject?.pageProtection ?? []))
  }
}
