import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// Draws a whole picture: the only function that turns a scene into a frame.
public enum Screen {
  public static func draw(_ scene: Scene, size: Size, glyphs: GlyphSet) -> Frame {
    picture(scene, size: size, glyphs: glyphs).frame
  }

  /// The frame, and what stands where on it.
  public static func picture(_ scene: Scene, size: Size, glyphs: GlyphSet) -> Picture {
    let layout = Layout(size, preset: scene.view.preset, zoom: scene.view.zoom)
    guard Layout.fits(size) else {
      return Picture(frame: TooSmall.draw(scene, size: size, glyphs: glyphs), layout: layout, spots: [])
    }
    var canvas = Canvas(size, glyphs: glyphs)
    var spots: [Picture.Spot] = []
    canvas.within(Rect(x: 0, y: 0, width: size.columns, height: 1)) { HeaderLine.draw(scene, into: &$0) }
    canvas.within(Rect(x: 0, y: 1, width: size.columns, height: 3)) { Rail.draw(scene, into: &$0) }
    take(nil, from: canvas, &spots)
    PaneGrid.draw(layout, scene, into: &canvas)
    for slot in layout.slots {
      PaneContents.draw(slot, scene, into: &canvas)
      take(slot.name, from: canvas, &spots)
    }
    let text = Rect(x: 0, y: layout.ruleRow + 1, width: size.columns, height: layout.sentenceRows)
    canvas.within(text) { Sentences.draw(scene, into: &$0) }
    let hints = Rect(x: 0, y: size.rows - 1, width: size.columns, height: 1)
    canvas.within(hints) { HintLine.draw(scene, into: &$0) }
    Marking.draw(scene, spots, layout, into: &canvas)
    overlay(scene, spots, into: &canvas)
    return Picture(frame: canvas.frame, layout: layout, spots: spots)
  }

  // The spots noted since the last pane are this one's.
  private static func take(_ pane: PaneName?, from canvas: Canvas, _ spots: inout [Picture.Spot]) {
    for spot in canvas.spots[spots.count...] {
      guard let thing = spot.thing as? Thing else { continue }
      spots.append(Picture.Spot(pane: pane, rect: spot.rect, thing: thing))
    }
  }

  private static func overlay(_ scene: Scene, _ spots: [Picture.Spot], into canvas: inout Canvas) {
    if scene.view.showsHelp { return HelpOverlay.draw(own: scene.view.ownKeys, into: &canvas) }
    guard let sheet = scene.view.sheet else { return }
    switch sheet {
    case .thing(let thing):
      let focus = scene.view.focus
      let anchor = spots.first { $0.thing == thing && $0.pane == focus } ?? spots.first { $0.thing == thing }
      ExplainOverlay.draw(Explanation(thing, scene), at: anchor?.rect, into: &canvas)
    case .text(let title, let lines):
      ExplainOverlay.draw(Explanation(title: title, lines: lines), at: nil, into: &canvas)
    }
  }
}

/// The contents of one pane, scrolled where they have no room.
enum PaneContents {
  static func draw(_ slot: Layout.Slot, _ scene: Scene, into canvas: inout Canvas) {
    let pane = slot.name.pane
    let rect = Rect(x: slot.rect.x, y: slot.rect.y + 1, width: slot.rect.width, height: slot.rect.height - 1)
    let rows = pane.rows(scene, width: rect.width)
    guard rows > rect.height, rect.height > 1 else {
      return canvas.within(rect) { pane.draw(scene, into: &$0) }
    }
    // The last row says what is cut.
    let shown = rect.height - 1
    let top = min(max(scene.view.scroll[slot.name] ?? 0, 0), rows - shown)
    canvas.within(Rect(x: rect.x, y: rect.y, width: rect.width, height: shown)) { part in
      part.scrolled(rows: rows, from: top) { pane.draw(scene, into: &$0) }
    }
    canvas.within(rect) { more(above: top, below: rows - shown - top, into: &$0) }
  }

  private static func more(above: Int, below: Int, into canvas: inout Canvas) {
    let y = canvas.height - 1
    var x = 3
    for (glyph, count) in [(Glyph.down, below), (.up, above)] where count > 0 {
      canvas.put(glyph, x: x, y: y, Style(.dim))
      x += 4 + canvas.text("\(count) more", x: x + 2, y: y, Style(.dim))
    }
  }
}

/// The program's name, the scenario's title, the kernel that plays, and whether it runs by itself.
enum HeaderLine {
  static func draw(_ scene: Scene, into canvas: inout Canvas) {
    canvas.text(" vmascope ", x: 0, y: 0, Style(.bar, bold: true))
    let status = scene.view.status ?? (scene.view.isPlaying ? "playing" : "paused")
    let revision = scene.recording.program.revision.rawValue
    let right = canvas.width - 1
    let room = min(status.count, canvas.width / 3)
    canvas.text(status, endingAt: right, y: 0, limit: room, Style(.dim))
    let kernelEnd = status.isEmpty ? right : right - room - 2
    canvas.text(revision, endingAt: kernelEnd, y: 0, limit: 12, Style(.text, bold: true))
    let kernelStart = kernelEnd - revision.count - 7
    canvas.text("kernel", x: kernelStart, y: 0, Style(.dim))
    let title = scene.recording.scenario.title + (scene.view.isDiverted ? ", changed" : "")
    let used = canvas.text(title, x: 11, y: 0, limit: kernelStart - 12, Style(.title, bold: true))
    decisions(scene, x: 11 + used + 2, end: kernelStart - 2, into: &canvas)
  }

  // The decision string of the run: with it `--decisions` gives the same run. Whole or not at all:
  // `:decisions` shows what has no room here.
  private static func decisions(_ scene: Scene, x: Int, end: Int, into canvas: inout Canvas) {
    guard !scene.recording.decisions.isEmpty else { return }
    let text = scene.recording.decisionString
    let count = scene.recording.decisions.count
    let short = "\(count) decision\(count == 1 ? "" : "s")"
    let room = end - x
    if CellWidth.of(text) <= room {
      canvas.text(text, x: x, y: 0, Style(.dim))
    } else if short.count <= room {
      canvas.text(short, x: x, y: 0, Style(.dim))
    }
  }
}
