import MemoryModel

/// What a task does: one call into the kernel, or one access to memory.
public enum TaskCall: Hashable, Sendable {
  case mmap(MmapCall)
  /// ftruncate() of a file to so many pages: by another process.
  case truncate(file: Int, pages: UInt64)
  /// `unmap_mapping_range` over a whole file, as a driver does that takes its device back.
  case revoke(file: Int)
  /// A page fault of another thread.
  case fault(MemoryAccess)
  /// A read of /proc/PID/maps from another process.
  case readMaps
  /// munmap() of the range by another thread.
  case munmap
  /// An access by another CPU of the process: through the page table if an entry is set, else a fault.
  case touch(MemoryAccess)
  /// `get_user_pages_fast` of one page, as O_DIRECT does: through the page table without a lock.
  case pin(MemoryAccess)
  /// An ioctl() by another thread, in which the driver maps what it did not map in its mmap hook.
  case populate

  /// The word in scenario files.
  public var name: String {
    switch self {
    case .mmap: "mmap"
    case .truncate: "truncate"
    case .revoke: "revoke"
    case .fault: "fault"
    case .readMaps: "read_maps"
    case .munmap: "munmap"
    case .touch: "touch"
    case .pin: "gup_fast"
    case .populate: "populate"
    }
  }

  /// Whether the task lives in the mapper's address space.
  public var isOfMapper: Bool {
    switch self {
    case .mmap, .fault, .munmap, .touch, .pin, .populate: true
    case .truncate, .revoke, .readMaps: false
    }
  }

  /// The routine it starts with.
  public var entry: RoutineMaker {
    switch self {
    case .mmap: mmapSystemCall
    case .truncate: truncateEntry
    case .revoke: revokeEntry
    case .fault: faultEntry
    case .readMaps: readMapsEntry
    case .munmap: munmapSystemCall
    case .touch: touchEntry
    case .pin: pinEntry
    case .populate: populateEntry
    }
  }

  /// What it reads or writes; nil when it is about no page.
  public var access: MemoryAccess? {
    switch self {
    case .fault(let access), .touch(let access), .pin(let access): access
    default: nil
    }
  }
}

/// One page that a task reads or writes.
public struct MemoryAccess: Hashable, Sendable {
  /// The page of the range that the mapper asks for; not asked when there is an address.
  public var page: Int
  /// Another place of the process.
  public var address: VirtualAddress?
  public var isWrite: Bool
  /// By the kernel for the process, as copy_to_user does: x86 uses the VMA lock for user mode only.
  public var isByKernel: Bool

  public init(
    page: Int = 0, address: VirtualAddress? = nil, isWrite: Bool = false, isByKernel: Bool = false
  ) {
    self.page = page
    self.address = address
    self.isWrite = isWrite
    self.isByKernel = isByKernel
  }
}

extension MachineFacts {
  /// The mmap() that the run is about.
  public var mmapCall: MmapCall? {
    for list in calls {
      for case .mmap(let call) in list { return call }
    }
    return nil
  }
}
