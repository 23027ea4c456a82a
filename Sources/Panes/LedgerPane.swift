import Drawing
import MemoryModel
import Simulation

/// References, charges and counters: at the start, now, and the difference a failure would have to undo.
struct LedgerPane: Pane {
  let title = "Ledger"

  func fact(_ scene: Scene, width: Int) -> String {
    if scene.task.result?.error != nil { return "must be as at the start" }
    // Another file came into play: say whose references these are.
    guard let mapped = scene.recording.mappedFile, mapped != scene.recording.rmapFile(in: scene.state) else {
      return ""
    }
    return "of \(scene.openedName)"
  }

  func rows(_ scene: Scene, width: Int) -> Int { Self.lines(scene).count + 1 }

  // What a driver counts is told where one counts.
  private static func lines(_ scene: Scene) -> [Ledger.Line] {
    // Only a scenario's own files have drivers; those of the process may be thousands.
    let files = scene.facts.files.prefix(scene.recording.scenario.files.count)
    let isCounting = files.contains { $0.driver?.isCounting == true }
    // Only the posting has actions that allocate arrays.
    let hasArrays =
      scene.recording.program.revision.has(.insertMixedPages)
      && files.contains { $0.driver?.action.kind == .insertMixedPages }
    return Ledger.Line.allCases.filter {
      ($0 != .counted || isCounting) && ($0 != .pageArrays || hasArrays)
    }
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let file = scene.ledgerFile
    let start = Ledger(scene.recording.initial, mm: MMID(0), file: file)
    let now = Ledger(scene.state, mm: MMID(0), file: file)
    let before = Ledger(scene.before, mm: MMID(0), file: file)
    let right = canvas.width - 1
    canvas.text("start", endingAt: right - 14, y: 0, limit: 5, Style(.dim))
    canvas.text("now", endingAt: right - 7, y: 0, limit: 5, Style(.dim))
    canvas.text("taken", endingAt: right, y: 0, limit: 5, Style(.dim))
    for (number, line) in Self.lines(scene).enumerated() {
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

extension Scene {
  /// The file whose references are counted: the one that the call names, or the one made for shared memory.
  var ledgerFile: FileID? { recording.mappedFile ?? recording.rmapFile(in: state) }
}
