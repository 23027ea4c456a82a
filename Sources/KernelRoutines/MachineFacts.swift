import MemoryModel

/// What never changes in a run: names, drivers, arguments and limits. Kept out of the state, never hashed.
public struct MachineFacts: Hashable, Sendable {
  public struct File: Hashable, Sendable {
    public var path: String
    /// Nil for files of the process's own mappings.
    public var driver: Driver?
    /// The place in `files` of the file that a stacked driver swaps in.
    public var inner: Int?
    /// It lies on a file system mounted with noexec.
    public var isNoExec = false
    /// The descriptor that is mapped was opened for reading only.
    public var isReadOnly = false
    /// shmem makes it during the call, and no directory has it.
    public var isUnlinked = false
    /// The descriptor was closed before the call.
    public var isClosed = false

    /// Somebody has it open when the run starts.
    public var isOpen: Bool { !isUnlinked && !isClosed }

    public init(path: String, driver: Driver?) {
      self.path = path
      self.driver = driver
    }
  }

  public var processName: String
  public var pid: Int
  public var files: [File]
  /// Names of VMAs that have no file, such as `[heap]`.
  public var names: [String]
  public var taskNames: [String]
  /// The calls of each task.
  public var calls: [[TaskCall]]
  /// What the process may have.
  public var limits = ResourceLimits()
  /// Levels of its page tables: 4, or 5 with CONFIG_X86_5LEVEL on a processor that has them.
  public var levels = 4
  /// The first frame number that the L1TF rule of `pfn_modify_allowed` refuses: half of what 46 physical
  /// address bits can name.
  public var l1tfLimit = PageFrame(1 << 33)

  public init(
    processName: String, pid: Int, files: [File], names: [String], taskNames: [String], calls: [[TaskCall]]
  ) {
    self.processName = processName
    self.pid = pid
    self.files = files
    self.names = names
    self.taskNames = taskNames
    self.calls = calls
  }
}
