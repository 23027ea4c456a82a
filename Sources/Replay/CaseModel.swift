import KernelRoutines
import MemoryModel

/// The driver behind a recorded case, and the answers with which the model does what that kernel met.
///
/// What `vmalab` does in a case is known from the notes of the recordings; the frames of its own pages are
/// not recorded: the ones here stand for any.
public struct CaseModel: Hashable, Sendable {
  /// Nil where the memory is anonymous.
  public var driver: Driver?
  public var decisions: [String] = []
  /// The path that maps prints, where it is not the one that was opened.
  public var path: String?
  /// sysfs is mounted with noexec.
  public var isNoExec = false
  /// What the process has mapped from 0x100000000000 on.
  public var before: [Earlier] = []

  /// A mapping that is merged with or replaced.
  public struct Earlier: Hashable, Sendable {
    /// The first page, counted from 0x100000000000.
    public var first = 0
    public var pages: Int
    /// It maps the same file as the call.
    public var isFile = false
    /// All its pages are there.
    public var isTouched = false
  }
  /// The file was opened for reading only.
  public var isReadOnly: Bool
  /// The descriptor was not open.
  public var isClosed: Bool
  /// What the process may have.
  public var limits = ResourceLimits()

  /// Nil when the model does not cover the case in that revision.
  public init?(_ name: String, _ revision: Revision) {
    if !Self.anonymous.contains(name) {
      guard let driver = Self.driver(name, revision) else { return nil }
      self.driver = driver
    }
    isReadOnly = ["devmem_ioapic", "hpet"].contains(name)
    isClosed = name == "err_badf"
    // The calls are made by root, but where a limit is tried.
    limits.mayLockAll = name != "err_again_mlock"
    if name == "err_again_mlock" { limits.memlock = 1 }
    // Which limit it was is not recorded; any below the length will do.
    if name == "err_nomem_rlimit" { limits.addressSpace = 1 << 17 }
    before = Self.earlier(name)
    if name == "memfd_shared" { path = "/memfd:vmlab (deleted)" }
    if name == "pci_resource0" {
      (path, isNoExec) = ("/sys/devices/pci0000:00/0000:00:02.0/resource0", true)
    }
    if Self.refused.contains(name) { decisions = ["action.remap.pfnmap_track=EINVAL"] }
  }

  // Not every folder has the maps before the call; the notes of the cases say what was there, smaps which
  // pages.
  private static func earlier(_ name: String) -> [Earlier] {
    switch name {
    case "merge_file": [Earlier(pages: 4, isFile: true)]
    case "merge_prev", "fixed_over_exact": [Earlier(pages: 4, isTouched: true)]
    case "merge_both": [Earlier(pages: 4), Earlier(first: 8, pages: 4)]
    case "fixed_over_anon", "lab_over_existing_fail": [Earlier(pages: 8, isTouched: true)]
    default: []
    }
  }

  /// The calls without a file.
  private static let anonymous = [
    "anon_private", "anon_shared", "merge_prev", "merge_both", "fixed_over_anon", "fixed_over_exact",
    "anon_locked",
    "stack_growsdown", "err_again_mlock", "err_inval_zero_len", "err_nomem_rlimit",
  ]

  /// The frames are normal memory and device memory in one range: x86 refuses to track them.
  private static let refused = [
    "lab_remap_mixed", "hang_hide_fail", "stack_remap_mixed", "lab_over_existing_fail",
  ]

  /// The call of nearly every case of vmalab.
  public static let usualCall =
    "mmap(0x100000000000, 16384, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED_NOREPLACE, 4, 0)"

  /// The file beneath vmalab's stacked one.
  private static let inner = "anon_inode:vmalab-inner"

  private static let remap = Driver.ActionRequest.remapPFN(PageFrame(0xfd000))

