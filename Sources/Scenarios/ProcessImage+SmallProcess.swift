import MemoryModel

extension ProcessImage {
  /// The embedded address space: few enough mappings for 80 columns by 24 lines, each of another kind.
  ///
  /// The addresses are such as an ordinary x86-64 process has; the numbers are invented. libc.so.6 starts at
  /// a 1 GiB boundary, so that what is mapped below it needs a PMD and a PTE table of its own.
  public static let small = ProcessImage(
    name: "app", pid: 4242,
    mappings: [
      mapping(
        0x55d0_c0a0_0000, pages: 12, [.read, .execute], offset: 0x1000, inode: 131_081, "/usr/bin/app"),
      mapping(
        0x7f3a_0000_0000, pages: 360, [.read, .execute], offset: 0x2_6000, inode: 131_347,
        "/usr/lib/x86_64-linux-gnu/libc.so.6"),
      mapping(0x7ffd_8a1c_0000, pages: 33, [.read, .write], offset: 0, inode: 0, "[stack]"),
    ])

  private static func mapping(
    _ start: UInt64, pages: Int, _ protection: Protection, offset: UInt64, inode: UInt64, _ name: String
  ) -> ImageMapping {
    ImageMapping(
      range: AddressRange(VirtualAddress(start), pages: pages), protection: protection, isShared: false,
      offset: offset, device: inode == 0 ? "00:00" : "08:01", inode: inode, name: name)
  }
}
