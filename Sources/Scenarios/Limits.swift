import MemoryModel

/// Bounds of the values of a scenario, each with its reason; every one is an error with its number in it.
enum Limits {
  /// Limit: pages of one mapping, 256 MiB; what a run and its recording stay fast with.
  static let pagesMax: UInt64 = 65_536
  /// Limit: one behind the last page frame that 52 bits of physical address reach.
  static let frameEnd: UInt64 = 1 << 40
  /// Limit: one behind the last page of a file: offsets in bytes have 64 bits, as the argument of mmap() has.
  static let filePageEnd: UInt64 = 1 << 52
  /// Limit: the lowest address that an ordinary process may map, vm.mmap_min_addr as distributions set it.
  static let addressMin = VirtualAddress(0x10000)
  /// Limit: tasks of a scenario; the keys 1 to 9 choose among them.
  static let tasksMax = 8
  /// Limit: PATH_MAX with its end mark taken off.
  static let pathBytesMax = 4095
  /// Limit: names of tasks, files and drivers become parts of step ids and of functions.
  static let nameLengthMax = 15
  /// Limit: the name of a kernel function in a listing.
  static let functionLengthMax = 32
}
