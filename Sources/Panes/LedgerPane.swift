import Drawing
import MemoryModel
import Simulation

/// References, charges and counters: at the start, now, and the difference a failure would have to undo.
struct LedgerPane: Pane {
  let title = "Ledger"

  func fact(_ scene: Scene, width: Int) -> String {
    if scene.task.result?.error != nil { return "must be as at the start" }
    // Another file came into play: say whose references these are.
    return scene.fileName == scene.openedName ? "" : "of \(scene.openedName)"
  }

  func rows(_ scene: Scene, width: Int) -> Int { Ledger.Line.allCases.count + 1 }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let file = scene.recording.mappedFile
    let start = Ledger(scene.recording.initial, mm: MMID(0), file: file)
    let now = Ledger(scene.state, mm: MMID(0), file: file)
    let before = Ledger(scene.before, mm: MMID(0), file: file)
    let right = canvas.width - 1
    canvas.text("start", endingAt: right - 14, y: 0, limit: 5, Style(.dim))
    canvas.text("now", endingAt: right - 7, y: 0, limit: 5, Style(.dim))
    canvas.text("taken", endingAt: right, y: 0, limit: 5, Style(.dim))
    for (number, line) in Ledger.Line.allCases.enumerated() {
      let y = number + 1
      canvas.text(line.name, x: 1, y: y, limit: right - 22, Style(.text))
      canvas.text(String(start[line]), endingAt: right - 14, y: y, limit: 7, Style(.dim))
      canvas.text(String(now[line]), endingAt: right - 7, y: y, limit: 7, Style(.text, bold: true))
      let taken = now[line] - start[line]
      let text = taken > 0 ? "+\(taken)" : String(taken)
      canvas.text(text, endingAt: right, y: y, limit: 6, Style(taken == 0 ? .dim : .warn))
      canvas.note(.account(line), x: 1, y: y, width: right - 1)
      if now[line] != before[line] { canvas.markChanged(row: y) }
    }
  }
}
