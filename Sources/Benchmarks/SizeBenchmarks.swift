import Drawing
import KernelRoutines
import Panes
import Simulation

/// Pictures of small and of very large runs: their cost is to follow the window, not the model.
enum SizeBenchmarks {
  static func rows(_ watch: Stopwatch) -> [Row] {
    let runs: [(String, Scenario)] =
      [16, 512, 65_536].map { ("\($0) page-table entries", Runs.scenario(pages: $0)) }
      + [30, 30_000].map { ("\($0) VMAs", Runs.scenario(vmas: $0)) }
    return runs.map { name, scenario in
      let tour = Tour(scenario.record())
      let last = tour.recording.last
      // Sixteen places all over the run, its end among them.
      let positions = (1...16).map { $0 * last / 16 }
      let glyphs = GlyphSet(.rich)
      let time = Stopwatch(runs: min(watch.runs, 5)).milliseconds {
        for position in positions {
          keep(Screen.draw(Scene(tour, at: position), size: Size(columns: 200, rows: 60), glyphs: glyphs))
        }
      }
      return Row(
        what: "a 200x60 frame of a run with \(name)", measured: time / Double(positions.count), budget: 1,
        unit: "ms")
    }
  }
}
