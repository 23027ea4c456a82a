import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// Which entries exist, who made the tables, and what the step wrote.
struct PageTablePane: Pane {
  let title = "Page table"

  func fact(_ scene: Scene, width: Int) -> String {
    let view = PageTableView(scene)
    let pages = view.pages == 0 ? scene.call?.pages ?? 0 : view.pages
    let perCell = EntryStrip.Scale(pages: pages, room: width - 2).perCell
    return "\(view.set) of \(pages) set" + (perCell > 1 ? ", \(perCell) a cell" : "")
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let view = PageTableView(scene)
    var y = 0
    if canvas.height >= 14 {
      y = TableColumns.draw(view, scene, into: &canvas)
    } else {
      path(view, y: 0, into: &canvas)
      existence(view, scene, y: 1, into: &canvas)
      y = 2
    }
    guard canvas.height >= y + 3 else { return }
    canvas.within(Rect(x: 0, y: y, width: canvas.width, height: 3)) {
      EntryStrip.draw(view, scene, into: &$0)
    }
    if canvas.height > y + 3 { legend(y: y + 3, view, into: &canvas) }
  }

  /// Where the levels stand on a line: as far apart as there is room, with the index behind the name.
  private struct Path {
    let slot: Int
    /// Columns between a name and its index.
    let gap: Int

    // The last level needs eight columns, for the word `inferred`, and the last column stays empty.
    init(_ count: Int, _ width: Int) {
      let slot = min(12, (width - 9) / (count - 1))
      let isTight = slot < 9 && count > 4
      self.slot = isTight ? (width - 1) / count : slot
      gap = self.slot < 8 ? 0 : 1
    }

    func column(_ number: Int) -> Int { max(1, number * slot) + (gap == 0 && number > 0 ? 1 : 0) }
  }

  // Name, index, and a line to the next.
  private func path(_ view: PageTableView, y: Int, into canvas: inout Canvas) {
    let path = Path(view.levels.count, canvas.width)
    for (number, level) in view.levels.enumerated() {
      let x = path.column(number)
      canvas.text(level.level.name, x: x, y: y, Style(.text))
      canvas.note(.table(level.level), x: x, y: y, width: min(8, path.slot), height: 2)
      let index = level.entry.map { String($0) } ?? ""
      let place = x + 3 + path.gap
      if index.isEmpty {
        canvas.put(.entryNone, x: place, y: y, Style(.pteNone))
      } else {
        canvas.text(index, x: place, y: y, Style(.text, bold: true))
      }
      guard number + 1 < view.levels.count else { return }
      let next = path.column(number + 1)
      let used = 3 + path.gap + max(1, index.count)
      let start = x + used + (x + used < next - 2 ? path.gap : 0)
      canvas.line(.lineH, x: start, y: y, length: next - 1 - start, Style(.border))
      canvas.put(.running, x: next - 1, y: y, Style(.border))
    }
  }

  private func existence(_ view: PageTableView, _ scene: Scene, y: Int, into canvas: inout Canvas) {
    let path = Path(view.levels.count, canvas.width)
    for (number, level) in view.levels.enumerated() where level.existence != .top {
      let role: Role = level.existence == .new ? .ok : .dim
      let x = path.column(number)
      canvas.text(
        level.existence.word(in: path.slot - 1), x: x, y: y, limit: canvas.width - 1 - x, Style(role))
    }
    if scene.didChange({
      if case .tableInstalled = $0 { true } else if case .tableFreed = $0 { true } else { false }
    }) {
      canvas.markChanged(row: y)
    }
  }

  private func legend(y: Int, _ view: PageTableView, into canvas: inout Canvas) {
    var x = 1
    canvas.put(.entrySet, x: x, y: y, Style(view.isCounted ? .ptePresent : .ptePFN))
    // Before the first entry nothing says which kind it will be.
    let kind = view.set == 0 ? "entry set" : view.isCounted ? "page, counted" : "pfn, special"
    x += 2 + canvas.text(kind, x: x + 2, y: y, Style(.dim))
    x += 1
    canvas.put(.entryNone, x: x, y: y, Style(.pteNone))
    x += 2 + canvas.text("none", x: x + 2, y: y, Style(.dim))
    x += 1
    canvas.put(.entrySet, x: x, y: y, Style(.stageActive))
    canvas.text("this step", x: x + 2, y: y, Style(.dim))
  }
}
