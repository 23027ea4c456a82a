/// The recorded cases that the model does not have to cover: other kernels, and calls and devices that come
/// later. Everything else that has no model is a gap, and is reported as one.
public enum Uncovered {
  /// Why a case need not be covered; nil when it should be.
  ///
  /// - Parameter release: the folder of the recording.
  public static func reason(_ name: String, _ release: String) -> String? {
    if ["6.12", "6.16"].contains(release) { return "a kernel that no revision stands for" }
    if name.hasPrefix("hugetlb_") {
      return name == "hugetlb_file" && release == "6.19" ? nil : "huge pages are not modelled"
    }
    let family = families.first { family in
      family.names.contains { name == $0 || name.hasPrefix($0 + "_") }
    }
    return family?.reason
  }

  private static let families: [(names: [String], reason: String)] = [
    (["fb0", "pci", "perf", "io_uring", "uio", "mtd", "memfd_secret"], "a driver with a life of its own"),
    (
      ["munmap", "lab_munmap", "mprotect", "mremap", "madvise", "mlock", "fork", "exit"],
      "another call than mmap()"
    ),
    (["fault_ext4", "fault_tmpfs"], "faults of the page cache are not modelled"),
  ]
}
