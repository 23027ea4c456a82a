import KernelRoutines
import MemoryModel

// What differs with the kind of mapping: anonymous memory, swapped files, locked pages.

extension Narrator {
  func kindFact(_ name: String) -> String? {
    switch name {
    case "getfile": return getFile.what
    case "whygetfile": return getFile.why
    case "getfilenote": return getFile.note
    case "khugepaged":
      return isSpecial ? "A device mapping does not interest it" : "It may join small pages here later"
    case "khugenote": return isSpecial ? "not eligible" : "told"
    case "hint": return call?.hint?.description
    case "memlock": return String(recording.facts.limits.memlock)
    case "lockroom": return lockRoom
    case "lockedvm": return lockedSentence
    case "munmapresult": return task.result?.error.map { "-\($0)" } ?? "0"
    case "munmapend":
      return task.result?.error == nil
        ? "What was mapped is gone" : "A VMA could not be split: nothing was unmapped"
    case "lockednote": return subject.vma?.flags.contains(.locked) == true ? "+\(call?.pages ?? 0)" : "no lo"
    case "pgoff": return String(task.request?.pageOffset ?? 0, radix: 16)
    case "whyanonpgoff": return anonymousOffset
    default: return nil
    }
  }

  // Whether the VMA's reference is new, one too many, or the one that a hook brought with the file.
  private var getFile: (what: String, why: String, note: String) {
    let file = subject.vma?.file
    if file == recording.mappedFile {
      return (
        "The VMA takes its own reference to \(path)",
        "The file lives as long as the VMA, even when the descriptor is closed", "+1 reference"
      )
    }
    let taken = file.map { after.file($0).references - before.file($0).references } ?? 0
    return taken > 0
      ? (
        "The core takes a reference to the swapped file, beside the hook's",
        "Only one will ever be dropped: \(vmaPath) is never freed", "1 too many"
      )
      : (
        "The VMA gets the file the hook swapped in, and the hook's reference with it",
        "Taking another would keep the file for ever: up to 6.19 that was so", "no new one"
      )
  }

  private var isSpecial: Bool { subject.vma?.flags.isDisjoint(with: .special) == false }

  private var lockRoom: String {
    let limits = recording.facts.limits
    return limits.mayLockAll ? "CAP_IPC_LOCK is there" : "\(limits.memlock) may be locked in all"
  }

  private var lockedSentence: String {
    subject.vma?.flags.contains(.locked) == true
      ? "locked_vm grows by \(call?.pages ?? 0) pages"
      : "VM_LOCKED goes again: such a mapping has no pages to lock"
  }

  private var anonymousOffset: String {
    call?.isShared == true
      ? "Shared memory needs a file in the end: pgoff counts from its start"
      : "pgoff is the page number of the address, so that neighbours can be merged"
  }
}
