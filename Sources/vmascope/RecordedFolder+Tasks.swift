import Importers
import KernelRoutines
import MemoryModel
import Replay

extension RecordedFolder {
  // Every new VMA is soft-dirty: a folder of smaps without one is of a kernel that does not know the flag.
  private var hasSoftDirty: Bool {
    all.contains { name in
      guard let smaps = try? bytes(name, "smaps.txt") else { return false }
      return String(decoding: smaps, as: UTF8.self).split(separator: "\n").contains {
        $0.hasPrefix("VmFlags:") && $0.split(separator: " ").contains("sd")
      }
    }
  }

  /// How the model compares with a case of several tasks, or of something else than mmap().
  func verdict(_ recorded: TaskCase, shown: Set<String>) throws(CommandFault) -> CaseVerdict {
    let name = recorded.name
    guard let graph = try? graph(name) else { return CaseVerdict(notCovered: "no graph") }
    let facts = try facts(name)
    let before = try? bytes(name, "maps.before.txt")
    // mmap() brings its mapping along; a fault and a truncate meet those that are there.
    guard recorded.maps || before != nil else {
      return CaseVerdict(notCovered: "the address space before it was not recorded")
    }
    var files = TaskCase.Files(
      graph: graph,
      before: before.map { MapsReader.read($0).mappings } ?? [],
      call: facts.call ?? "", path: facts.file ?? "",
      roots: Set((facts.graphFunctions ?? "").split(separator: " ").map(String.init)))
    files.know(
      pagemap: (try? bytes(name, "pagemap.txt")) ?? [], smaps: (try? bytes(name, "smaps.before.txt")) ?? [])
    var outcome: CaseVerdict.Outcome?
    if recorded.maps, let start = RecordedCall(files.call)?.range.start {
      outcome = CaseVerdict.Outcome(
        errno: facts.errnoName.flatMap { Errno(name: $0) }, isHung: false,
        after: (try? bytes(name, "maps.after.txt")).map { MapsReader.read($0).mappings },
        flags: (try? bytes(name, "smaps.txt")).map { VmFlagsReader.read($0, at: start) ?? [] },
        locks: (try? bytes(name, "events.trace.txt")).map { LockLogReader.read($0) })
    }
    return CaseVerdict(
      recorded, files, outcome, release: self.name, shown: shown, hasSoftDirty: hasSoftDirty)
  }
}
