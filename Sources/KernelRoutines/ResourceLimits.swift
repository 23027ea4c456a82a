import MemoryModel

/// What a process may have, as far as mmap() asks: RLIMIT_AS, RLIMIT_DATA, RLIMIT_MEMLOCK and
/// vm.max_map_count.
public struct ResourceLimits: Hashable, Sendable {
  /// Pages; nil is unlimited.
  public var addressSpace: Int?
  /// Pages that are private and writable; nil is unlimited.
  public var data: Int?
  /// Pages that may be locked in memory.
  public var memlock = 2048
  /// `sysctl_max_map_count`: VMAs of one process.
  public var mapCount = 65_530
  /// CAP_IPC_LOCK: the limit on locked pages does not bind.
  public var mayLockAll = false

  public init() {}
}

extension Kernel {
  /// `may_expand_vm`: whether the address space may grow by the pages of the mapping less those replaced.
  var expandRefusal: Errno? {
    let limits = facts.limits
    let grown = map.range.pages - vms.pages
    if let most = limits.addressSpace, mm.totalVM + grown > most { return .ENOMEM }
    guard let most = limits.data, AccountClass(map.flags) == .data else { return nil }
    return mm.dataVM + grown > most ? .ENOMEM : nil
  }

  /// `can_do_mlock` and `mlock_future_ok`: EPERM for who may lock nothing, EAGAIN for too much.
  var lockRefusal: Errno? {
    let limits = facts.limits
    if limits.mayLockAll { return nil }
    if limits.memlock == 0 { return .EPERM }
    return mm.lockedVM + call.pages > limits.memlock ? .EAGAIN : nil
  }

  /// More VMAs than vm.max_map_count: one more than that is let through.
  var hasTooManyVMAs: Bool { mm.mapCount > facts.limits.mapCount }
}
