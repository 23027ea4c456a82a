import KernelRoutines
import MemoryModel

/// What a scenario claims about its own run; `vmascope check` compares.
public struct Expectations: Hashable, Sendable {
  /// What mmap() returns, for all revisions or for one.
  public var returns: [PerRevision<Returned>] = []
  /// What is left when it has returned.
  public var leaves: [PerRevision<Leaves>] = []
  /// Broken laws that this run must show, by law name.
  public var breaks: [PerRevision<[String]>] = []
  /// Broken laws that must show at one failure point or another when single steps are made to fail.
  public var mayBreak: [PerRevision<[String]>] = []
  /// The tasks that wait for each other at the end, from the one that closes the ring on.
  public var deadlock: [PerRevision<[String]>] = []
  /// Facts at a step, by step id.
  public var at: [Moment] = []

  public init() {}

  /// A value for one revision, or for every revision that has none of its own (nil).
  public struct PerRevision<Value: Hashable & Sendable>: Hashable, Sendable {
    public var revision: Revision?
    public var value: Value

    public init(revision: Revision? = nil, value: Value) {
      self.revision = revision
      self.value = value
    }
  }

  public enum Returned: Hashable, Sendable {
    case address
    case error(Errno)
    /// The task waits for ever.
    case never
  }

  public enum Leaves: Hashable, Sendable {
    /// The mapping with everything it owns.
    case everything
    /// The machine as it was before the call.
    case nothing
    /// Neither: the named law is broken at the end.
    case fault(String)
  }

  public struct Moment: Hashable, Sendable {
    public var step: String
    public var facts: [Fact]

    public init(step: String, facts: [Fact]) {
      self.step = step
      self.facts = facts
    }
  }

  public struct Fact: Hashable, Sendable {
    public var subject: Subject
    public var value: String

    /// What can be asked of the machine at a step, with the words an answer may have.
    public enum Subject: String, CaseIterable, Hashable, Sendable {
      case mmapLock = "mmap_lock"
      case vmaLock = "vma_lock"
      case iMmap = "i_mmap"
      case pteLock = "pte_lock"
      case rmap, tree, cpu, fault, maps

      /// The words that a fact about this subject may use.
      public var words: [String] {
        switch self {
        case .mmapLock, .iMmap, .pteLock: ["free", "read", "write"]
        case .vmaLock: ["none", "free", "read", "write"]
        case .rmap: ["hidden", "visible", "waits"]
        case .tree: ["absent", "present"]
        case .cpu: ["nothing", "uses"]
        case .fault: ["absent", "works", "waits"]
        case .maps: ["absent", "prints", "waits"]
        }
      }
    }

    public init(subject: Subject, value: String) {
      self.subject = subject
      self.value = value
    }
  }

  /// The value that holds for a revision: its own, else the one for all.
  public static func value<Value>(_ list: [PerRevision<Value>], for revision: Revision) -> Value? {
    (list.first { $0.revision == revision } ?? list.first { $0.revision == nil })?.value
  }
}
