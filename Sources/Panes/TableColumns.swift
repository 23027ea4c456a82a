import Drawing
import KernelRoutines
import MemoryModel

/// The tables as columns, an entry at its true height: a table's height stands for 512 entries.
enum TableColumns {
  private static let inner = 5

  /// Draws the columns and returns the row below them.
  static func draw(_ view: PageTableView, _ scene: Scene, into canvas: inout Canvas) -> Int {
    let rows = min(12, canvas.height - 9)
    let slot = (canvas.width - 2 - (inner + 2)) / 3
    for (number, level) in view.levels.enumerated() {
      let x = 1 + number * slot
      canvas.text(level.level.name, x: x + 2, y: 0, Style(.text, bold: true))
      box(level, x: x, rows: rows, scene, into: &canvas)
      canvas.note(.table(level.level), x: x, y: 0, width: inner + 2, height: rows + 5)
      words(level, x: x, y: rows + 3, into: &canvas)
      if number + 1 < view.levels.count { arrow(view, number, x: x, slot: slot, rows: rows, into: &canvas) }
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
    _ level: PageTableView.LevelView, x: Int, rows: Int, _ scene: Scene, into canvas: inout Canvas
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
    canvas.text(String(entry), endingAt: x + inner, y: y, limit: inner - 1, ground)
  }

  private static func words(_ level: PageTableView.LevelView, x: Int, y: Int, into canvas: inout Canvas) {
    let role: Role = level.existence == .new ? .ok : .dim
    canvas.text(level.existence.word, x: x, y: y, limit: canvas.width - x - 1, Style(role))
    // Tables of other mappings are unknown: only what this run did is counted.
    let used = level.existence == .new || level.used > 0 ? "\(level.used) set" : "unknown"
    guard level.existence != .none else { return }
    canvas.text(used, x: x, y: y + 1, limit: canvas.width - x - 1, Style(.dim))
  }

  // From the chosen entry to the table it points at.
  private static func arrow(
    _ view: PageTableView, _ number: Int, x: Int, slot: Int, rows: Int, into canvas: inout Canvas
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
