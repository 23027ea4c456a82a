import KernelRoutines
import MemoryModel
import Simulation

/// One lock of the lock list: how it is held, by whom, and whether the step needs it.
struct LockRow {
  var lock: LaneTrack.Lock
  var name: String
  var mode: LockMode?
  var holder: String
  var note: String
  /// The note is about somebody who waits.
  var warns = false
  /// The position at which it was taken.
  var since: Int?
  var isChanged: Bool
  /// A change of this step needs it.
  var isNeeded = false

  /// The locks of the list in its order.
  ///
  /// - Parameter isTerse: there is room for a word only.
  static func all(_ scene: Scene, isTerse: Bool) -> [LockRow] {
    var rows = [mmap(scene), vma(scene, isTerse), iMmap(scene), table(scene, isTerse)]
    let needed = Self.needed(scene)
    for place in rows.indices { rows[place].isNeeded = needed.contains(rows[place].lock) }
    return rows
  }

  // Limit: a step with more changes of the machine repeats the same few kinds.
  private static let looked = 64

  /// The locks that the changes of the step need.
  static func needed(_ scene: Scene) -> [LaneTrack.Lock] {
    var found: [LaneTrack.Lock] = []
    for change in scene.changes.lazy.filter({ !$0.isControl }).prefix(looked) {
      for need in scene.before.neededLocks(for: change, by: scene.actor.id) {
        if let lane = LaneTrack.lane(of: need.lock), !found.contains(lane) { found.append(lane) }
      }
    }
    return found
  }

  // MARK: The four locks

  private static func mmap(_ scene: Scene) -> LockRow {
    let lock = scene.mm.mmapLock
    let waiting = waiters(scene, on: .mmap(MMID(0)))
    return LockRow(
      lock: .mmap, name: "mmap_lock", mode: lock.mode, holder: holder(lock, scene), note: waiting,
      warns: true, since: since(.mmap(MMID(0)), scene), isChanged: changed(.mmap(MMID(0)), scene))
  }

  private static func vma(_ scene: Scene, _ isTerse: Bool) -> LockRow {
    guard let vma = scene.subject.vma else {
      return LockRow(lock: .vma, name: "VMA lock", holder: "no VMA", note: "", isChanged: false)
    }
    let isLocked = scene.state.isWriteLocked(vma)
    let stamped = scene.didChange { if case .vma(vma.id, .lockSeq) = $0 { true } else { false } }
    let lapsed = scene.before.isWriteLocked(vma) && !isLocked
    let tie = isTerse ? "stamp \(vma.lockSeq)" : "tied to mmap_lock"
    let note = isLocked ? tie : vma.lockSeq == VMArea.never ? "never stamped" : "lapsed"
    return LockRow(
      lock: .vma, name: "VMA lock", mode: isLocked ? .write : nil,
      holder: isLocked ? holder(scene.mm.mmapLock, scene) : "free", note: note,
      since: isLocked ? stampPosition(vma, scene) : nil, isChanged: stamped || lapsed)
  }

  private static func iMmap(_ scene: Scene) -> LockRow {
    guard let file = scene.file else {
      return LockRow(
        lock: .iMmap, name: "i_mmap", mode: nil, holder: "no file", note: "", since: nil, isChanged: false)
    }
    let lock = file.lock
    let id = LockID.iMmap(file.id)
    return LockRow(
      lock: .iMmap, name: "i_mmap", mode: lock.mode, holder: holder(lock, scene),
      note: waiters(scene, on: id), warns: true, since: since(id, scene), isChanged: changed(id, scene))
  }

  // The page-table lock that is held, or what there is of the PTE table.
  private static func table(_ scene: Scene, _ isTerse: Bool) -> LockRow {
    let changed = scene.didChange {
      if case .lock(.pageTable, _, _, _) = $0 { return true }
      return false
    }
    if let held = scene.mm.spins.last {
      let name = held.lock.name == "page_table_lock" ? "pt_lock" : held.lock.name
      return LockRow(
        lock: .pageTable, name: name, mode: .write,
        holder: scene.facts.taskNames[Int(held.task.index)], note: isTerse ? "spins" : "spins, this table",
        since: since(held.lock, scene), isChanged: changed)
    }
    let exists = PageTableView(scene).levels.last?.existence != PageTableView.Existence.none
    let isMapped = scene.subject.range.bytes > 0
    return LockRow(
      lock: .pageTable, name: "PTE lock", holder: exists && isMapped ? "free" : "no table", note: "",
      isChanged: changed)
  }

  private static func holder(_ lock: RWLock, _ scene: Scene) -> String {
    guard let task = lock.holders.first else { return "free" }
    return scene.facts.taskNames[Int(task.index)]
  }

  /// Which tasks sleep on a lock, and which observers would.
  private static func waiters(_ scene: Scene, on lock: LockID) -> String {
    let tasks = scene.state.semaphore(lock)?.queue.map { scene.facts.taskNames[Int($0.task.index)] } ?? []
    let sights = SightLine.entries(scene).filter {
      if case .waits(lock, _) = $0.view.sight { return true }
      return false
    }
    // Whoever really waits comes before who would.
    let names = tasks.isEmpty ? sights.map(\.name) : tasks
    return names.isEmpty ? "" : "║ " + names.joined(separator: ", ")
  }

  private static func changed(_ lock: LockID, _ scene: Scene) -> Bool {
    scene.didChange { if case .lock(lock, _, _, _) = $0 { true } else { false } }
  }

  // MARK: Since when

  private static func since(_ lock: LockID, _ scene: Scene) -> Int? {
    let held = scene.state.semaphore(lock)?.isFree == false || scene.mm.spins.contains { $0.lock == lock }
    guard held else { return nil }
    return lastPosition(scene) { if case .lock(lock, .acquired, _, _) = $0 { true } else { false } }
  }

  private static func stampPosition(_ vma: VMArea, _ scene: Scene) -> Int? {
    lastPosition(scene) { if case .vma(vma.id, .lockSeq) = $0 { true } else { false } }
  }

  private static func lastPosition(_ scene: Scene, _ test: (Change) -> Bool) -> Int? {
    var position = scene.position
    while position > 0 {
      if scene.recording.changes(at: position).contains(where: test) { return position }
      position -= 1
    }
    return nil
  }
}