  private static func driver(_ name: String, _ revision: Revision) -> Driver? {
    switch name {
    case "devmem_vga_shared", "devmem_ioapic", "devmem_private":
      guard revision.hasActions else { return legacy(remap: nil, "mmap_mem") }
      return Driver(symbol: "mem", action: .remapPFN(nil), prepareFunction: "mmap_mem_prepare")
    case "devmem_ram_denied":
      guard revision.hasActions else {
        return Driver(symbol: "mem", legacy: .init(error: .EPERM, function: "mmap_mem"))
      }
      return Driver(symbol: "mem", prepareError: .EPERM, prepareFunction: "mmap_mem_prepare")
    case "hpet":
      guard revision >= .v7_1 else { return legacy(remap: PageFrame(0xfed00), "hpet_mmap") }
      return Driver(symbol: "hpet", action: .simpleIORemap(physical: 0xfed0_0000, bytes: 4096))
    case "zero_private", "zero_shared": return .zero
    case "tmpfs_shared", "memfd_shared", "merge_file", "err_acces", "err_badf", "err_inval_offset":
      guard revision.hasActions else {
        var driver = Driver(symbol: "shmem", legacy: .init(function: "shmem_mmap"))
        driver.legacy?.isShmem = true
        return driver
      }
      return Driver(symbol: "shmem", prepareFunction: "shmem_mmap_prepare")
    case "overlay_tmpfs_shared": return overlay(on: Self.driver("tmpfs_shared", revision), "/mnt/ovl/f")
    case "overlay_ext4_shared": return overlay(on: Self.driver("ext4_shared", revision), "/mnt/ovl2/f")
    case "hugetlb_file":
      guard revision == .v6_19 else { return nil }
      var driver = Driver(
        symbol: "hugetlb", successHook: .init(), hidesFromRmap: true,
        prepareFunction: "hugetlbfs_file_mmap_prepare")
      driver.isHugeTLB = true
      return driver
    case "ext4_shared", "ext4_private":
      return Driver(symbol: "ext4", prepareFunction: "ext4_file_mmap_prepare")
    case "pci_resource0":
      var driver = legacy(remap: PageFrame(0xfd000), "kernfs_fop_mmap")
      driver.legacy?.movesOffset = true
      return driver
    case "lab_legacy": return legacy(remap: PageFrame(0xfd000), "lab_mmap_legacy")
    case "stack_legacy":
      var driver = legacy(remap: PageFrame(0xfd000), "lab_mmap_legacy")
      driver.stackedOn = inner
      return driver
    default:
      var driver = lab(name)
      if name.hasPrefix("stack_") { driver?.stackedOn = inner }
      return driver
    }
  }

  private static func overlay(on inner: Driver?, _ path: String) -> Driver? {
    guard var driver = inner else { return nil }
    driver.stackedOn = path
    driver.isOverlay = true
    return driver
  }

  private static func legacy(remap frame: PageFrame?, _ function: String) -> Driver {
    Driver(symbol: "lab", legacy: .init(action: .remapPFN(frame), function: function))
  }

  // The hooks of vmalab by what stands behind the first word of the case's name.
  private static func lab(_ name: String) -> Driver? {
    let parts = name.split(separator: "_", maxSplits: 1)
    guard parts.count == 2, ["lab", "hang", "stack"].contains(parts[0]) else { return nil }
    var driver = Driver(symbol: "lab", action: remap)
    driver.hasClose = true
    switch parts[1] {
    case "nothing": driver.action = .nothing
    case "prepare_fail": (driver.action, driver.prepareError) = (.nothing, .EBUSY)
    case "remap_full", "remap", "remap_mixed", "over_existing_fail": break
    // The offset that maps shows afterwards is this frame.
    case "private_remap": driver.action = .remapPFN(PageFrame(0x5bb8), part: .init(from: 1, pages: 2))
    case "remap_outside": driver.action = .remapPFN(PageFrame(0x5bb8), part: .init(from: 3, pages: 2))
    case "simple_ioremap": driver.action = .simpleIORemap(physical: 0x641_0000, bytes: 4 * 4096)
    case "simple_ioremap_small": driver.action = .simpleIORemap(physical: 0x641_0000, bytes: 4096)
    case "kernel_pages": driver.action = .mapKernelPages(.init(frame: PageFrame(0x5fb2)))
    case "action_fail": driver.action = .mapKernelPages(.init(frame: PageFrame(0x5fb2), badPage: 2))
    case "success_hook_ok": driver.successHook = .init()
    case "success_hook_fail": driver.successHook = .init(error: .EIO)
    case "mapped_ok": (driver.action, driver.mappedHook) = (.nothing, .init())
    case "mapped_fail": (driver.action, driver.mappedHook) = (.nothing, .init(error: .ENOSPC))
    case "hide_ok", "hide", "hide_fail": driver.hidesFromRmap = true
    case "hide_success_hook_fail":
      (driver.hidesFromRmap, driver.successHook) = (true, .init(error: .EIO))
    default: return nil
    }
    return driver
  }
}
