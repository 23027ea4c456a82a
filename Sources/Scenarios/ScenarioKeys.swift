import KernelRoutines
import MemoryModel
import Simulation

/// One key that a scenario file may have.
public struct ScenarioKey: Hashable, Sendable {
  /// The keys from the outermost to this one, parted by dots; a part in capitals is a name of the author's.
  public let path: String
  /// What its value is, in a few words.
  public var type: String
  public var isRequired: Bool
  public var meaning: String
  /// The words its value may be, where the list is closed.
  public var words: [String]

  /// The last part of the path.
  public let name: String
  /// The path without its last part: the mapping the key stands in.
  let parent: String

  init(path: String, type: String, isRequired: Bool, meaning: String, words: [String]) {
    self.path = path
    self.type = type
    self.isRequired = isRequired
    self.meaning = meaning
    self.words = words
    let parts = path.split(separator: ".")
    name = parts.last.map(String.init) ?? ""
    parent = parts.dropLast().joined(separator: ".")
  }
}

/// The keys of a scenario file, and behind them those of a demo under `demo` and of the settings under
/// `config`: what the readers accept and what `vmascope list keys` prints.
public enum ScenarioKeys {
  /// In the order in which a file has them.
  public static let all: [ScenarioKey] =
    top + limit + file + action + hook + task + expectation + otherTask + DemoKeys.all + SettingsKeys.all

  /// The keys that may stand in the mapping at a path; the file itself is the empty path.
  public static func children(of path: String) -> [ScenarioKey] {
    all.filter { $0.parent == path }
  }

  /// The words of the key at a path.
  static func words(of path: String) -> [String] { all.first { $0.path == path }?.words ?? [] }

  private static let errnos = Errno.allCases.map(\.name)
  private static let revisions = Revision.allCases.map(\.rawValue)

  static func key(
    _ path: String, _ type: String, _ meaning: String, required isRequired: Bool = false, words: [String] = []
  ) -> ScenarioKey {
    ScenarioKey(path: path, type: type, isRequired: isRequired, meaning: meaning, words: words)
  }

  private static let top: [ScenarioKey] = [
    key("title", "text", "the name in the header and in lists", required: true),
    key("teaches", "text", "one sentence: what a viewer learns", required: true),
    key("revision", "revision", "the kernel that runs it", required: true, words: revisions),
    key("process", "word", "the address space it happens in: the embedded one (default)", words: ["small"]),
    key("maps", "text after |", "an address space as /proc/PID/maps prints it, instead of process"),
    key("before", "list of calls", "what the first task mapped before the run begins; not shown"),
    key("before.mmap", "keys", "a call of mmap(), with the keys of tasks.NAME.mmap", required: true),
    key(
      "before.touched", "yes or no", "whether every page was used since, and has an entry (no)",
      words: ["yes", "no"]),
    key("levels", "4 or 5", "levels of the page tables; with 5 there is a P4D (4)", words: ["4", "5"]),
    key("limits", "keys", "what the process may have; else nothing binds but memlock and map_count"),
    key("files", "files by name", "what is mapped, unless it is anonymous memory"),
    key("tasks", "lists of calls by task", "who does what", required: true),
    key("fail", "list of step ids", "steps that fail: ID, or ID=ERRNO where a step has more than one error"),
    key("choose", "list of decisions", "who runs next, ID@TASK, and other answers, ID=ANSWER"),
    key("captions", "texts by step id", "sentences that replace the reason shown at a step"),
    key(
      "captions.ID", "text, or texts by revision",
      "may contain \(Placeholders.all.map { "{\($0)}" }.joined(separator: " "))"),
    key("expect", "keys", "what vmascope check compares the run with"),
  ]

  private static let limit: [ScenarioKey] = [
    key("limits.address_space", "bytes", "RLIMIT_AS"),
    key("limits.data", "bytes", "RLIMIT_DATA: private and writable pages"),
    key("limits.memlock", "bytes", "RLIMIT_MEMLOCK: what may be locked (8M)"),
    key("limits.map_count", "number", "vm.max_map_count: VMAs of the process (65530)"),
    key(
      "limits.may_lock_all", "yes or no", "CAP_IPC_LOCK: memlock does not bind (no)", words: ["yes", "no"]),
  ]

