import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// Who holds what, and in one line who sees the mapping.
struct LocksPane: Pane {
  let title = "Locks"

  func fact(_ scene: Scene, width: Int) -> String {
    let parity = scene.mm.isSeqOdd ? "odd" : "even"
    return width >= 42 ? "mm_lock_seq \(scene.mm.seq), \(parity)" : "mm_lock_seq \(parity)"
  }

  /// One line of the list.
  private struct Row {
    var name: String
    var mode: LockMode?
    var holder: String
    var note: String
    var noteRole: Role
    var since: Int?
    var isChanged: Bool
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let isTall = canvas.height >= 7
    var y = 0
    if isTall {
      canvas.text("lock", x: 5, y: 0, Style(.dim))
      canvas.text("holder", x: 15, y: 0, Style(.dim))
      canvas.text("since", x: 22, y: 0, Style(.dim))
      y = 1
    }
    // Beside the column of positions there is room for a word only.
    let isTerse = isTall && canvas.width < 50
    let rows = [mmapRow(scene), vmaRow(scene, isTerse), iMmapRow(scene), tableRow(scene, isTerse)]
    for row in rows where y < canvas.height {
      draw(row, y: y, isTall: isTall, into: &canvas)
      y += 1
    }
    if isTall { sequence(scene, y: y + 1, into: &canvas) }
    guard canvas.height > y else { return }
    SightLine.draw(scene, y: canvas.height - 1, into: &canvas)
  }

  private func draw(_ row: Row, y: Int, isTall: Bool, into canvas: inout Canvas) {
    switch row.mode {
    case .write: canvas.text(" W ", x: 1, y: y, Style(.lockWrite, bold: true, reversed: true))
    case .read: canvas.text(" R ", x: 1, y: y, Style(.lockRead, bold: true, reversed: true))
    case nil: canvas.put(.pending, x: 2, y: y, Style(.lockNone))
    }
    canvas.text(row.name, x: 5, y: y, limit: 9, Style(row.mode == nil ? .dim : .text))
    canvas.text(row.holder, x: 15, y: y, limit: 8, Style(row.mode == nil ? .dim : .text))
    let noteColumn = isTall ? 29 : 24
    if isTall, let since = row.since {
      canvas.text(String(since), endingAt: 27, y: y, limit: 5, Style(.dim))
    }
    canvas.text(row.note, x: noteColumn, y: y, limit: canvas.width - noteColumn - 1, Style(row.noteRole))
    if row.isChanged { canvas.markChanged(row: y) }
  }

  // MARK: The four locks

  private func mmapRow(_ scene: Scene) -> Row {
    let lock = scene.mm.mmapLock
    let waiting = waiters(scene, on: .mmap(MMID(0)))
    return Row(
      name: "mmap_lock", mode: lock.mode, holder: holder(lock, scene), note: waiting,
      noteRole: .warn, since: since(.mmap(MMID(0)), scene), isChanged: changed(.mmap(MMID(0)), scene))
  }

  private func vmaRow(_ scene: Scene, _ isTerse: Bool) -> Row {
    guard let vma = scene.subject.vma else {
      return Row(
        name: "VMA lock", mode: nil, holder: "no VMA", note: "", noteRole: .dim, since: nil, isChanged: false)
    }
    let isLocked = scene.state.isWriteLocked(vma)
    let stamped = scene.didChange { if case .vma(vma.id, .lockSeq) = $0 { true } else { false } }
    let lapsed = scene.before.isWriteLocked(vma) && !isLocked
    let tie = isTerse ? "stamp \(vma.lockSeq)" : "tied to mmap_lock"
    let note = isLocked ? tie : vma.lockSeq == VMArea.never ? "never stamped" : "lapsed"
    return Row(
      name: "VMA lock", mode: isLocked ? .write : nil, holder: isLocked ? scene.taskName : "free",
      note: note, noteRole: .dim, since: isLocked ? stampPosition(vma, scene) : nil,
      isChanged: stamped || lapsed)
  }

  private func iMmapRow(_ scene: Scene) -> Row {
    guard let file = scene.file else {
      return Row(
        name: "i_mmap", mode: nil, holder: "no file", note: "", noteRole: .dim, since: nil, isChanged: false)
    }
    let lock = file.lock
    let id = LockID.iMmap(file.id)
    let waiting = waiters(scene, on: id)
    return Row(
      name: "i_mmap", mode: lock.mode, holder: holder(lock, scene), note: waiting,
      noteRole: .warn, since: since(id, scene), isChanged: changed(id, scene))
  }

