import MemoryModel

/// What a task does: one call into the kernel, or one access to memory.
public enum TaskCall: Hashable, Sendable {
  case mmap(MmapCall)
  /// `unmap_mapping_range` over a whole file, as truncate and revoke do it: by another process.
  case truncate(file: Int)
  /// A page fault of another thread, on a page of the range that the mapper asks for.
  case fault(page: Int)
  /// A read of /proc/PID/maps from another process.
  case readMaps
  /// munmap() of the range by another thread.
  case munmap
  /// A load by another CPU of the process: through the page table if an entry is set, else a fault.
  case touch(page: Int)

  /// The word in scenario files.
  public var name: String {
    switch self {
    case .mmap: "mmap"
    case .truncate: "truncate"
    case .fault: "fault"
    case .readMaps: "read_maps"
    case .munmap: "munmap"
    case .touch: "touch"
    }
  }

  /// Whether the task lives in the mapper's address space.
  public var isOfMapper: Bool {
    switch self {
    case .mmap, .fault, .munmap, .touch: true
    case .truncate, .readMaps: false
    }
  }

  /// The routine it starts with.
  public var entry: RoutineMaker {
    switch self {
    case .mmap: mmapSystemCall
    case .truncate: truncateEntry
    case .fault: faultEntry
    case .readMaps: readMapsEntry
    case .munmap: munmapSystemCall
    case .touch: touchEntry
    }
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
