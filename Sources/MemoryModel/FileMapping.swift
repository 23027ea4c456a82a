/// A file as memory management sees it: the references to it and the rmap of its pages.
///
/// Kernel: `struct file` (the reference count) and its `struct address_space` (the rest).
public struct FileMapping: Hashable, Sendable {
  public var id: FileID
  /// It is shared memory's own: shmem charges its size when it makes the file.
  public let isUnlinked: Bool
  /// The VMAs in the `i_mmap` interval tree, by page offset.
  public internal(set) var iMmap: [VMAID] = []
  public internal(set) var lock = RWLock()
  /// `i_mmap_writable`: shared mappings that may be written, and mmap() calls under way.
  public internal(set) var writable = 0
  /// References to the file: open descriptors, system calls under way and VMAs.
  public internal(set) var references: Int
  /// Mappings that the driver believes to exist: what its hooks have counted and its `close()` has taken off.
  public internal(set) var counted = 0

  public init(id: FileID, references: Int, isUnlinked: Bool = false) {
    self.id = id
    self.isUnlinked = isUnlinked
    self.references = references
  }
}