  // The page-table lock that is held, or what there is of the PTE table.
  private func tableRow(_ scene: Scene, _ isTerse: Bool) -> Row {
    let changed = scene.didChange {
      if case .lock(.pageTable, _, _, _) = $0 { return true }
      return false
    }
    if let held = scene.mm.spins.last {
      let name = held.lock.name == "page_table_lock" ? "pt_lock" : held.lock.name
      return Row(
        name: name, mode: .write, holder: scene.facts.taskNames[Int(held.task.index)],
        note: isTerse ? "spins" : "spins, this table",
        noteRole: .dim,
        since: since(held.lock, scene), isChanged: changed)
    }
    let exists = PageTableView(scene).levels.last?.existence != PageTableView.Existence.none
    let isMapped = scene.subject.range.bytes > 0
    return Row(
      name: "PTE lock", mode: nil, holder: exists && isMapped ? "free" : "no table", note: "", noteRole: .dim,
      since: nil, isChanged: changed)
  }

  private func holder(_ lock: RWLock, _ scene: Scene) -> String {
    guard let task = lock.holders.first else { return "free" }
    return scene.facts.taskNames[Int(task.index)]
  }

  /// Which tasks sleep on a lock, and which observers would.
  private func waiters(_ scene: Scene, on lock: LockID) -> String {
    let tasks = scene.state.semaphore(lock)?.queue.map { scene.facts.taskNames[Int($0.task.index)] } ?? []
    let sights = SightLine.entries(scene).filter {
      if case .waits(lock, _) = $0.view.sight { return true }
      return false
    }
    // Whoever really waits comes before who would.
    let names = tasks.isEmpty ? sights.map(\.name) : tasks
    return names.isEmpty ? "" : "║ " + names.joined(separator: ", ")
  }

  private func changed(_ lock: LockID, _ scene: Scene) -> Bool {
    scene.didChange { if case .lock(lock, _, _, _) = $0 { true } else { false } }
  }

  // MARK: Since when

  private func since(_ lock: LockID, _ scene: Scene) -> Int? {
    let held = scene.state.semaphore(lock)?.isFree == false || scene.mm.spins.contains { $0.lock == lock }
    guard held else { return nil }
    return lastPosition(scene) { if case .lock(lock, .acquired, _, _) = $0 { true } else { false } }
  }

  private func stampPosition(_ vma: VMArea, _ scene: Scene) -> Int? {
    lastPosition(scene) { if case .vma(vma.id, .lockSeq) = $0 { true } else { false } }
  }

  private func lastPosition(_ scene: Scene, _ test: (Change) -> Bool) -> Int? {
    var position = scene.position
    while position > 0 {
      if scene.recording.changes(at: position).contains(where: test) { return position }
      position -= 1
    }
    return nil
  }

  private func sequence(_ scene: Scene, y: Int, into canvas: inout Canvas) {
    guard y < canvas.height - 1 else { return }
    let vma = scene.subject.vma.map { $0.lockSeq == VMArea.never ? "none" : String($0.lockSeq) } ?? "–"
    let equal = scene.subject.vma.map { scene.state.isWriteLocked($0) } ?? false
    let text = "sequence: mm \(scene.mm.seq), VMA \(vma)\(equal ? ", equal: locked" : "")"
    canvas.text(text, x: 1, y: y, limit: canvas.width - 2, Style(.dim))
  }
}

/// The observers in one line.
enum SightLine {
  /// The four that fit a line: another CPU, an rmap walker, a fault of another thread, a reader of maps.
  static func entries(_ scene: Scene) -> [(name: String, view: Observers.View)] {
    [
      ("cpu", scene.observers.cpu), ("rmap", scene.observers.rmap), ("fault", scene.observers.fault),
      ("maps", scene.observers.maps),
    ]
  }

  static func draw(_ scene: Scene, y: Int, into canvas: inout Canvas) {
    canvas.text("sees it", x: 1, y: y, Style(.dim))
    var x = 10
    let before = Observers(
      scene.before, mm: MMID(0), range: scene.subject.range, file: scene.recording.rmapFile(in: scene.before))
    let old = [before.cpu, before.rmap, before.fault, before.maps]
    for (number, entry) in entries(scene).enumerated() {
      let (glyph, role) = mark(entry.view.sight)
      let isNews = old[number].sight != entry.view.sight && scene.position > 0
      canvas.put(glyph, x: x, y: y, Style(role))
      let style = isNews ? Style(.descChanged, bold: true) : Style(word(entry.view.sight))
      canvas.text(entry.name, x: x + 2, y: y, style)
      x += entry.name.count + 4
    }
  }

  static func mark(_ sight: Observers.Sight) -> (Glyph, Role) {
    switch sight {
    case .sees: (.sees, .rmapVisible)
    case .cannotSee: (.cannotSee, .rmapHidden)
    case .waits: (.waits, .warn)
    case .halfBuilt: (.halfBuilt, .warn)
    }
  }

  private static func word(_ sight: Observers.Sight) -> Role {
    switch sight {
    case .sees: .text
    case .cannotSee: .dim
    case .waits, .halfBuilt: .warn
    }
  }
}
