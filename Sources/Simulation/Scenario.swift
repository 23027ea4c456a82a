import KernelRoutines
import MemoryModel

/// What happens: a process, files with their drivers, tasks, injected failures and what is expected.
///
/// A value without files or text positions; the `Scenarios` room reads it from YAML.
public struct Scenario: Hashable, Sendable {
  /// The name a person types: the file name without its ending.
  public var name: String
  public var title: String
  /// One sentence: what a viewer learns.
  public var teaches: String
  public var revision: Revision
  public var process: ProcessImage
  /// What the process may have.
  public var limits = ResourceLimits()
  /// Levels of the page tables: 4 or 5.
  public var levels = 4
  public var files: [File]
  public var tasks: [Task]
  /// What the first task mapped before the run begins; not shown.
  public var before: [Earlier] = []
  /// Decisions of the run: failing steps and choices, each written as in a decision string (`ID=ERRNO`).
  public var decisions: [String]
  /// Sentences that replace the routine's *why* at a step, by step id.
  public var captions: [Caption]
  public var expectations: Expectations

  public struct File: Hashable, Sendable {
    /// The name tasks use.
    public var key: String
    public var path: String
    public var driver: Driver
    /// No in-tree driver behaves like this one; the screen says so.
    public var isInvented: Bool
    /// It lies on a file system mounted with noexec.
    public var isNoExec: Bool
    /// The descriptor that is mapped was opened for reading only.
    public var isReadOnly: Bool
    /// The descriptor was closed before the call.
    public var isClosed = false

    public init(
      key: String, path: String, driver: Driver, isInvented: Bool, isNoExec: Bool = false,
      isReadOnly: Bool = false
    ) {
      self.key = key
      self.path = path
      self.driver = driver
      self.isInvented = isInvented
      self.isNoExec = isNoExec
      self.isReadOnly = isReadOnly
    }
  }

  public struct Task: Hashable, Sendable {
    public var name: String
    public var calls: [TaskCall]

    public init(name: String, calls: [TaskCall]) {
      self.name = name
      self.calls = calls
    }

    /// A task that maps.
    public init(name: String, calls: [MmapCall]) {
      self.init(name: name, calls: calls.map { .mmap($0) })
    }
  }

  /// A call made before the run begins.
  public struct Earlier: Hashable, Sendable {
    public var call: MmapCall
    /// Every page was used since, and has an entry.
    public var isTouched: Bool

    public init(call: MmapCall, isTouched: Bool = false) {
      self.call = call
      self.isTouched = isTouched
    }
  }

  public struct Caption: Hashable, Sendable {
    public var step: String
    public var text: String
    /// The kernel it is written for; nil is every one that has none of its own.
    public var revision: Revision?

    public init(step: String, text: String, revision: Revision? = nil) {
      self.step = step
      self.text = text
      self.revision = revision
    }
  }

  public init(
    name: String, title: String, teaches: String, revision: Revision, process: ProcessImage,
    files: [File], tasks: [Task], decisions: [String] = [], captions: [Caption] = [],
    expectations: Expectations = Expectations()
  ) {
    self.name = name
    self.title = title
    self.teaches = teaches
    self.revision = revision
    self.process = process
    self.files = files
    self.tasks = tasks
    self.decisions = decisions
    self.captions = captions
    self.expectations = expectations
  }
}
