import MemoryModel

// Counted pages into a mixed map: normal entries, references and RSS.

/// Kernel: `map_kernel_pages_complete`, mm/memory.c.
let mapKernelPagesComplete: RoutineMaker = { kernel in
  Routine(
    "map_kernel_pages_complete", as: "pages", in: "mm/memory.c", stage: .action, locals: [.walk]
  ) {
    Assign { k in k.beginRemap() }
    Call(insertPages)
  }
}

/// Fidelity: customised; the kernel's loops over tables and over batches inside them are one loop over the
/// batches, in the same order.
///
/// Kernel: `insert_pages`, mm/memory.c. Nothing is undone here: who unmaps drops the references too.
let insertPages: RoutineMaker = { kernel in
  Routine("insert_pages", as: "pages", in: "mm/memory.c", fidelity: .customised) {
    Fail("outside", if: "the range leaves the VMA") { k in
      let range = k.walk.range
      return k.subject.map { range.start >= $0.range.start && range.end <= $0.range.end } == true
        ? nil : .EFAULT
    }
    .onFailure(
      "The pages would not fit into the VMA: -{errno}.", "Nothing was inserted yet: only the VMA has to go.")
    ForEach("batch of at most 8 pages", count: { $0.walkBatches.count }) {
      Assign { k in k.nextBatch() }
      installTables(at: "pages", failing: .EFAULT)
      Call(insertBatch)
    }
  }
}

/// Kernel: `insert_page_in_batch_locked`, mm/memory.c: at most eight pages for each hold of the PTE lock.
private let insertBatch: RoutineMaker = { kernel in
  Routine("insert_page_in_batch_locked", as: "pages", in: "mm/memory.c") {
    Burst("batch", .pteTable, by: "pte_offset_map_lock", traced: offsetMapLock(kernel)) {
      ForEach("page", from: { $0.firstPage }, count: { $0.walk.piece.pages }) {
        Step(
          "check", "validate_page_before_insert", ways: [Way(.EINVAL)],
          refusal: { $0.isBadPage ? .EINVAL : nil }
        ) { _ in }
        .what("Page {i} of the array is an ordinary counted page.")
        .why("A free, anonymous or typed page must not be mapped by a driver.")
        .onFailure(
          "Page {i} of the array has no reference: insert_pages gives -{errno}.",
          "{written} pages are mapped already, and other CPUs may be using them."
        )
        .note("good")
        Call(insertPage)
      }
    }
  }
}

/// Kernel: `insert_page_into_pte_locked`, mm/memory.c.
private let insertPage: RoutineMaker = { kernel in
  Routine("insert_page_into_pte_locked", as: "pages", in: "mm/memory.c") {
    Fail("occupied", if: "the entry is not empty") { k in
      k.mm.pageTable.entry(at: k.addressOfPage.page) == nil ? nil : .EBUSY
    }
    .onFailure("The entry of page {i} is taken: -{errno}.", "An entry in use is never overwritten.")
    Step("pte", "set_pte_at [{i}] \u{2190} page {pfn}") { k in k.writeEntry(.page) }
      .what("Page {i}: entry {pteindex} maps {va} to page {pfn}; RSS grows to {rss}.")
      .why("A normal entry: the page gains a reference and a mapping, and is counted.")
      .note("{written}/{walkpages}").traced("folio_add_file_rmap_ptes")
  }
}

extension Kernel {
  /// The walk's range in pieces of at most eight pages that do not leave their PTE table.
  var walkBatches: [AddressRange] {
    var batches: [AddressRange] = []
    var start = walk.range.start
    while start < walk.range.end {
      let table = PageLevel.pte.range(ofTable: PageLevel.pte.table(of: start))
      let end = min(start.advanced(byPages: 8), table.end, walk.range.end)
      batches.append(AddressRange(start, end))
      start = end
    }
    return batches
  }

  mutating func nextBatch() {
    let batches = walkBatches
    if batches.indices.contains(index) { setWalk(.piece(batches[index])) }
  }
}
