import MemoryModel

// hugetlbfs of 6.19: the only file system that asked to be hidden from the rmap.

/// What its prepare hook does first.
///
/// Kernel: `hugetlbfs_file_mmap_prepare`, fs/hugetlbfs/inode.c. Fidelity: customised; the pool of huge pages
/// is not modelled, and the lock of the inode, which nobody else here takes, is shown by name only.
@RoutineBuilder var reserveHugePages: [any Statement] {
  Step("inode_lock", "inode_lock", minor: true) { _ in }
    .what("The inode is locked, below mmap_lock: hugetlbfs alone takes them in this order.")
    .why("The file may grow, and its reservation must not change meanwhile.")
    .note("locked").traced("down_write")
  Step("reserve", "hugetlb_reserve_pages", minor: true) { _ in }
    .what("Huge pages are reserved for {pages} small ones: a fault will find them.")
    .why("A shared mapping without its reserve would get SIGBUS later.")
    .note("reserved").traced("hugetlb_reserve_pages")
  Step("inode_unlock", "inode_unlock", minor: true) { _ in }
    .what("The inode is unlocked.")
    .why("Its rmap lock is another one: that will be kept over the success hook.")
    .note("unlocked").traced("up_write")
}
