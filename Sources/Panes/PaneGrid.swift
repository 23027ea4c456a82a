import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// The rules between panes: one grid with its junctions.
enum PaneGrid {
  static func draw(_ layout: Layout, _ scene: Scene, into canvas: inout Canvas) {
    let style = Style(.border)
    for x in layout.dividers {
      for y in Layout.firstPaneRow..<layout.columnsEnd { canvas.put(.lineV, x: x, y: y, style) }
    }
    for slot in layout.slots {
      let pane = slot.name.pane
      let fact = scene.narrator.fill(pane.fact(scene, width: slot.rect.width))
      rule(slot.rect, title: pane.title, fact: fact, isFocused: scene.view.focus == slot.name, into: &canvas)
    }
    bottom(layout, scene, into: &canvas)
    junctions(layout, into: &canvas)
  }

  private static func rule(
    _ rect: Rect, title: String, fact: String, isFocused: Bool, into canvas: inout Canvas
  ) {
    let style = Style(isFocused ? .borderFocus : .border)
    canvas.line(isFocused ? .boxH : .lineH, x: rect.x, y: rect.y, length: rect.width, style)
    let written = canvas.text(" \(title) ", x: rect.x + 1, y: rect.y, Style(.title, bold: true))
    guard !fact.isEmpty else { return }
    let covered = min(CellWidth.of(fact), rect.width - written - 5)
    guard covered > 0 else { return }
    let x = rect.right - 3 - covered
    canvas.text(" ", x: x, y: rect.y, Style(.dim))
    canvas.text(fact, x: x + 1, y: rect.y, limit: covered, Style(.dim))
    canvas.text(" ", x: x + 1 + covered, y: rect.y, Style(.dim))
  }

  // The rule with the step's id, what it is known from, and its number.
  private static func bottom(_ layout: Layout, _ scene: Scene, into canvas: inout Canvas) {
    let y = layout.ruleRow
    let columns = layout.size.columns
    canvas.line(.lineH, x: 0, y: y, length: columns, Style(.border))
    let count = " \(scene.position) of \(scene.recording.last) "
    let id = " \(scene.recording.id(scene.position)) "
    let said = layout.sentenceRows < 3 ? verdict(scene) : ""
    let source = source(scene, room: columns - count.count - id.count - said.count - 6)
    let idRoom = columns - count.count - source.count - said.count - 6
    let failed = scene.mark?.outcome == .failed || scene.mark?.stage == .unwind
    let role: Role = failed ? .error : .descChanged
    canvas.text(id, x: 1, y: y, limit: idRoom, Style(role, bold: true))
    canvas.text(count, endingAt: columns - 1, y: y, limit: count.count, Style(.dim))
    let end = columns - 2 - count.count - (source.isEmpty ? 0 : source.count + 1)
    let isBroken = scene.verdicts.first?.isBroken == true
    canvas.text(said, endingAt: end, y: y, limit: said.count, Style(isBroken ? .error : .ok))
    guard !source.isEmpty else { return }
    canvas.text(source, endingAt: columns - 2 - count.count, y: y, limit: source.count, Style(.dim))
  }

  // What the step says of the claims, where the sentences leave no row for it.
  private static func verdict(_ scene: Scene) -> String {
    scene.verdicts.first.map { $0.isBroken ? " claim broken " : " claim holds " } ?? ""
  }

  // What a step is known from, when that is not the posting; an id that needs the room goes first.
  private static func source(_ scene: Scene, room: Int) -> String {
    guard scene.mark?.evidence == .inferred else { return "" }
    let whole = " inferred from 6.19 "
    return whole.count <= room ? whole : " inferred "
  }

  private static func junctions(_ layout: Layout, into canvas: inout Canvas) {
    for x in layout.dividers {
      for y in Layout.firstPaneRow..<layout.columnsEnd {
        let left = hasRule(layout, y, endingAt: x)
        let right = hasRule(layout, y, startingAt: x + 1)
        let glyph: Glyph
        switch (left, right) {
        case (true, true): glyph = y == Layout.firstPaneRow ? .teeDown : .cross
        case (true, false): glyph = .teeLeft
        case (false, true): glyph = .teeRight
        case (false, false): continue
        }
        canvas.put(glyph, x: x, y: y, Style(.border))
      }
      // Below the columns lies the rule of the band, or that of the step.
      let end = layout.columnsEnd
      let isPlain = [.border, .borderFocus].contains(canvas.frame[x, end].style.role)
      if isPlain { canvas.put(.teeUp, x: x, y: end, Style(.border)) }
    }
  }

  private static func hasRule(_ layout: Layout, _ y: Int, endingAt x: Int) -> Bool {
    layout.slots.contains { $0.rect.y == y && $0.rect.right == x }
  }

  private static func hasRule(_ layout: Layout, _ y: Int, startingAt x: Int) -> Bool {
    layout.slots.contains { $0.rect.y == y && $0.rect.x == x }
  }
}
