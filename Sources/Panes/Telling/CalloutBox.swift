import Drawing

/// A text in a box beside what it speaks of: to the right of it, to the left, below or above, wherever there
/// is room first; never over the thing itself or the caption.
enum CalloutBox {
  static func draw(
    _ callout: Staging.Callout, _ scene: Scene, _ plain: Frame, _ layout: Layout, into canvas: inout Canvas
  ) {
    let places = callout.target.places(on: plain, layout, scene)
    guard let target = places.first else { return }
    let lines = CellWidth.wrap(callout.text, Staging.calloutColumns)
    let width = (lines.map { CellWidth.of($0) }.max() ?? 0) + 4
    let height = lines.count + 2
    let body = Rect(x: 0, y: 1, width: canvas.width, height: layout.ruleRow - 1)
    let sides = sides(of: target, width: width, height: height, in: body)
    guard let (box, pointer) = sides.first(where: { fits($0.box, in: body, beside: places) }) else { return }
    let style = Style(.callout)
    canvas.within(box) { inner in
      inner.fill(Rect(x: 0, y: 0, width: width, height: height), style)
      frame(into: &inner)
      for (number, line) in lines.enumerated() {
        inner.text(line, x: 2, y: 1 + number, limit: width - 4, Style(.callout, bold: true))
      }
    }
    canvas.put(pointer.glyph, x: pointer.x, y: pointer.y, Style(.callout, bold: true))
  }

  private typealias Pointer = (glyph: Glyph, x: Int, y: Int)

  private static func sides(of target: Rect, width: Int, height: Int, in body: Rect) -> [(box: Rect, Pointer)]
  {
    let middle = target.y + (target.height - 1) / 2
    let y = min(max(middle - 1, body.y), body.bottom - height)
    let x = min(max(target.x + 4, body.x), body.right - width)
    let row = min(max(middle, y), y + height - 1)
    return [
      (Rect(x: target.right + 1, y: y, width: width, height: height), (.back, target.right, row)),
      (Rect(x: target.x - 1 - width, y: y, width: width, height: height), (.arrow, target.x - 1, row)),
      (Rect(x: x, y: target.bottom + 1, width: width, height: height), (.up, x + 2, target.bottom)),
      (Rect(x: x, y: target.y - 1 - height, width: width, height: height), (.down, x + 2, target.y - 1)),
    ]
  }

  private static func fits(_ box: Rect, in body: Rect, beside places: [Rect]) -> Bool {
    guard box.x >= body.x, box.right <= body.right, box.y >= body.y, box.bottom <= body.bottom else {
      return false
    }
    return !places.contains { place in
      box.x < place.right && place.x < box.right && box.y < place.bottom && place.y < box.bottom
    }
  }

  private static func frame(into canvas: inout Canvas) {
    let style = Style(.callout)
    let (right, bottom) = (canvas.width - 1, canvas.height - 1)
    canvas.line(.lineH, x: 1, y: 0, length: right - 1, style)
    canvas.line(.lineH, x: 1, y: bottom, length: right - 1, style)
    for y in 1..<bottom {
      canvas.put(.lineV, x: 0, y: y, style)
      canvas.put(.lineV, x: right, y: y, style)
    }
    canvas.put(.cornerTopLeft, x: 0, y: 0, style)
    canvas.put(.cornerTopRight, x: right, y: 0, style)
    canvas.put(.cornerBottomLeft, x: 0, y: bottom, style)
    canvas.put(.cornerBottomRight, x: right, y: bottom, style)
  }
}
