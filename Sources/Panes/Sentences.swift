import Drawing
import Simulation

/// What happened and why it matters; in taller windows also what comes next.
enum Sentences {
  static func draw(_ scene: Scene, into canvas: inout Canvas) {
    let (what, why) = scene.narrator.sentences
    canvas.text(what, x: 2, y: 0, limit: canvas.width - 3, Style(.text, bold: true))
    guard canvas.height > 2 else {
      invitation(why, scene, x: 2, y: 1, into: &canvas)
      return
    }
    canvas.text("why", x: 2, y: 1, Style(.dim))
    invitation(why, scene, x: 9, y: 1, into: &canvas)
    canvas.text("next", x: 2, y: 2, Style(.dim))
    let room = canvas.width - 10 - claims(scene, into: &canvas)
    canvas.text(next(scene, room: room), x: 9, y: 2, limit: room, Style(.text))
  }

  // What the step says of the posting's sentences, at the right; the columns it takes.
  private static func claims(_ scene: Scene, into canvas: inout Canvas) -> Int {
    guard let first = scene.verdicts.first else { return 0 }
    let more = scene.verdicts.count > 1 ? " +\(scene.verdicts.count - 1)" : ""
    let text = (first.isBroken ? "broken here: " : "holds: ") + first.claim + more
    let style = Style(first.isBroken ? .error : .ok)
    let length = CellWidth.of(text)
    canvas.text(text, endingAt: canvas.width - 1, y: 2, limit: length, style)
    return length + 2
  }

  // The keys in the invitation of the first picture are chips.
  private static func invitation(_ text: String, _ scene: Scene, x: Int, y: Int, into canvas: inout Canvas) {
    canvas.text(text, x: x, y: y, limit: canvas.width - x - 1, Style(.text))
    guard scene.position == 0 else { return }
    let written = text.unicodeScalars.map { String($0) }
    for key in ["\u{2192}", "Space", "?"] {
      let scalars = key.unicodeScalars.map { String($0) }
      guard let place = find(scalars, in: written), x + place + scalars.count < canvas.width else { continue }
      canvas.text(key, x: x + place, y: y, Style(.key, reversed: true))
    }
  }

  private static func find(_ needle: [String], in text: [String]) -> Int? {
    guard needle.count <= text.count else { return nil }
    return (0...text.count - needle.count).first { Array(text[$0..<$0 + needle.count]) == needle }
  }

  private static func next(_ scene: Scene, room: Int) -> String {
    guard scene.position < scene.recording.last else { return "the run is over; g goes back to the start" }
    let position = scene.position + 1
    let what = Narrator(scene.recording, at: position).sentences.what
    let id = scene.recording.id(position)
    // The sentence goes first when room is short.
    return CellWidth.of(what) + id.count + 2 <= room ? "\(id)  \(what)" : id
  }
}
