import Drawing

/// A box that explains a thing, below it or above it, a caret in the border pointing there; the rest dimmed.
enum ExplainOverlay {
  static let labelWidth = 9

  static func draw(_ explanation: Explanation, at anchor: Rect?, into canvas: inout Canvas) {
    canvas.dimAll()
    let width = min(72, canvas.width - 6)
    let room = width - 6 - labelWidth
    let lines = explanation.rows.flatMap { row in
      CellWidth.wrap(row.text, room).enumerated().map { ($0.offset == 0 ? row.label : "", $0.element) }
    }
    let height = min(lines.count + 4, canvas.height - 2)
    let box = place(width, height, at: anchor, in: canvas)
    canvas.within(box.rect) { inner in
      frame(explanation.title, into: &inner)
      for (number, line) in lines.prefix(height - 4).enumerated() {
        inner.text(line.0, x: 3, y: 1 + number, limit: labelWidth, Style(.dim))
        inner.text(line.1, x: 3 + labelWidth, y: 1 + number, limit: room + 1, Style(.text))
      }
      keys(y: height - 2, into: &inner)
      guard let anchor, let side = box.side else { return }
      let x = min(max(anchor.x + anchor.width / 2 - box.rect.x, 2), width - 3)
      inner.put(
        side == .below ? .caret : .down, x: x, y: side == .below ? 0 : height - 1, Style(.descChanged))
    }
  }

  private enum Side { case below, above }

  private static func place(_ width: Int, _ height: Int, at anchor: Rect?, in canvas: Canvas) -> (
    rect: Rect, side: Side?
  ) {
    guard let anchor else {
      let rect = Rect(
        x: (canvas.width - width) / 2, y: max(1, (canvas.height - height) / 2), width: width, height: height)
      return (rect, nil)
    }
    let x = min(max(anchor.x + anchor.width / 2 - width / 2, 1), canvas.width - width - 1)
    let below = canvas.height - 1 - anchor.bottom
    if below >= height { return (Rect(x: x, y: anchor.bottom, width: width, height: height), .below) }
    if anchor.y - 1 >= height {
      return (Rect(x: x, y: anchor.y - height, width: width, height: height), .above)
    }
    let y = max(1, canvas.height - 1 - height)
    return (Rect(x: x, y: y, width: width, height: height), nil)
  }

  private static func frame(_ title: String, into canvas: inout Canvas) {
    HelpOverlay.box(into: &canvas)
    canvas.text(" \(title) ", x: 2, y: 0, limit: canvas.width - 12, Style(.title, bold: true))
    canvas.text(" Esc ", endingAt: canvas.width - 2, y: 0, limit: 5, Style(.dim))
  }

  private static func keys(y: Int, into canvas: inout Canvas) {
    var x = 3
    for (key, meaning) in [("b", "last change"), ("w", "next change"), ("Tab", "next pane")] {
      x += 1 + canvas.text(key, x: x, y: y, Style(.key, bold: true))
      x += 3 + canvas.text(meaning, x: x, y: y, Style(.dim))
    }
  }
}
