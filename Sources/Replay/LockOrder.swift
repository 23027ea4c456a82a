import Importers
import MemoryModel
import Simulation

/// The order in which one mmap() takes and drops semaphores, marks the VMA and stores it, as words: `+mmap`,
/// `-mmap`, `+i_mmap`, `-i_mmap`, `mark`, `store`; where spin locks are logged, `+spin` and `-spin`.
///
/// Every semaphore but the mmap lock goes by the name of the file's. Stock kernels log no spin locks: then
/// they are left out on both sides.
public enum LockOrder {
  /// The order of a run; a lock the run waits for at its end was asked for as well.
  ///
  /// - Parameter log: what it is compared with: stores and page-table locks are told if the log tells them.
  public static func of(_ recording: Recording, asIn log: LockLogReader.Log) -> [String] {
    words(recording).filter { ($0 != "store" || log.showsTree) && (!$0.hasSuffix("spin") || log.showsSpins) }
  }

  private static func words(_ recording: Recording) -> [String] {
    (1..<max(recording.last + 1, 1)).flatMap { position -> [String] in
      // The log is that of the task that makes the call.
      guard recording.mark(position)?.task == TaskID(0) else { return [] }
      let words = recording.changes(at: position).compactMap { word($0) }
      return words.isEmpty ? word(recording.line(position)?.words.function).map { [$0] } ?? [] : words
    }
  }

  // Locks that the model shows by name only: of an inode, of an anon_vma.
  private static func word(_ function: String?) -> String? {
    switch function {
    case "down_write": "+i_mmap"
    case "up_write": "-i_mmap"
    default: nil
    }
  }

  private static func word(_ change: Change) -> String? {
    switch change {
    case .lock(.mmap, .acquired, .write, _): "+mmap"
    case .lock(.mmap, .released, .write, _): "-mmap"
    case .lock(.iMmap, .acquired, .write, _), .lock(.iMmap, .waits, .write, _): "+i_mmap"
    case .lock(.iMmap, .released, .write, _): "-i_mmap"
    case .lock(.pageTable, .acquired, _, _): "+spin"
    case .lock(.pageTable, .released, _, _): "-spin"
    case .vma(_, .lockSeq): "mark"
    case .treeStored: "store"
    default: nil
    }
  }

  /// The order of an event log. The mmap lock is the one that is taken killably; what else is taken is the
  /// file's.
  public static func of(_ log: LockLogReader.Log) -> [String] {
    var mmap: String?
    return log.entries.map { entry in
      switch entry {
      case .taken(by: "down_write_killable", let semaphore):
        mmap = semaphore
        return "+mmap"
      case .taken: return "+i_mmap"
      case .released(let semaphore): return semaphore == mmap ? "-mmap" : "-i_mmap"
      case .vmaMarked: return "mark"
      case .treeStored: return "store"
      case .spinTaken: return "+spin"
      case .spinReleased: return "-spin"
      }
    }
  }
}
