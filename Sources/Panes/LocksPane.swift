import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// Who holds what, what this step needs of it, what it allows, and in one line who sees the mapping.
struct LocksPane: Pane {
  let title = "Locks"

  func fact(_ scene: Scene, width: Int) -> String {
    let parity = scene.mm.isSeqOdd ? "odd" : "even"
    if width >= 42, scene.subject.vma != nil {
      let rights = Self.rights(scene)
      let words = rights.mayRead ? "may \(rights.summary)" : "no right to the VMA"
      let whole = "\(words), seq \(scene.mm.seq) \(parity)"
      return whole.count + 12 <= width ? whole : words
    }
    return width >= 42 ? "mm_lock_seq \(scene.mm.seq), \(parity)" : "mm_lock_seq \(parity)"
  }

  private static func rights(_ scene: Scene) -> Rights {
    Rights(scene.state, of: scene.subject.vma, for: scene.actor.id)
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
    for row in LockRow.all(scene, isTerse: isTall && canvas.width < 50) where y < canvas.height {
      draw(row, y: y, isTall: isTall, into: &canvas)
      y += 1
    }
    if isTall {
      rights(scene, y: y, into: &canvas)
      y += 1
      if y < canvas.height - 1 { sequence(scene, y: y, into: &canvas) }
    }
    guard canvas.height > y else { return }
    SightLine.draw(scene, y: canvas.height - 1, into: &canvas)
  }

  private func draw(_ row: LockRow, y: Int, isTall: Bool, into canvas: inout Canvas) {
    switch row.mode {
    case .write: canvas.text(" W ", x: 1, y: y, Style(.lockWrite, bold: true, reversed: true))
    case .read: canvas.text(" R ", x: 1, y: y, Style(.lockRead, bold: true, reversed: true))
    case nil: canvas.put(.pending, x: 2, y: y, Style(.lockNone))
    }
    // The law stops a run that lacks a lock: what is needed is held.
    if row.isNeeded { canvas.put(.done, x: 4, y: y, Style(.ok)) }
    canvas.text(row.name, x: 5, y: y, limit: 9, Style(row.mode == nil ? .dim : .text))
    canvas.text(row.holder, x: 15, y: y, limit: 8, Style(row.mode == nil ? .dim : .text))
    let noteColumn = isTall ? 29 : 24
    if isTall, let since = row.since {
      canvas.text(String(since), endingAt: 27, y: y, limit: 5, Style(.dim))
    }
    canvas.text(
      row.note, x: noteColumn, y: y, limit: canvas.width - noteColumn - 1, Style(row.warns ? .warn : .dim))
    canvas.note(.lock(row.lock), x: 1, y: y, width: canvas.width - 2)
    if row.isChanged { canvas.markChanged(row: y) }
  }

  // What the running task may do with the VMA, each right ticked or not.
  private func rights(_ scene: Scene, y: Int, into canvas: inout Canvas) {
    guard y < canvas.height - 1 else { return }
    guard scene.subject.vma != nil else {
      let isGone = SubjectRows.phase(scene) == .gone
      let word = isGone ? " any more" : scene.task.result == nil ? " yet" : ""
      let text = "rights: there is no VMA" + word
      canvas.text(text, x: 1, y: y, limit: canvas.width - 2, Style(.dim))
      return
    }
    let rights = Self.rights(scene)
    let words = [
      ("stable", rights.isStable), ("read", rights.mayRead), ("write most", rights.mayWriteMost),
      ("write all", rights.mayWriteAll),
    ]
    var x = 1
    for (word, isGiven) in words where x + word.count + 3 < canvas.width {
      canvas.put(isGiven ? .done : .skipped, x: x, y: y, Style(isGiven ? .ok : .dim))
      x += 2 + canvas.text(word, x: x + 1, y: y, Style(isGiven ? .text : .dim))
    }
    canvas.note(.rights, x: 1, y: y, width: canvas.width - 2)
  }

  private func sequence(_ scene: Scene, y: Int, into canvas: inout Canvas) {
    let vma = scene.subject.vma.map { $0.lockSeq == VMArea.never ? "none" : String($0.lockSeq) } ?? "–"
    let equal = scene.subject.vma.map { scene.state.isWriteLocked($0) } ?? false
    let text = "sequence: mm \(scene.mm.seq), VMA \(vma)\(equal ? ", equal: locked" : "")"
    canvas.text(text, x: 1, y: y, limit: canvas.width - 2, Style(.dim))
  }
}
