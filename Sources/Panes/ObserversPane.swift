import Drawing
import MemoryModel
import Simulation

/// What everyone else would see or do right now, each with its reason.
struct ObserversPane: Pane {
  let title = "Who sees the new VMA"

  func fact(_ scene: Scene, width: Int) -> String { scene.observers.isOfOld ? "the old one is there" : "" }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let now = Self.rows(scene.observers)
    let before = Self.rows(
      Observers(scene.recording, at: scene.position, state: scene.before))
    for (y, row) in now.enumerated() where y < canvas.height {
      let (glyph, role) = SightLine.mark(row.view.sight)
      canvas.put(glyph, x: 1, y: y, Style(role))
      canvas.text(row.name, x: 3, y: y, limit: 14, Style(.text))
      let waits = if case .waits = row.view.sight { true } else { false }
      let style = Style(waits ? .warn : .dim)
      let room = canvas.width - 19
      let written = canvas.text(row.view.reason, x: 18, y: y, limit: room, style)
      let cause = ": \(row.view.cause)"
      if !row.view.cause.isEmpty, written + cause.count <= room {
        canvas.text(cause, x: 18 + written, y: y, limit: room - written, style)
      }
      canvas.note(.sight(row.sight), x: 1, y: y, width: canvas.width - 2)
      if row.view != before[y].view, scene.position > 0 { canvas.markChanged(row: y) }
    }
  }

  func rows(_ scene: Scene, width: Int) -> Int { Thing.Sight.allCases.count }

  private static func rows(_ observers: Observers)
    -> [(sight: Thing.Sight, name: String, view: Observers.View)]
  {
    Thing.Sight.allCases.map { ($0, $0.title, observers.view($0)) }
  }
}
