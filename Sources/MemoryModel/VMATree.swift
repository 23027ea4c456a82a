/// The ordered tree of an address space's VMAs, the maple tree `mm->mm_mt`.
///
/// Fidelity: customised; a sorted array, one store is atomic as in the kernel, nodes are not modelled.
public struct VMATree: Hashable, Sendable {
  public struct Entry: Hashable, Sendable {
    public var range: AddressRange
    public var vma: VMAID
  }

  /// In address order.
  public private(set) var entries: [Entry] = []

  public init() {}

  /// The first entry that ends behind an address: `vma_find` without an upper limit.
  public func firstIndex(endingAfter address: VirtualAddress) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].range.end > address { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The entry that covers an address.
  public func find(_ address: VirtualAddress) -> VMAID? {
    let index = firstIndex(endingAfter: address)
    guard index < entries.count, entries[index].range.contains(address) else { return nil }
    return entries[index].vma
  }

  /// The entries that overlap a range.
  public func overlapping(_ range: AddressRange) -> ArraySlice<Entry> {
    let first = firstIndex(endingAfter: range.start)
    // The first entry that starts behind the range.
    var low = first
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].range.start < range.end { low = middle + 1 } else { high = middle }
    }
    return entries[first..<low]
  }

  /// The neighbours of a range that holds no entry.
  public func neighbours(of range: AddressRange) -> (previous: VMAID?, next: VMAID?) {
    let next = firstIndex(endingAfter: range.start)
    return (
      next > 0 ? entries[next - 1].vma : nil, next < entries.count ? entries[next].vma : nil
    )
  }

  /// Whether the entries are in order, page-aligned and apart from each other.
  public var isSound: Bool {
    var last = VirtualAddress(0)
    for entry in entries {
      let range = entry.range
      guard range.start.isPageAligned, range.end.isPageAligned, range.start < range.end, range.start >= last
      else { return false }
      last = range.end
    }
    return true
  }

  mutating func store(_ range: AddressRange, _ vma: VMAID) {
    clear(range)
    entries.insert(Entry(range: range, vma: vma), at: firstIndex(endingAfter: range.start))
  }

  /// Overwrites a range with NULL; entries that stick out keep what sticks out.
  mutating func clear(_ range: AddressRange) {
    var index = firstIndex(endingAfter: range.start)
    while index < entries.count, entries[index].range.start < range.end {
      let entry = entries.remove(at: index)
      if entry.range.start < range.start {
        entries.insert(Entry(range: AddressRange(entry.range.start, range.start), vma: entry.vma), at: index)
        index += 1
      }
      if entry.range.end > range.end {
        entries.insert(Entry(range: AddressRange(range.end, entry.range.end), vma: entry.vma), at: index)
        index += 1
      }
    }
  }
}
