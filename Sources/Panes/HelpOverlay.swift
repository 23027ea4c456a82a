import Drawing

/// All keys and all marks, in a double box over the dimmed picture.
enum HelpOverlay {
  /// - Parameter own: the keys with a meaning of the person's own, in words.
  static func draw(own: [String] = [], into canvas: inout Canvas) {
    canvas.dimAll()
    let width = 78
    let height = 20
    let box = Rect(
      x: (canvas.width - width) / 2, y: max(1, (canvas.height - height) / 2 - 1), width: width, height: height
    )
    canvas.within(box) { inner in
      frame(into: &inner)
      column(left, x: 4, into: &inner)
      column(right, x: 43, into: &inner)
      marks(into: &inner)
      guard !own.isEmpty else { return }
      let text = " yours: \(own.joined(separator: ", ")) "
      inner.text(text, x: 2, y: height - 1, limit: width - 4, Style(.warn))
    }
  }

  private static func frame(into canvas: inout Canvas) {
    box(into: &canvas)
    canvas.text(" Keys ", x: 2, y: 0, Style(.title, bold: true))
    canvas.text(" Esc or ? closes ", endingAt: canvas.width - 2, y: 0, limit: 17, Style(.dim))
  }

  /// A double box around the canvas, empty inside.
  static func box(into canvas: inout Canvas) {
    let style = Style(.borderFocus)
    canvas.fill(Rect(x: 0, y: 0, width: canvas.width, height: canvas.height), Style(.text))
    canvas.line(.boxH, x: 1, y: 0, length: canvas.width - 2, style)
    canvas.line(.boxH, x: 1, y: canvas.height - 1, length: canvas.width - 2, style)
    for y in 1..<canvas.height - 1 {
      canvas.put(.boxV, x: 0, y: y, style)
      canvas.put(.boxV, x: canvas.width - 1, y: y, style)
    }
    canvas.put(.boxTopLeft, x: 0, y: 0, style)
    canvas.put(.boxTopRight, x: canvas.width - 1, y: 0, style)
    canvas.put(.boxBottomLeft, x: 0, y: canvas.height - 1, style)
    canvas.put(.boxBottomRight, x: canvas.width - 1, y: canvas.height - 1, style)
  }

  // An empty key starts a group.
  private static let left: [(key: String, meaning: String)] = [
    ("", "move in time"),
    ("\u{2192} l Space PgDn", "next step"), ("\u{2190} h Bksp  PgUp", "step back"),
    ("] [   J K", "next, last stage"), ("s S", "sub-step, back"), ("g G", "first, last"),
    (":", "go to; Tab completes"), ("p   < >", "play, slower, faster"), ("b w", "last, next change"),
    ("", "what if"), ("x X   1 \u{2026} 9", "fail, undo; who is next"), ("=  d", "compare; difference"),
  ]
  private static let right: [(key: String, meaning: String)] = [
    ("", "look"),
    ("Tab", "next pane"), ("\u{2191} \u{2193} Enter", "select inside, open"),
    ("e", "explain what is selected"), ("z v", "zoom pane, next view"), ("/ n N", "find, next, last"),
    ("m a  ' a", "mark a step, go to it"),
    ("", "on stage"), (". t", "blank the screen, theme"), ("A a", "ASCII, motion on or off"),
    ("? Ctrl-L", "this page, draw again"), ("q", "quit, as Ctrl-C"),
  ]

  private static func column(_ rows: [(key: String, meaning: String)], x: Int, into canvas: inout Canvas) {
    for (number, row) in rows.enumerated() {
      let y = 1 + number
      if row.key.isEmpty {
        canvas.text(row.meaning, x: x - 1, y: y, Style(.title, bold: true))
      } else {
        canvas.text(row.key, x: x, y: y, Style(.key, bold: true))
        canvas.text(row.meaning, x: x + (x > 40 ? 10 : 15), y: y, limit: 24, Style(.text))
      }
    }
  }

  private static func marks(into canvas: inout Canvas) {
    canvas.text("marks", x: 3, y: 13, Style(.title, bold: true))
    let rows: [[(Glyph, Role, String)]] = [
      [
        (.changed, .descChanged, "changed in this step"), (.sees, .rmapVisible, "sees it"),
        (.done, .ok, "done"),
      ],
      [
        (.waits, .warn, "would wait"), (.cannotSee, .rmapHidden, "cannot see it"),
        (.failed, .error, "failed"),
      ],
      [
        (.mayFail, .dim, "may fail here"), (.halfBuilt, .warn, "sees it half-built"),
        (.skipped, .dim, "not taken"),
      ],
    ]
    for (number, row) in rows.enumerated() {
      for (place, mark) in row.enumerated() {
        let x = 4 + place * 25
        canvas.put(mark.0, x: x, y: 14 + number, Style(mark.1))
        canvas.text(mark.2, x: x + 2, y: 14 + number, Style(.text))
      }
    }
    canvas.text("mouse", x: 3, y: 18, Style(.title, bold: true))
    canvas.text("a click goes there or selects, the wheel scrolls", x: 11, y: 18, Style(.text))
    canvas.text("blocks", x: 3, y: 17, Style(.title, bold: true))
    let blocks: [(Glyph, Role, String)] = [
      (.blockAnon, .vmaAnon, "anonymous"), (.blockFile, .vmaFile, "file"),
      (.blockPFN, .vmaIO, "device frames"),
      (.blockPlanned, .vmaNew, "planned"),
    ]
    var x = 11
    for (glyph, role, name) in blocks {
      for column in 0..<3 { canvas.put(glyph, x: x + column, y: 17, Style(role)) }
      x += 4 + canvas.text(name, x: x + 4, y: 17, Style(.text)) + 2
    }
  }
}
