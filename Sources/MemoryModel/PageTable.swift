/// What a page-table entry says.
public struct PTE: Hashable, Sendable {
  public enum Kind: UInt8, Hashable, Sendable {
    /// A special entry: a frame number without a page behind it.
    case special
    /// An entry that maps a counted page.
    case page
  }

  public var frame: PageFrame
  public var kind: Kind
  public var protection: Protection

  public init(kind: Kind, frame: PageFrame, protection: Protection) {
    self.kind = kind
    self.frame = frame
    self.protection = protection
  }
}

/// One page-table page: its level, which one it is, and how many of its entries are used.
public struct Table: Hashable, Sendable {
  public var level: PageLevel
  public var index: UInt64
  public var used: Int
}

/// The page table of one address space below the PGD: the tables and entries this run knows about.
///
/// Kept as sorted runs that are merged as far as possible, so that equal means identical: 65,536 remapped
/// pages are one run. Tables of mappings that existed before the run are unknown and not listed.
public struct PageTable: Hashable, Sendable {
  /// Consecutive pages whose frames are consecutive too.
  public struct Run: Hashable, Sendable {
    public var page: UInt64
    public var count: Int
    public var first: PTE

    var end: UInt64 { page + UInt64(count) }

    func entry(at page: UInt64) -> PTE {
      PTE(
        kind: first.kind, frame: first.frame.advanced(by: Int(page - self.page)),
        protection: first.protection)
    }

    func continues(_ other: Run) -> Bool { other.end == page && other.entry(at: page) == first }
  }

  /// Consecutive tables of one level.
  public struct TableRun: Hashable, Sendable {
    public var level: PageLevel
    public var first: UInt64
    public var count: UInt64

    var end: UInt64 { first + count }
  }

  public private(set) var runs: [Run] = []
  public private(set) var tableRuns: [TableRun] = []

  public init() {}

  // MARK: Questions

  public func entry(at page: UInt64) -> PTE? {
    let index = firstRun(endingAfter: page)
    guard index < runs.count, runs[index].page <= page else { return nil }
    return runs[index].entry(at: page)
  }

  /// The first entry that is set in a range of pages.
  public func firstEntry(in pages: Range<UInt64>) -> PTE? {
    let index = firstRun(endingAfter: pages.lowerBound)
    guard index < runs.count, runs[index].page < pages.upperBound else { return nil }
    return runs[index].entry(at: max(runs[index].page, pages.lowerBound))
  }

  /// How many entries are set in a range of pages.
  public func count(in pages: Range<UInt64>) -> Int { count(in: pages) { _ in true } }

  /// How many entries of a range map counted pages: what they add to RSS.
  public func pages(in pages: Range<UInt64>) -> Int { count(in: pages) { $0.kind == .page } }

  private func count(in pages: Range<UInt64>, where isMeant: (PTE) -> Bool) -> Int {
    var total = 0
    var index = firstRun(endingAfter: pages.lowerBound)
    while index < runs.count, runs[index].page < pages.upperBound {
      if isMeant(runs[index].first) {
        total += Int(min(runs[index].end, pages.upperBound) - max(runs[index].page, pages.lowerBound))
      }
      index += 1
    }
    return total
  }

  public func contains(_ level: PageLevel, _ table: UInt64) -> Bool {
    tableRuns.contains { $0.level == level && $0.first <= table && table < $0.end }
  }

  /// How many tables of a level were allocated in this run and still stand.
  public func tables(_ level: PageLevel) -> Int {
    tableRuns.reduce(0) { $0 + ($1.level == level ? Int($1.count) : 0) }
  }

  /// All tables below the PGD.
  public var tableCount: Int { tableRuns.reduce(0) { $0 + Int($1.count) } }

  /// The tables below the PGD that cover a part of a range.
  public func tables(over range: AddressRange) -> Int {
    guard range.bytes > 0 else { return 0 }
    let last = VirtualAddress(range.end.value - 1)
    return tableRuns.reduce(0) { sum, run in
      let low = max(run.first, run.level.table(of: range.start))
      let high = min(run.end, run.level.table(of: last) + 1)
      return sum + (high > low ? Int(high - low) : 0)
    }
  }

  /// One table with the number of entries used in it.
  public func table(_ level: PageLevel, _ index: UInt64) -> Table? {
    guard level <= .p4d || contains(level, index) else { return nil }
    return Table(level: level, index: index, used: used(level, index))
  }

  private func used(_ level: PageLevel, _ index: UInt64) -> Int {
    guard let below = PageLevel(rawValue: level.rawValue + 1) else {
      return count(in: index << 9..<(index + 1) << 9)
    }
    // Both upper levels cover the whole address space.
    let isTop = level <= .p4d
    let first = isTop ? 0 : index << 9
    let end = isTop ? UInt64.max : (index + 1) << 9
    return tableRuns.reduce(0) { sum, run in
      guard run.level == (isTop ? .pud : below) else { return sum }
      let low = max(run.first, first)
      let high = min(run.end, end)
      return sum + (high > low ? Int(high - low) : 0)
    }
  }

  private func firstRun(endingAfter page: UInt64) -> Int {
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].end > page { high = middle } else { low = middle + 1 }
    }
    return low
  }

  // MARK: Changes

  mutating func set(page: UInt64, count: Int, first: PTE) {
    guard count > 0 else { return }
    clear(page: page, count: count)
    var run = Run(page: page, count: count, first: first)
    var index = firstRun(endingAfter: page)
    if index < runs.count, runs[index].continues(run) {
      run.count += runs[index].count
      runs.remove(at: index)
    }
    if index > 0, run.continues(runs[index - 1]) {
      index -= 1
      runs[index].count += run.count
    } else {
      runs.insert(run, at: index)
    }
  }

  mutating func clear(page: UInt64, count: Int) {
    guard count > 0 else { return }
    let end = page + UInt64(count)
    var index = firstRun(endingAfter: page)
    while index < runs.count, runs[index].page < end {
      let run = runs[index]
      runs.remove(at: index)
      if run.page < page {
        runs.insert(Run(page: run.page, count: Int(page - run.page), first: run.first), at: index)
        index += 1
      }
      if run.end > end {
        runs.insert(Run(page: end, count: Int(run.end - end), first: run.entry(at: end)), at: index)
        index += 1
      }
    }
  }

  mutating func install(_ level: PageLevel, _ table: UInt64) {
    var run = TableRun(level: level, first: table, count: 1)
    var index = tableRuns.firstIndex { ($0.level, $0.first) > (level, table) } ?? tableRuns.count
    if index < tableRuns.count, tableRuns[index].level == level, tableRuns[index].first == run.end {
      run.count += tableRuns[index].count
      tableRuns.remove(at: index)
    }
    if index > 0, tableRuns[index - 1].level == level, tableRuns[index - 1].end == run.first {
      index -= 1
      tableRuns[index].count += run.count
    } else {
      tableRuns.insert(run, at: index)
    }
  }

  mutating func free(_ level: PageLevel, _ table: UInt64) {
    guard
      let index = tableRuns.firstIndex(where: { $0.level == level && $0.first <= table && table < $0.end })
    else { return }
    let run = tableRuns.remove(at: index)
    if run.end > table + 1 {
      tableRuns.insert(TableRun(level: level, first: table + 1, count: run.end - table - 1), at: index)
    }
    if run.first < table {
      tableRuns.insert(TableRun(level: level, first: run.first, count: table - run.first), at: index)
    }
  }
}
