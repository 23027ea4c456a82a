import Drawing

/// The notice below 80x24: what the window has and needs, and where the run stands.
enum TooSmall {
  static func draw(_ scene: Scene, size: Size, glyphs: GlyphSet) -> Frame {
    var canvas = Canvas(size, glyphs: glyphs)
    guard size.columns > 0, size.rows > 0 else { return canvas.frame }
    let needed = Layout.smallest
    line(" vmascope ", 0, Style(.bar, bold: true), into: &canvas)
    if size.columns > 24 {
      canvas.text(
        scene.recording.scenario.title, x: 11, y: 0, limit: size.columns - 12, Style(.title, bold: true))
    }
    let middle = max(1, size.rows / 2 - 3)
    centred("This window is \(size.columns) x \(size.rows).", middle, Style(.text, bold: true), into: &canvas)
    centred("The pictures need \(needed.columns) x \(needed.rows).", middle + 1, Style(.text), into: &canvas)
    bars(middle + 3, into: &canvas)
    let place = "\(scene.recording.id(scene.position))  step \(scene.position) of \(scene.recording.last)"
    centred("Make it larger: the run goes on where it was, at", middle + 6, Style(.dim), into: &canvas)
    centred(place, middle + 7, Style(.descChanged, bold: true), into: &canvas)
    let hint = " q quit   or read it as text: vmascope narrate"
    line(hint, size.rows - 1, Style(.dim), into: &canvas)
    return canvas.frame
  }

  private static func line(_ text: String, _ y: Int, _ style: Style, into canvas: inout Canvas) {
    guard y >= 0, y < canvas.height else { return }
    canvas.text(text, x: 0, y: y, limit: canvas.width, style)
  }

  private static func centred(_ text: String, _ y: Int, _ style: Style, into canvas: inout Canvas) {
    guard y > 0, y < canvas.height - 1 else { return }
    let x = max(0, (canvas.width - text.count) / 2)
    canvas.text(text, x: x, y: y, limit: canvas.width - x, style)
  }

  // Have and need side by side, on the side that is shorter of what it needs.
  private static func bars(_ y: Int, into canvas: inout Canvas) {
    let needed = Layout.smallest
    let wide = canvas.width < needed.columns
    let have = wide ? canvas.width : canvas.height
    let need = wide ? needed.columns : needed.rows
    let room = canvas.width - 28
    guard room >= 8, y + 1 < canvas.height - 1 else { return }
    canvas.text("have", x: 10, y: y, Style(.dim))
    canvas.line(.barHave, x: 16, y: y, length: room * have / need, Style(.warn))
    canvas.text(String(have), x: 17 + room, y: y, Style(.text))
    canvas.text("need", x: 10, y: y + 1, Style(.dim))
    canvas.line(.barNeed, x: 16, y: y + 1, length: room, Style(.dim))
    canvas.text(String(need), x: 17 + room, y: y + 1, Style(.text))
  }
}
