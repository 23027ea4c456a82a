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

  /// The lock itself, once the machine says which object is meant.
  var id: LockID?

  /// The locks of the list in its order: those of the new VMA and its file, or of another VMA and file where
  /// the step is about those.
  ///
  /// - Parameter isTerse: there is room for a word only.
  static func all(_ scene: Scene, isTerse: Bool) -> [LockRow] {
    let focus = LockFocus(scene)
    var rows = [
      mmap(scene, isTerse), vma(focus, scene, isTerse), iMmap(focus, scene, isTerse), table(scene, isTerse),
    ]
    for place in rows.indices {
      rows[place].isNeeded = focus.needed.contains { lock in
        // All page-table locks share a row.
        rows[place].id == lock || (rows[place].lock == .pageTable && LaneTrack.lane(of: lock) == .pageTable)
      }
    }
    return rows
  }

  // MARK: The four locks

  private static func mmap(_ scene: Scene, _ isTerse: Bool) -> LockRow {
    let lock = scene.mm.mmapLock
    let waiting = waiters(scene, on: .mmap(MMID(0)), isTerse)
    return LockRow(
      lock: .mmap, name: "mmap_lock", mode: lock.mode, holder: holder(lock, scene), note: waiting,
      warns: true, since: since(.mmap(MMID(0)), scene), isChanged: changed(.mmap(MMID(0)), scene),
      id: .mmap(MMID(0)))
  }

  private static func vma(_ focus: LockFocus, _ scene: Scene, _ isTerse: Bool) -> LockRow {
    guard let vma = focus.vma else {
      let was = SubjectRows.phase(scene) == .gone
      return LockRow(
        lock: .vma, name: "VMA lock", holder: was ? "VMA gone" : "no VMA", note: "", isChanged: false)
    }
    let isLocked = scene.state.isWriteLocked(vma)
    let reader = vma.readers.members.first
    let changed = scene.didChange { change in
      switch change {
      case .vma(vma.id, .lockSeq), .vma(vma.id, .reader), .vma(vma.id, .excluded): true
      default: false
      }
    }
    let lapsed = scene.before.isWriteLocked(vma) && !isLocked
    var row = LockRow(
      lock: .vma, name: "VMA lock", mode: isLocked ? .write : reader == nil ? nil : .read,
      holder: "free", note: vma.lockSeq == VMArea.never ? "never stamped" : "lapsed",
      isChanged: changed || lapsed, id: .vma(vma.id))
    if isLocked {
      row.holder = holder(scene.mm.mmapLock, scene)
      row.note = isTerse ? "stamp \(vma.lockSeq)" : "tied to mmap_lock"
      row.since = scene.lanes.stamps.last { $0.vma == vma.id && $0.position <= scene.position }?.position
    } else if let reader {
      row.holder = scene.facts.taskNames[Int(reader.index)]
      row.note = ""
      row.since = scene.lanes.since(.vma, by: reader, at: scene.position)
      let waiting = scene.state.tasks.filter { $0.waitsFor == .vma(vma.id) }
      if !waiting.isEmpty {
        row.warns = true
        row.note =
          "\u{2551} " + waiting.map { scene.facts.taskNames[Int($0.id.index)] }.joined(separator: ", ")
      }
    }
    // Who waits for its reader goes before what it is called.
    if let other = focus.otherVMA { row.note = row.warns ? row.note + ", of " + other : "of " + other }
    return row
  }

  private static func iMmap(_ focus: LockFocus, _ scene: Scene, _ isTerse: Bool) -> LockRow {
    guard let file = focus.file.map({ scene.state.file($0) }) else {
      return LockRow(
        lock: .iMmap, name: "i_mmap", mode: nil, holder: "no file", note: "", since: nil, isChanged: false)
    }
    let lock = file.lock
    let id = LockID.iMmap(file.id)
    var note = waiters(scene, on: id, isTerse)
    if let other = focus.otherFile { note += (note.isEmpty ? "of " : ", of ") + other }
    return LockRow(
      lock: .iMmap, name: "i_mmap", mode: lock.mode, holder: holder(lock, scene), note: note, warns: true,
      since: since(id, scene), isChanged: changed(id, scene), id: id)
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
  private static func waiters(_ scene: Scene, on lock: LockID, _ isTerse: Bool) -> String {
    let tasks = scene.state.semaphore(lock)?.queue.map { scene.facts.taskNames[Int($0.task.index)] } ?? []
    let sights = SightLine.entries(scene).filter {
      if case .waits(lock, _) = $0.view.sight { return true }
      return false
    }
    // Whoever really waits comes before who would.
    guard !tasks.isEmpty else {
      return sights.isEmpty ? "" : "\u{2551} " + sights.map(\.name).joined(separator: ", ")
    }
    // Where there is no room for the names of those who would, their number stands.
    let names = isTerse ? " +\(sights.count)" : " + " + sights.map(\.name).joined(separator: ", ")
    return "\u{2551} " + tasks.joined(separator: ", ") + (sights.isEmpty ? "" : names)
  }

  private static func changed(_ lock: LockID, _ scene: Scene) -> Bool {
    scene.didChange { if case .lock(lock, _, _, _) = $0 { true } else { false } }
  }

  // MARK: Since when

  private static func since(_ lock: LockID, _ scene: Scene) -> Int? {
    let spinner = scene.mm.spins.last { $0.lock == lock }?.task
    guard let holder = scene.state.semaphore(lock)?.holders.first ?? spinner,
      let lane = LaneTrack.lane(of: lock)
    else { return nil }
    return scene.lanes.since(lane, by: holder, at: scene.position)
  }
}
