import Testing

@testable import MemoryModel

/// The runs of the page table against a dictionary that knows one page at a time.
@Suite("Page tables") struct PageTableTests {
  private static let pages: UInt64 = 24

  private struct Operation: CustomStringConvertible {
    var page: UInt64
    var count: Int
    /// The first entry; nil clears.
    var first: PTE?

    var description: String {
      guard let first else { return "clear \(count) from \(page)" }
      return "set \(count) from \(page) to \(first.frame) \(first.kind) \(first.protection)"
    }

    init(_ generator: inout Congruential) {
      page = UInt64.random(in: 0..<PageTableTests.pages, using: &generator)
      count = Int.random(in: 0...min(6, Int(PageTableTests.pages - page)), using: &generator)
      guard Int.random(in: 0..<5, using: &generator) > 1 else { return }
      // Frames that often continue what stands beside them, and sometimes do not.
      let frame = PageFrame(100 + page + UInt64.random(in: 0...1, using: &generator))
      first = PTE(
        kind: Bool.random(using: &generator) ? .special : .page, frame: frame, protection: .read)
    }
  }

  @Test("After any series of settings and clearings it says what a plain dictionary says")
  func againstDictionary() {
    var generator = Congruential(seed: 1)
    for round in 1...300 {
      var table = PageTable()
      var model: [UInt64: PTE] = [:]
      var history: [Operation] = []
      for _ in 1...12 {
        let operation = Operation(&generator)
        history.append(operation)
        apply(operation, &table, &model)
        if let wrong = difference(table, model, &generator) {
          let steps = history.map(\.description).joined(separator: "\n")
          Issue.record("round \(round): \(wrong) after\n\(steps)")
          return
        }
      }
    }
  }

  private func apply(_ operation: Operation, _ table: inout PageTable, _ model: inout [UInt64: PTE]) {
    if let first = operation.first {
      table.set(page: operation.page, count: operation.count, first: first)
    } else {
      table.clear(page: operation.page, count: operation.count)
    }
    for offset in 0..<operation.count {
      model[operation.page + UInt64(offset)] = operation.first.map {
        PTE(kind: $0.kind, frame: $0.frame.advanced(by: offset), protection: $0.protection)
      }
    }
  }

  private func difference(
    _ table: PageTable, _ model: [UInt64: PTE], _ generator: inout Congruential
  ) -> String? {
    for page in 0..<Self.pages + 8 where table.entry(at: page) != model[page] {
      return "page \(page) is \(String(describing: table.entry(at: page)))"
    }
    let low = UInt64.random(in: 0...Self.pages, using: &generator)
    let high = UInt64.random(in: low...Self.pages + 8, using: &generator)
    let count = (low..<high).filter { model[$0] != nil }.count
    if table.count(in: low..<high) != count {
      return "\(table.count(in: low..<high)) set in \(low)..<\(high)"
    }
    // Equal means identical: however it came about, it is the table that single settings make.
    var plain = PageTable()
    for page in 0..<Self.pages { model[page].map { plain.set(page: page, count: 1, first: $0) } }
    return plain == table ? nil : "it has the runs \(table.runs.map { "\($0.page)+\($0.count)" })"
  }

  @Test("A remap of 65,536 pages, page by page, is one run")
  func oneRun() {
    var table = PageTable()
    for page in 0..<UInt64(65_536) {
      table.set(
        page: page, count: 1, first: PTE(kind: .special, frame: PageFrame(1000 + page), protection: .read))
    }
    #expect(table.runs.count == 1)
    #expect(table.count(in: 0..<100_000) == 65_536)
  }

  private struct TableKey: Hashable {
    var level: PageLevel
    var index: UInt64
  }

  @Test("Installing and freeing tables in any order keeps a plain set of them")
  func tables() {
    var generator = Congruential(seed: 2)
    var table = PageTable()
    var model: Set<TableKey> = []
    for step in 1...3000 {
      let level = [PageLevel.pud, .pmd, .pte][Int.random(in: 0..<3, using: &generator)]
      let key = TableKey(level: level, index: UInt64.random(in: 0..<12, using: &generator))
      if model.remove(key) != nil {
        table.free(level, key.index)
      } else {
        model.insert(key)
        table.install(level, key.index)
      }
      for index in UInt64(0)..<13 {
        let isThere = model.contains(TableKey(level: level, index: index))
        #expect(table.contains(level, index) == isThere, "step \(step): \(level.name) \(index)")
      }
      #expect(table.tableCount == model.count, "step \(step)")
      #expect(table.tables(level) == model.filter { $0.level == level }.count, "step \(step)")
      let isMerged = zip(table.tableRuns, table.tableRuns.dropFirst()).allSatisfy {
        $0.level != $1.level || $0.end < $1.first
      }
      #expect(isMerged, "step \(step): \(table.tableRuns)")
    }
  }

  @Test("A table knows how many of its entries are used")
  func used() {
    var table = PageTable()
    table.install(.pud, 0)
    table.install(.pmd, 1)
    for index in UInt64(512)..<515 { table.install(.pte, index) }
    table.set(
      page: 513 << 9, count: 7, first: PTE(kind: .special, frame: PageFrame(1), protection: .read))
    #expect(table.table(.pgd, 0)?.used == 1)
    #expect(table.table(.pud, 0)?.used == 1)
    #expect(table.table(.pmd, 1)?.used == 3)
    #expect(table.table(.pte, 513)?.used == 7)
    #expect(table.table(.pte, 512)?.used == 0)
    #expect(table.table(.pte, 511) == nil)
  }

  @Test("The indices of B1: 0x7f0000000000 is PGD 254, PUD 0, PMD 0, PTE 0")
  func indices() {
    let address = VirtualAddress(0x7f00_0000_0000)
    #expect(PageLevel.levels(4).map { $0.entry(of: address) } == [254, 0, 0, 0])
    let other = VirtualAddress(0x7f3a_0fdf_b000)
    #expect(PageLevel.levels(4).map { $0.entry(of: other) } == [254, 232, 126, 507])
    #expect(
      PageLevel.pte.range(ofTable: PageLevel.pte.table(of: other)).end == VirtualAddress(0x7f3a_0fe0_0000))
  }
}
