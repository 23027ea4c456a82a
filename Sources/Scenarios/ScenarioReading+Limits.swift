import KernelRoutines
import MemoryModel

extension ScenarioReading {
  /// What the process may have; sizes are bytes in the file and pages in the machine, rounded down.
  mutating func limits(_ node: TextNode) -> ResourceLimits? {
    guard let fields = fields(of: node, at: "limits") else { return nil }
    var limits = ResourceLimits()
    if let size = fields["address_space"] { limits.addressSpace = pagesOf(size) }
    if let size = fields["data"] { limits.data = pagesOf(size) }
    if let size = fields["memlock"] { limits.memlock = pagesOf(size) ?? limits.memlock }
    if let count = fields["map_count"] {
      let value = number(count, 0...UInt64(Int32.max), expected: "a number of VMAs up to 2147483647")
      limits.mapCount = value.map { Int($0) } ?? limits.mapCount
    }
    if let all = fields["may_lock_all"] { limits.mayLockAll = flag(all) ?? false }
    return limits
  }

  private mutating func pagesOf(_ node: TextNode) -> Int? {
    number(node, 0...UInt64.max, expected: "a size in bytes, such as 64M")
      .map { Int($0 / VirtualAddress.pageSize) }
  }
}
