import Drawing
import MemoryModel
import Simulation

/// The list of changes: when exactly did what happen. The step's own stand in the middle.
struct EventsPane: Pane {
  let title = "Events"

  func fact(_ scene: Scene, width: Int) -> String {
    let count = scene.recording.changes(at: scene.position).count { !$0.isControl }
    return "\(count) in this step"
  }

  private struct Row {
    var position: Int
    var text: String
    /// The first of its step.
    var isFirst: Bool
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let (rows, start) = window(scene, height: canvas.height)
    for (y, row) in rows.dropFirst(start).prefix(canvas.height).enumerated() {
      let isPast = row.position <= scene.position
      if row.isFirst { canvas.text(String(row.position), endingAt: 6, y: y, limit: 5, Style(.dim)) }
      let written = canvas.text(row.text, x: 7, y: y, limit: canvas.width - 8, Style(isPast ? .text : .dim))
      let id = scene.recording.id(row.position)
      if row.isFirst, written + 10 + id.count < canvas.width {
        canvas.text(id, endingAt: canvas.width - 1, y: y, limit: id.count, Style(.dim))
      }
      canvas.note(.step(row.position), x: 1, y: y, width: canvas.width - 2)
      if row.position == scene.position { canvas.markChanged(row: y) }
    }
  }

  // Rows from some before the step to some behind it, and which of them is the first shown.
  private func window(_ scene: Scene, height: Int) -> (rows: [Row], start: Int) {
    let shift = scene.view.scroll[.events] ?? 0
    let above = height / 2 + max(0, -shift)
    let below = height + max(0, shift)
    var before: [Row] = []
    var position = scene.position - 1
    while before.count < above, position > 0 {
      before = rows(position, scene) + before
      position -= 1
    }
    var after = rows(scene.position, scene)
    position = scene.position + 1
    while after.count < below, position <= scene.recording.last {
      after += rows(position, scene)
      position += 1
    }
    let all = before + after
    let wanted = before.count - height / 2 + shift
    return (all, max(0, min(wanted, all.count - height)))
  }

  private func rows(_ position: Int, _ scene: Scene) -> [Row] {
    let texts = scene.recording.changes(at: position).filter { !$0.isControl }
      .map { EventText.of($0, scene.facts) }
    return texts.enumerated().map { Row(position: position, text: $1, isFirst: $0 == 0) }
  }
}
