import Drawing
import KernelRoutines
import Simulation

/// The run beside those of other kernels, step by step, where it stands: over the panes, until it is put
/// away.
enum CompareBoard {
  static func draw(_ scene: Scene, _ revisions: [Revision], _ layout: Layout, into canvas: inout Canvas) {
    let body = Rect(
      x: 0, y: Layout.firstPaneRow, width: canvas.width, height: layout.ruleRow - Layout.firstPaneRow)
    var scenario = scene.recording.scenario
    scenario.decisions = scene.recording.decisions.map(\.description)
    let comparison = Comparison(scenario, revisions: revisions)
    let id = scene.recording.id(scene.position)
    let height = body.height - 3
    let here = comparison.rows.firstIndex { $0.id == id } ?? 0
    let first = max(0, min(here - height / 2, comparison.rows.count - height))
    let idColumns = body.width * 2 / 5
    let columns = (body.width - idColumns - 3) / max(1, revisions.count)
    canvas.within(body) { board in
      board.fill(Rect(x: 0, y: 0, width: body.width, height: body.height), Style(.text))
      board.line(.lineH, x: 0, y: 0, length: body.width, Style(.border))
      board.text(" The same call in other kernels ", x: 1, y: 0, Style(.title, bold: true))
      for (number, revision) in revisions.enumerated() {
        let x = idColumns + 3 + number * columns
        board.text(revision.rawValue, x: x, y: 1, limit: columns - 1, Style(.text, bold: true))
      }
      for (number, row) in comparison.rows.dropFirst(first).prefix(height).enumerated() {
        let isHere = first + number == here && row.id == id
        draw(row, isHere: isHere, y: 2 + number, idColumns, columns, into: &board)
      }
    }
  }

  private static func draw(
    _ row: Comparison.Row, isHere: Bool, y: Int, _ idColumns: Int, _ columns: Int, into board: inout Canvas
  ) {
    if row.differs { board.put(.differs, x: 1, y: y, Style(.warn, bold: true)) }
    board.text(row.id, x: 3, y: y, limit: idColumns - 2, Style(row.differs ? .text : .dim, bold: row.differs))
    for (number, cell) in row.cells.enumerated() {
      let isBad = cell.hasPrefix("fails") || cell.hasPrefix("waits")
      let style = Style(isBad ? .error : row.differs ? .warn : .dim)
      board.text(
        cell.isEmpty ? "-" : cell, x: idColumns + 3 + number * columns, y: y, limit: columns - 1, style)
    }
    if isHere { board.markChanged(row: y) }
  }
}

/// One pane with the whole body to itself.
enum ZoomedPane {
  static func draw(_ name: PaneName, _ scene: Scene, _ layout: Layout, into canvas: inout Canvas) {
    guard let slot = layout.slots.first else { return }
    canvas.fill(slot.rect, Style(.text))
    canvas.line(.lineH, x: 0, y: slot.rect.y, length: slot.rect.width, Style(.borderFocus))
    canvas.line(.lineH, x: 0, y: slot.rect.bottom, length: 1, Style(.border))
    canvas.text(" \(name.pane.title) ", x: 1, y: slot.rect.y, Style(.borderFocus, bold: true))
    let inner = Rect(
      x: slot.rect.x, y: slot.rect.y + 1, width: slot.rect.width, height: slot.rect.height - 1)
    canvas.within(inner) { name.pane.draw(scene, into: &$0) }
    // The junctions of the panes that are covered have no business on the rule below.
    for x in 0..<canvas.width where canvas.frame[x, layout.ruleRow].style.role == .border {
      canvas.put(.lineH, x: x, y: layout.ruleRow, Style(.border))
    }
  }
}
