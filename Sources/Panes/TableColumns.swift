import Drawing
import KernelRoutines
import MemoryModel

/// The tables as columns, an entry at its true height: a table's height stands for 512 entries.
enum TableColumns {
  // Columns inside a box: five levels stand closer.
  private static func inner(_ view: PageTableView, _ canvas: Canvas) -> Int {
    view.levels.count > 4 && canvas.width < 60 ? 3 : 5
  }

  /// Draws the columns and returns the row below them.
  static func draw(_ view: PageTableView, _ scene: Scene, into canvas: inout Canvas) -> Int {
    let rows = min(12, canvas.height - 9)
    let inner = inner(view, canvas)
    // Words below a narrow box are wider than it.
    let last = max(inner + 2, view.levels.count > 4 ? 8 : 0)
    let slot = (canvas.width - 2 - last) / (view.levels.count - 1)
    for (number, level) in view.levels.enumerated() {
      let x = 1 + number * slot
      canvas.text(level.level.name, x: x + inner / 2, y: 0, Style(.text, bold: true))
      box(level, x: x, inner: inner, rows: rows, scene, into: &canvas)
      canvas.note(.table(level.level), x: x, y: 0, width: inner + 2, height: rows + 5)
      words(level, x: x, y: rows + 3, room: slot - 1, into: &canvas)
      if number + 1 < view.levels.count {
        arrow(view, number, x: x, inner: inner, slot: slot, rows: rows, into: &canvas)
      }
    }
    let changed = scene.didChange {
      if case .tableInstalled = $0 { return true }
      if case .tableFreed = $0 { return true }
      return false
    }
    if changed { canvas.markChanged(row: rows + 3) }
    return rows + 5
  }

  private static func height(_ entry: Int, _ rows: Int) -> Int { entry * rows / 512 }

  private static func box(
    _ level: PageTableView.LevelView, x: Int, inner: Int, rows: Int, _ scene: Scene,
    into canvas: inout Canvas
  ) {
    let style = Style(level.existence == .none ? .pteNone : .border)
    canvas.put(.cornerTopLeft, x: x, y: 1, style)
    canvas.line(.lineH, x: x + 1, y: 1, length: inner, style)
    canvas.put(.cornerTopRight, x: x + inner + 1, y: 1, style)
    for row in 0..<rows {
      canvas.put(.lineV, x: x, y: 2 + row, style)
      canvas.put(.lineV, x: x + inner + 1, y: 2 + row, style)
    }
    canvas.put(.cornerBottomLeft, x: x, y: rows + 2, style)
    canvas.line(.lineH, x: x + 1, y: rows + 2, length: inner, style)
    canvas.put(.cornerBottomRight, x: x + inner + 1, y: rows + 2, style)
    guard let entry = level.entry else { return }
    let isNow = level.level == .pte && scene.didChange { if case .ptesSet = $0 { true } else { false } }
    let ground = isNow ? Style(.stageActive, bold: true) : Style(.text, bold: true, panel: true)
    let y = 2 + height(entry, rows)
    canvas.fill(Rect(x: x + 1, y: y, width: inner, height: 1), ground)
    canvas.text(
      String(entry), endingAt: x + (inner > 3 ? inner : inner + 1), y: y, limit: max(inner - 1, 3), ground)
  }

  private static func words(
    _ level: PageTableView.LevelView, x: Int, y: Int, room: Int, into canvas: inout Canvas
  ) {
    let role: Role = level.existence == .new ? .ok : .dim
    canvas.text(level.existence.word(in: room), x: x, y: y, limit: canvas.width - x - 1, Style(role))
    // Tables of other mappings are unknown: only what this run did is counted.
    let used = level.existence == .new || level.used > 0 ? "\(level.used) set" : "unknown"
    guard level.existence != .none else { return }
    canvas.text(used, x: x, y: y + 1, limit: canvas.width - x - 1, Style(.dim))
  }

  // From the chosen entry to the table it points at.
  private static func arrow(
    _ view: PageTableView, _ number: Int, x: Int, inner: Int, slot: Int, rows: Int, into canvas: inout Canvas
  ) {
    guard let entry = view.levels[number].entry, let next = view.levels[number + 1].entry else { return }
    let from = x + inner + 1
    let to = x + slot - 1
    let start = 2 + height(entry, rows)
    let end = 2 + height(next, rows)
    let style = Style(.border)
    let bend = (from + to) / 2
    canvas.put(.teeRight, x: from, y: start, style)
    canvas.line(.lineH, x: from + 1, y: start, length: (start == end ? to : bend) - from - 1, style)
    if start != end {
      canvas.put(start < end ? .cornerTopRight : .cornerBottomRight, x: bend, y: start, style)
      for y in (min(start, end) + 1)..<max(start, end) { canvas.put(.lineV, x: bend, y: y, style) }
      canvas.put(start < end ? .cornerBottomLeft : .cornerTopLeft, x: bend, y: end, style)
      canvas.line(.lineH, x: bend + 1, y: end, length: to - bend - 1, style)
    }
    canvas.put(.running, x: to, y: end, style)
  }
}
