import MemoryModel

/// Where `mmap()` without an address goes: the kernel's search from the top down.
///
/// Kernel: `arch_get_unmapped_area_topdown`, arch/x86/kernel/sys_x86_64.c, over `vm_unmapped_area`,
/// mm/mmap.c. Fidelity: customised; `mmap_base` is not in /proc/PID/maps. The end of the last VMA below
/// `[stack]` stands in for it: what is mapped first starts there.
public enum AddressSearch {
  /// Pages kept free below a stack, `stack_guard_gap`.
  public static let guardPages = 256
  /// The lowest address a search hands out, one page: `mmap_min_addr` does not bind a search that starts
  /// high.
  static let lowest = VirtualAddress(VirtualAddress.pageSize)
  /// Where the search from the bottom up starts when there is no room below, `TASK_UNMAPPED_BASE`.
  static let bottomUpBase = VirtualAddress(
    (VirtualAddress.taskSize.value / 3) & ~(VirtualAddress.pageSize - 1))
  /// Between stack and `mmap_base` when nothing shows where that is: the smallest gap the kernel leaves.
  static let smallestStackGap: UInt64 = 128 << 20

  /// A VMA as the search sees it.
  public struct Taken: Hashable, Sendable {
    public var range: AddressRange
    public var isStack: Bool

    public init(range: AddressRange, isStack: Bool) {
      self.range = range
      self.isStack = isStack
    }

    // A stack may grow: the gap below it belongs to it.
    var reach: AddressRange {
      guard isStack else { return range }
      let guarded = UInt64(AddressSearch.guardPages) * VirtualAddress.pageSize
      let start = range.start.value > guarded ? range.start.value - guarded : 0
      return AddressRange(VirtualAddress(start), range.end)
    }
  }

  /// The address for a mapping of some pages, or nil when no gap is large enough.
  ///
  /// - Parameter taken: the VMAs in address order.
  public static func topDown(pages: Int, taken: [Taken]) -> VirtualAddress? {
    guard fits(pages) else { return nil }
    let bytes = UInt64(pages) * VirtualAddress.pageSize
    return highest(bytes, below: base(taken), taken) ?? lowestGap(bytes, from: bottomUpBase, taken)
  }

  /// Whether an address space has that many pages at all.
  static func fits(_ pages: Int) -> Bool { pages > 0 && pages <= Int(VirtualAddress.taskSize.page) }

  /// The stand-in for `mmap_base`: the end of the last VMA below the stack.
  ///
  /// The kernel never puts `mmap_base` below a sixth of the address space; a last VMA that ends lower (a
  /// program linked to fixed addresses that has mapped nothing) says nothing about it.
  public static func base(_ taken: [Taken]) -> VirtualAddress {
    let lowestBase = VirtualAddress(VirtualAddress.taskSize.value / 6)
    let stack = taken.lastIndex(where: \.isStack)
    if let last = taken[..<(stack ?? taken.count)].last?.range.end, last >= lowestBase { return last }
    guard let stack else { return .taskSize }
    let limit = taken[stack].range.start.value
    return VirtualAddress(limit > smallestStackGap ? limit - smallestStackGap : limit)
  }

  private static func highest(_ bytes: UInt64, below top: VirtualAddress, _ taken: [Taken]) -> VirtualAddress?
  {
    var end = top
    for area in taken.reversed() {
      let reach = area.reach
      if reach.start >= end { continue }
      if reach.end < end, end.value - reach.end.value >= bytes { return VirtualAddress(end.value - bytes) }
      end = min(end, reach.start)
    }
    guard end.value >= lowest.value + bytes else { return nil }
    return VirtualAddress(end.value - bytes)
  }

  private static func lowestGap(_ bytes: UInt64, from base: VirtualAddress, _ taken: [Taken])
    -> VirtualAddress?
  {
    var start = base
    for area in taken where area.reach.end > start {
      if area.reach.start > start, area.reach.start.value - start.value >= bytes { return start }
      start = max(start, area.reach.end)
    }
    return start.value + bytes <= VirtualAddress.taskSize.value ? start : nil
  }
}

extension Kernel {
  /// The VMAs of the mapper's address space as the search sees them.
  var takenRanges: [AddressSearch.Taken] {
    mm.tree.entries.compactMap { entry in
      guard let area = state.vma(entry.vma) else { return nil }
      return AddressSearch.Taken(range: entry.range, isStack: area.flags.contains(.growsDown))
    }
  }

  /// The address `__get_unmapped_area` hands out, or the error it gives.
  var chosenAddress: Result<VirtualAddress, AddressError> {
    let call = self.call
    if let fixed = call.address {
      guard AddressSearch.fits(call.pages), fixed < .taskSize else { return .failure(AddressError(.ENOMEM)) }
      let range = AddressRange(fixed, pages: call.pages)
      guard range.end <= .taskSize else { return .failure(AddressError(.ENOMEM)) }
      return call.replaces || mm.tree.overlapping(range).isEmpty
        ? .success(fixed) : .failure(AddressError(.EEXIST))
    }
    if let hint = call.hint, AddressSearch.fits(call.pages), hint < .taskSize {
      let range = AddressRange(hint, pages: call.pages)
      if range.end <= .taskSize, !takenRanges.contains(where: { $0.reach.overlaps(range) }) {
        return .success(hint)
      }
    }
    guard let address = AddressSearch.topDown(pages: call.pages, taken: takenRanges) else {
      return .failure(AddressError(.ENOMEM))
    }
    return .success(address)
  }
}

/// Why no address was found.
struct AddressError: Error, Hashable, Sendable {
  var errno: Errno

  init(_ errno: Errno) { self.errno = errno }
}
