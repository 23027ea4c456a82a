import KernelRoutines
import MemoryModel

extension ScenarioKeys {
  /// What tasks beside the mapper do and meet, and what a driver does although it may not.
  static let otherTask: [ScenarioKey] =
    [
      key(
        "files.NAME.driver.oversteps", "word",
        "what it does although no driver may: "
          + Overstep.allCases.map { "\($0.rawValue), \($0.summary)" }.joined(separator: "; "),
        words: Overstep.allCases.map(\.rawValue)),
      key(
        "files.NAME.driver.fault", "yes or no",
        "vm_ops->fault: the VMA is filled page by page when it is used (no)", words: ["yes", "no"]),
      key(
        "files.NAME.driver.populates_from", "number",
        "it maps nothing in mmap(): an ioctl() maps consecutive frames from this one on, see populate"),
      key(
        "expect.deadlock", "list of tasks, or lists by revision",
        "the tasks that wait for each other, from the one that closes the ring on"),
      key(
        "untouched", "address",
        "the mapping of the process there was never used: it has no page table and no anon_vma"),
      key(
        "tasks.NAME.populate", "yes", "the driver's ioctl() that fills the range, by another thread",
        words: ["yes"]),
      key("tasks.NAME.truncate", "keys", "ftruncate() of a file by another process: two walks of the rmap"),
      key("tasks.NAME.truncate.file", "name", "the file that is cut", required: true),
      key("tasks.NAME.truncate.pages", "number", "its new size in pages (0)"),
      key("tasks.NAME.revoke", "keys", "the driver takes the device back: unmap_mapping_range, once"),
      key("tasks.NAME.revoke.file", "name", "the file whose mappings are zapped", required: true),
      key("tasks.NAME.fault", "keys", "a page fault of another thread"),
      key("tasks.NAME.touch", "keys", "an access by another CPU of the process"),
      key("tasks.NAME.gup_fast", "keys", "get_user_pages_fast of one page, as O_DIRECT does"),
      key("tasks.NAME.read_maps", "yes", "a read of /proc/PID/maps at the range", words: ["yes"]),
      key("tasks.NAME.munmap", "yes", "munmap() of the range by another thread", words: ["yes"]),
    ]
    + ["fault", "touch", "gup_fast"].flatMap { name in
      [
        key("tasks.NAME.\(name).page", "number", "the page of the range, from 0 on (0)"),
        key("tasks.NAME.\(name).address", "address", "another place of the process, instead of page"),
        key("tasks.NAME.\(name).write", "yes or no", "whether it writes (no)", words: ["yes", "no"]),
      ]
    } + [
      key(
        "tasks.NAME.fault.by", "word", "who accesses: user (default), or the kernel as copy_to_user does",
        words: ["user", "kernel"])
    ]
}
