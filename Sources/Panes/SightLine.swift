import Drawing
import MemoryModel
import Simulation

/// The observers in one line.
enum SightLine {
  /// The four that fit a line: another CPU, an rmap walker, a fault of another thread, a reader of maps.
  static func entries(_ scene: Scene) -> [(name: String, view: Observers.View)] {
    [
      ("cpu", scene.observers.cpu), ("rmap", scene.observers.rmap), ("fault", scene.observers.fault),
      ("maps", scene.observers.maps),
    ]
  }

  static func draw(_ scene: Scene, y: Int, into canvas: inout Canvas) {
    canvas.text(scene.observers.isOfOld ? "sees old" : "sees it", x: 1, y: y, Style(.dim))
    var x = 10
    let before = Observers(
      scene.before, mm: MMID(0), range: scene.subject.range, file: scene.recording.rmapFile(in: scene.before))
    let old = [before.cpu, before.rmap, before.fault, before.maps]
    for (number, entry) in entries(scene).enumerated() {
      let (glyph, role) = mark(entry.view.sight)
      let isNews = old[number].sight != entry.view.sight && scene.position > 0
      canvas.put(glyph, x: x, y: y, Style(role))
      let style = isNews ? Style(.descChanged, bold: true) : Style(word(entry.view.sight))
      canvas.text(entry.name, x: x + 2, y: y, style)
      if let sight = Thing.Sight(rawValue: entry.name) {
        canvas.note(.sight(sight), x: x, y: y, width: entry.name.count + 2)
      }
      x += entry.name.count + 4
    }
  }

  static func mark(_ sight: Observers.Sight) -> (Glyph, Role) {
    switch sight {
    case .sees: (.sees, .rmapVisible)
    case .cannotSee: (.cannotSee, .rmapHidden)
    case .waits: (.waits, .warn)
    case .halfBuilt: (.halfBuilt, .warn)
    }
  }

  private static func word(_ sight: Observers.Sight) -> Role {
    switch sight {
    case .sees: .text
    case .cannotSee: .dim
    case .waits, .halfBuilt: .warn
    }
  }
}
