import Drawing
import Exporters
import Panes
import Simulation
import Themes

/// Pictures of a step in a large window.
enum PictureBenchmarks {
  static func rows(_ watch: Stopwatch) -> [Row] {
    let recording = Runs.scenario().record()
    let tour = Tour(recording)
    let size = Size(columns: 200, rows: 60)
    let positions = Array(0...recording.last)
    let glyphs = GlyphSet(.rich)
    func picture(_ position: Int) -> Frame {
      Screen.draw(Scene(tour, at: position), size: size, glyphs: glyphs)
    }
    let frames = positions.map(picture)
    let steps = Double(positions.count)
    let build = watch.milliseconds { for position in positions { keep(picture(position)) } } / steps
    let differ = watch.milliseconds {
      for (one, other) in zip(frames, frames.dropFirst()) {
        keep(zip(one.cells, other.cells).count { $0 != $1 })
      }
    }
    let text = watch.milliseconds { for frame in frames { keep(frame.text) } } / steps
    var rows = [
      Row(
        what: "work out what browsing a run needs", measured: watch.milliseconds { keep(Tour(recording)) },
        budget: nil, unit: "ms"),
      Row(
        what: "build and diff a 200x60 frame, the mean of all steps", measured: build + differ / steps,
        budget: 1,
        unit: "ms"),
      Row(what: "the same as text", measured: build + text, budget: nil, unit: "ms"),
    ]
    guard let theme = ThemeCatalogue.all.first else { return rows }
    for format in [StillFormat.ansi, .svg] {
      let encode = watch.milliseconds {
        for frame in frames { keep(format.write(frame, theme: theme, title: "", description: "")) }
      }
      rows.append(
        Row(what: "the same as \(format.name)", measured: build + encode / steps, budget: nil, unit: "ms"))
    }
    return rows
  }
}
