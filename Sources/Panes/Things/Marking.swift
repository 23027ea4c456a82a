import Drawing

/// Marks in the picture what is selected and what was searched for.
enum Marking {
  static func draw(_ scene: Scene, _ spots: [Picture.Spot], _ layout: Layout, into canvas: inout Canvas) {
    if let selected = scene.view.selected {
      for spot in spots where spot.thing == selected && spot.pane == scene.view.focus {
        canvas.recolour(spot.rect, .selection)
      }
    }
    let query = Finder.fold(scene.view.query)
    guard !query.isEmpty else { return }
    for y in 1..<layout.size.rows - 1 { mark(query, y, into: &canvas) }
  }

  private static func mark(_ query: [UInt32], _ y: Int, into canvas: inout Canvas) {
    let row = canvas.frame.row(y).map { Finder.lower($0.scalar) }
    guard query.count <= row.count else { return }
    var x = 0
    while x + query.count <= row.count {
      if row[x] == query[0], Array(row[x..<x + query.count]) == query {
        canvas.recolour(Rect(x: x, y: y, width: query.count, height: 1), .callout)
        x += query.count
      } else {
        x += 1
      }
    }
  }
}
