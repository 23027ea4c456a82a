import Drawing
import KernelRoutines
import Simulation

/// The same steps under two or three kernels: names once on the left, one column a kernel, `±` where they
/// differ; below, what the program is told, what is left, and which promises are broken.
struct ComparePane: Pane {
  let title = "Compare"

  func fact(_ scene: Scene, width: Int) -> String {
    guard let tour = scene.compare else { return "" }
    let count = tour.differences
    if count == 0 {
      let ends = Set(tour.comparison.runs.map { Comparison.told($0) + Comparison.left($0) }).count
      return ends == 1 ? "the runs do not differ" : "the same steps, another end"
    }
    // In a film nobody can press a key.
    return "\(count) step\(count == 1 ? " differs" : "s differ")"
      + (scene.view.status == "" ? "" : ", d goes to the next")
  }

  /// How many kernels stand side by side in a width.
  static func kernels(_ width: Int) -> Int { width >= 120 ? 3 : 2 }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    guard let tour = scene.compare else {
      canvas.text("= compares this run with other kernels", x: 1, y: 0, limit: canvas.width - 2, Style(.dim))
      return
    }
    let columns = Columns(count: tour.revisions.count, width: canvas.width)
    heads(tour, columns, into: &canvas)
    let ends = 6
    let rows = canvas.height - 1 - ends
    let here = scene.view.compareRow ?? tour.row(of: scene.recording.id(scene.position))
    let all = tour.comparison.rows
    let start = max(0, min(here - rows / 2, all.count - rows))
    let first = tour.comparison.firstDifference
    for (number, row) in all.dropFirst(start).prefix(rows).enumerated() {
      let y = 1 + number
      draw(row, columns, y: y, isFirst: start + number == first, into: &canvas)
      if scene.position > 0, start + number == here { canvas.markChanged(row: y) }
    }
    verdicts(tour, columns, y: canvas.height - ends, into: &canvas)
  }

  /// Where the columns of the kernels begin, and how wide they are.
  private struct Columns {
    let starts: [Int]
    let width: Int

    init(count: Int, width total: Int) {
      let names = total / (count + 1) + 3
      width = (total - 1 - names) / count
      let width = width
      starts = (0..<count).map { names + $0 * width }
    }
  }

  private func heads(_ tour: CompareTour, _ columns: Columns, into canvas: inout Canvas) {
    canvas.text("step", x: 3, y: 0, Style(.dim))
    for (number, x) in columns.starts.enumerated() {
      canvas.text(
        tour.revisions[number].rawValue, x: x + 2, y: 0, limit: columns.width - 3, Style(.title, bold: true))
    }
  }

  private func draw(
    _ row: Comparison.Row, _ columns: Columns, y: Int, isFirst: Bool, into canvas: inout Canvas
  ) {
    let differs = row.differs
    if differs { canvas.put(.differs, x: 1, y: y, Style(.descChanged, bold: true)) }
    canvas.text(
      Self.ending(row.id, room: columns.starts[0] - 4), x: 3, y: y, limit: columns.starts[0] - 4,
      Style(differs ? .text : .dim, bold: isFirst))
    for (number, x) in columns.starts.enumerated() {
      let cell = row.cells[number]
      let (glyph, role) = Self.sign(cell)
      canvas.put(glyph, x: x, y: y, Style(role))
      guard cell != "done" else { continue }
      canvas.text(
        cell.isEmpty ? "no such step" : cell, x: x + 2, y: y, limit: columns.width - 3,
        Style(differs ? .text : .dim))
    }
  }

  private static func sign(_ cell: String) -> (Glyph, Role) {
    if cell.isEmpty { return (.skipped, .dim) }
    if cell.hasPrefix("fails") { return (.failed, .error) }
    return cell.hasPrefix("waits") ? (.waits, .warn) : (.done, .ok)
  }

  // Ids of one routine differ at their ends.
  private static func ending(_ id: String, room: Int) -> String {
    id.count <= room ? id : "\u{2026}" + id.suffix(max(0, room - 1))
  }

  // A mapping that was asked for and is there is nothing left behind.
  private static func left(_ run: Recording) -> String {
    guard case .address? = run.returned, run.brokenLaws.isEmpty else { return Comparison.left(run) }
    return "the mapping"
  }

  private func verdicts(_ tour: CompareTour, _ columns: Columns, y: Int, into canvas: inout Canvas) {
    canvas.line(.lineH, x: 1, y: y, length: canvas.width - 2, Style(.border))
    // Two rows each for what may be long.
    let names = [("the program is told", 1), ("left behind", 2), ("broken promises", 4)]
    for (name, row) in names {
      canvas.text(name, x: 3, y: y + row, limit: columns.starts[0] - 4, Style(.dim))
    }
    for (number, x) in columns.starts.enumerated() {
      let run = tour.comparison.runs[number]
      let broken = run.brokenLaws
      let texts = [
        Comparison.told(run).replacing("nothing: ", with: ""), Self.left(run),
        broken.isEmpty ? "none" : broken.joined(separator: ", ").replacing("_", with: " "),
      ]
      for (place, text) in texts.enumerated() {
        let style = Style(place == 2 && !broken.isEmpty ? .error : .text)
        let room = columns.width - 3
        let lines = CellWidth.wrap(text, room)
        canvas.text(lines[0], x: x + 2, y: y + names[place].1, limit: room, style)
        guard place > 0, lines.count > 1 else { continue }
        let rest = lines.dropFirst().joined(separator: " ")
        canvas.text(rest, x: x + 2, y: y + names[place].1 + 1, limit: room, style)
      }
    }
  }
}
