/// Reads from an event log what one mmap() did with locks, write marks and the tree.
///
/// Tolerant: events that say nothing about these are passed over.
public enum LockLogReader {
  public enum Entry: Hashable, Sendable {
    /// A semaphore taken for writing, by the function called and the semaphore's address.
    case taken(by: String, String)
    case released(String)
    /// `__vma_start_write` was called.
    case vmaMarked
    /// A VMA was stored in the maple tree.
    case treeStored
    /// A page-table lock, of whatever level: kernels for two processors have one for all.
    case spinTaken
    case spinReleased
  }

  /// What stands between the call's begin and its end.
  public struct Log: Hashable, Sendable {
    public var entries: [Entry] = []
    /// The events of the maple tree were switched on.
    public var showsTree = false
    /// Spin locks are logged too, as lock checking does.
    public var showsSpins = false

    public init() {}
  }

  /// The log of the first mmap(), of the task that makes it; of a call that never ended all there is.
  public static func read(_ bytes: [UInt8]) -> Log {
    var log = Log()
    var caller: Substring?
    for line in bytes.split(separator: Ascii.newline) where line.first != UInt8(ascii: "#") {
      let text = String(decoding: line, as: UTF8.self)
      let task = task(text)
      if caller == nil, text.contains(": sys_mmap(") { caller = task }
      guard task == caller else { continue }
      if text.contains(": sys_mmap -> ") { return log }
      if text.contains(": ma_") { log.showsTree = true }
      if text.contains(": lock_acquire: ") { log.showsSpins = true }
      if let entry = entry(text) { log.entries.append(entry) }
    }
    return log
  }

  // `TASK-PID`, which stands before the processor.
  private static func task(_ text: String) -> Substring? {
    text.firstIndex(of: "[").map { text[..<$0].drop { $0 == " " } }.flatMap { word in
      word.lastIndex { $0 != " " }.map { word[...$0] }
    }
  }

  private static func entry(_ text: String) -> Entry? {
    // `TASK-PID [CPU] FLAGS TIME: NAME: REST`
    let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
    guard let time = words.firstIndex(where: { $0.hasSuffix(":") && $0.contains(".") }),
      time + 1 < words.count
    else { return nil }
    let rest = words[(time + 2)...]
    let semaphore = rest.first { $0.hasPrefix("sem=") }.map { String($0.dropFirst(4)) }
    switch words[time + 1].dropLast() {
    case "down_write", "down_write_killable":
      return semaphore.map { .taken(by: String(words[time + 1].dropLast()), $0) }
    case "up_write": return semaphore.map { .released($0) }
    case "vma_start_write": return .vmaMarked
    case "lock_acquire": return rest.contains("&mm->page_table_lock") ? .spinTaken : nil
    case "lock_release": return rest.contains("&mm->page_table_lock") ? .spinReleased : nil
    case "ma_write": return rest.first == "mas_store_prealloc" ? .treeStored : nil
    default: return nil
    }
  }
}
