import KernelRoutines
import MemoryModel
import Simulation

/// Which VMA's and which file's locks the lock list shows at a step: those of the new VMA, unless the step is
/// about another one, such as a neighbour that grows or a mapping that is replaced.
struct LockFocus {
  /// The locks that the changes of the step need.
  let needed: [LockID]
  let vma: VMArea?
  let file: FileID?
  /// What the VMA is called where it is not the new one.
  let otherVMA: String?
  /// What the file is called where it is not the new VMA's.
  let otherFile: String?

  // Limit: a step with more changes of the machine repeats the same few kinds.
  private static let looked = 64

  init(_ scene: Scene) {
    var needed: [LockID] = []
    var touched: [LockID] = []
    for change in scene.changes.lazy.filter({ !$0.isControl }).prefix(Self.looked) {
      for need in scene.before.neededLocks(for: change, by: scene.actor.id) where !needed.contains(need.lock)
      {
        needed.append(need.lock)
      }
      switch change {
      case .lock(let lock, _, _, _): touched.append(lock)
      case .vma(let id, .lockSeq), .vma(let id, .reader), .vma(let id, .excluded): touched.append(.vma(id))
      default: break
      }
    }
    self.needed = needed
    let subject = scene.subject.vma
    let handled = Self.inHand(scene)
    let areas = (touched + needed).compactMap { lock -> VMAID? in
      if case .vma(let id) = lock { id } else { nil }
    }
    let isOwn = subject.map { areas.isEmpty || areas.contains($0.id) } ?? false
    let shown = isOwn ? subject : areas.first.flatMap { scene.state.vma($0) } ?? subject ?? handled
    vma = shown
    otherVMA = shown.flatMap { $0.id == subject?.id ? nil : scene.facts.name(of: $0) }
    let own = scene.file?.id
    let files = (touched + needed).compactMap { lock -> FileID? in
      if case .iMmap(let id) = lock { id } else { nil }
    }
    let isOwnFile = own.map { files.isEmpty ? handled?.file == nil || subject != nil : files.contains($0) }
    file = isOwnFile == true ? own : files.first ?? (subject == nil ? handled?.file : nil) ?? own
    otherFile =
      file == own
      ? nil : file.map { String(scene.facts.files[Int($0.index)].path.split(separator: "/").last ?? "/") }
  }

  // What the mapper works on while there is no new VMA.
  private static func inHand(_ scene: Scene) -> VMArea? {
    let id = scene.task.vms?.gathered ?? scene.task.vms?.detached.last ?? scene.task.map?.target
    return id.flatMap { scene.state.vma($0) }
  }
}
