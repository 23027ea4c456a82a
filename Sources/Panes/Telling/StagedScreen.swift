import Drawing
import Simulation

/// A picture of the run with what a demo puts over it: caption, spotlight, callout, prompt.
enum StagedScreen {
  static func draw(_ scene: Scene, _ staging: Staging, size: Size, glyphs: GlyphSet) -> Frame {
    guard Layout.fits(size) else { return Screen.draw(scene, size: size, glyphs: glyphs) }
    let picture = Screen.picture(scene, size: size, glyphs: glyphs)
    let (plain, layout) = (picture.frame, picture.layout)
    var canvas = Canvas(plain, glyphs: glyphs)
    spotlight(scene, staging, plain, layout, into: &canvas)
    if let callout = staging.callout {
      CalloutBox.draw(callout, scene, plain, layout, into: &canvas)
    }
    foot(staging, layout, into: &canvas)
    return canvas.frame
  }

  private static func spotlight(
    _ scene: Scene, _ staging: Staging, _ plain: Frame, _ layout: Layout, into canvas: inout Canvas
  ) {
    guard let target = staging.spotlight else { return }
    let bright = target.places(on: plain, layout, scene)
    guard !bright.isEmpty else { return }
    for y in 0..<layout.ruleRow {
      for x in 0..<canvas.width where !bright.contains(where: { $0.contains(x: x, y: y) }) {
        canvas.dim(x: x, y: y)
      }
    }
    if case .pane(let name) = target { mark(name, layout, into: &canvas) }
  }

  // The rule of a pane in the colour of what has the focus.
  private static func mark(_ name: PaneName, _ layout: Layout, into canvas: inout Canvas) {
    for slot in layout.slots where slot.name == name {
      for x in slot.rect.x..<slot.rect.right {
        canvas.dress(x: x, y: slot.rect.y, Style(.borderFocus, bold: true))
      }
    }
  }

  private static func foot(_ staging: Staging, _ layout: Layout, into canvas: inout Canvas) {
    let first = layout.ruleRow + 1
    let last = canvas.height - 1
    canvas.fill(Rect(x: 0, y: last, width: canvas.width, height: 1), Style(.text))
    var end = last
    if !staging.caption.isEmpty {
      canvas.fill(Rect(x: 0, y: first, width: canvas.width, height: canvas.height - first), Style(.text))
      let lines = Staging.captionLines(staging.caption, columns: canvas.width)
      for (number, line) in lines.prefix(canvas.height - first).enumerated() {
        canvas.text(line, x: 3, y: first + number, limit: canvas.width - 6, Style(.caption, bold: true))
        end = first + number + 1
      }
    }
    if let typed = staging.typed {
      canvas.text("> \(typed)", x: 1, y: last, limit: canvas.width - 2, Style(.key, bold: true))
    } else if end <= last, !staging.chapter.isEmpty {
      canvas.text(staging.chapter, endingAt: canvas.width - 1, y: last, limit: canvas.width - 2, Style(.dim))
    }
  }
}