  private static let file: [ScenarioKey] = [
    key("files.NAME", "keys", "a file; tasks use its name"),
    key("files.NAME.path", "path", "as maps prints it", required: true),
    key(
      "files.NAME.invented", "yes or no", "whether no in-tree driver behaves like this (no)",
      words: ["yes", "no"]),
    key(
      "files.NAME.noexec", "yes or no", "whether it lies on a mount that allows no execution (no)",
      words: ["yes", "no"]),
    key(
      "files.NAME.read_only", "yes or no", "whether it was opened for reading only (no)",
      words: ["yes", "no"]),
    key(
      "files.NAME.closed", "yes or no", "whether its descriptor was closed before the call (no)",
      words: ["yes", "no"]),
    key("files.NAME.driver", "keys", "what its mmap_prepare asks for and what its hooks do", required: true),
    key(
      "files.NAME.driver.zero", "yes", "it is that of /dev/zero; no other key stands beside it",
      words: ["yes"]),
    key("files.NAME.driver.name", "symbol", "prefix of its functions; else the last part of the path"),
    key("files.NAME.driver.prepare", "keys", "what mmap_prepare does"),
    key(
      "files.NAME.driver.prepare.function", "symbol",
      "the hook's own name, such as mmap_mem_prepare; else NAME_mmap_prepare"),
    key("files.NAME.driver.prepare.fails", "errno", "mmap_prepare returns this error", words: errnos),
    key(
      "files.NAME.driver.prepare.may_fail", "list of errnos", "what it returns when made to fail (EINVAL)",
      words: errnos),
    key("files.NAME.driver.success_hook", "keys", "the driver has one, called when the action is done"),
    key(
      "files.NAME.driver.success_hook.returns", "0 or errno", "what it returns", required: true,
      words: ["0"] + errnos),
    key(
      "files.NAME.driver.error_hook", "one of its keys", "the driver has one, called when the action failed"),
    key("files.NAME.driver.error_hook.keeps", "yes", "it returns the error it was given", words: ["yes"]),
    key("files.NAME.driver.error_hook.filters_to", "errno", "it returns this error instead", words: errnos),
    key(
      "files.NAME.driver.error_hook.returns", "0", "it clears the error, which the kernel forbids",
      words: ["0"]),
    key(
      "files.NAME.driver.mapped", "keys", "the driver has vm_ops->mapped, called after the action (7.1 on)"),
    key(
      "files.NAME.driver.mapped.returns", "0 or errno", "what it returns", required: true,
      words: ["0"] + errnos),
    key(
      "files.NAME.driver.close", "yes or no",
      "the driver has vm_ops->close, called at the end of a mapping (no)",
      words: ["yes", "no"]),
    key(
      "files.NAME.driver.counts", "yes or no",
      "it counts mappings: in mapped, before 7.1 in mmap_prepare; close takes one off (no)",
      words: ["yes", "no"]),
    key(
      "files.NAME.driver.hide_from_rmap", "yes or no",
      "whether the rmap lock is kept until the action is complete (no; 6.19 on)", words: ["yes", "no"]),
  ]

  private static let hook: [ScenarioKey] = [
    key(
      "files.NAME.driver.legacy", "keys",
      "the driver has f_op->mmap in place of mmap_prepare: it is handed the VMA, and there is no action"),
    key(
      "files.NAME.driver.legacy.remap_pfn", "keys", "it calls remap_pfn_range: consecutive frames, at once"),
    key(
      "files.NAME.driver.legacy.remap_pfn.pfn", "number or offset",
      "the first page frame; offset takes the call's offset", required: true, words: ["offset"]),
    key("files.NAME.driver.legacy.remap_pfn.pages", "word", "how much of the range (all)", words: ["all"]),
    key("files.NAME.driver.legacy.fails", "errno", "it returns this error", words: errnos),
    key("files.NAME.driver.legacy.fails_after", "number", "the pages it has mapped before it fails (0)"),
    key(
      "files.NAME.driver.stacked", "yes or path",
      "the file lies on another one, whose hook its own f_op->mmap calls; the path is that of the other"),
    key(
      "files.NAME.driver.overlay", "yes or no",
      "whether overlayfs stacks it: ovl_mmap, and maps go on printing the upper path (no)",
      words: ["yes", "no"]),
  ]

  private static let task: [ScenarioKey] = [
    key("tasks.NAME", "list of calls", "a task with one call; the first one maps, the others race it"),
    key("tasks.NAME.mmap", "keys", "a call of mmap()"),
    key("tasks.NAME.mmap.file", "name", "the file mapped"),
    key(
      "tasks.NAME.mmap.anonymous", "yes", "MAP_ANONYMOUS: memory without a file, instead of file",
      words: ["yes"]),
    key(
      "tasks.NAME.mmap.pages", "number or none", "length, 1 to \(Limits.pagesMax) pages of 4 KiB; none is 0",
      required: true, words: ["none"]),
    key(
      "tasks.NAME.mmap.prot", "letters", "rights: letters of rwx in this order, or none", required: true,
      words: Protection.words),
    key(
      "tasks.NAME.mmap.flags", "word", "MAP_SHARED or MAP_PRIVATE", required: true,
      words: ["shared", "private"]),
    key("tasks.NAME.mmap.at", "address", "MAP_FIXED_NOREPLACE at this address; else the kernel chooses"),
    key(
      "tasks.NAME.mmap.fixed", "yes or no", "whether at is MAP_FIXED: what lies there is replaced (no)",
      words: ["yes", "no"]),
    key("tasks.NAME.mmap.hint", "address", "an address without MAP_FIXED: taken if it is free"),
    key("tasks.NAME.mmap.offset", "number", "offset into the file in pages (0)"),
    key("tasks.NAME.mmap.odd_bytes", "number", "bytes added to the offset, which the kernel refuses (0)"),
    key(
      "tasks.NAME.mmap.locked", "yes or no", "MAP_LOCKED: every page is there when mmap() returns (no)",
      words: ["yes", "no"]),
    key(
      "tasks.NAME.mmap.grows_down", "yes or no", "MAP_GROWSDOWN: a stack (no)", words: ["yes", "no"]),
  ]

  private static let expectation: [ScenarioKey] =
    [
      key(
        "expect.returns", "word, or words by revision", "what mmap() returns, or never",
        words: ["address", "never"] + errnos),
      key(
        "expect.leaves", "word, or words by revision",
        "what is left: everything, nothing, or the name of the law broken"),
      key("expect.breaks", "list of laws, or lists by revision", "laws that the run breaks"),
      key(
        "expect.may_break", "list of laws, or lists by revision",
        "laws broken when one step or another is made to fail"),
      key("expect.at", "facts by step id", "what holds at a step"),
      key("expect.at.ID", "keys", "the facts"),
    ]
    + Expectations.Fact.Subject.allCases.map { subject in
      key("expect.at.ID.\(subject.rawValue)", "word", "what is expected of it", words: subject.words)
    }
}

extension Protection {
  /// The ways to write rights in a scenario.
  static let words = ["none", "r", "w", "x", "rw", "rx", "wx", "rwx"]
}
