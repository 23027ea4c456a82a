import KernelRoutines
import MemoryModel

// What the placeholders of tasks beside the mapper stand for.

extension Narrator {
  /// What a task saw that looked for a VMA or at an entry.
  func lookFact(_ name: String) -> String? {
    guard let look = task.look ?? taskBefore.look else { return nil }
    switch name {
    case "address": return look.address.description
    case "seen": return look.seen.flatMap { after.vma($0) }?.range.description ?? "nothing"
    case "seenornone": return look.seen == nil ? "no VMA" : "a VMA"
    case "seenops":
      let ops = look.seen.flatMap { after.vma($0) }?.ops
      return ops == .dummy ? ", half-built" : ""
    case "readlock": return look.isLocked ? "read-locks the VMA" : "is refused: the VMA is write-locked"
    case "readlocknote": return look.isLocked ? "locked" : "refused"
    case "trylock": return look.holdsMmap ? "got it" : "refused"
    case "entrystate": return look.found ? "set" : "empty"
    case "entrykind": return look.entry.map { $0.kind == .page ? "a page" : "special" } ?? "empty"
    case "faultresult": return look.signal?.description ?? "its work"
    case "faultmoral":
      return look.signal == nil
        ? "A fault that had to wait sees the mapping only when mmap() is through"
        : "Without a handler the signal ends the program"
    case "gupresult": return look.signal == nil ? "the page" : "-EFAULT"
    case "unpinnable": return look.signal == nil || look.seen == nil ? "" : ", its flags forbid it"
    case "walkedfile": return walkedPath
    default: return nil
    }
  }

  private var walkedPath: String {
    let file: FileID
    switch recording.facts.calls[Int(actor.index)][0] {
    case .truncate(let number, _), .revoke(let number): file = FileID(number)
    default: file = recording.mappedFile
    }
    return recording.facts.files[Int(file.index)].path
  }
}
