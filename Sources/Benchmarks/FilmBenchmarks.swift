import Drawing
import Exporters
import Panes
import Scenarios
import Simulation
import Themes

/// Films in all formats, and how much memory a long one takes.
enum FilmBenchmarks {
  static func rows(_ watch: Stopwatch) -> [Row] {
    guard let theme = ThemeCatalogue.all.first else { return [] }
    let dress = FilmFormat.Dress(theme: theme)
    let twelve = film(steps: 12, of: Runs.scenario())
    var bytes: [String: Int] = [:]
    let all = watch.milliseconds {
      for format in FilmFormat.all {
        var count = 0
        try? format.write(twelve, dress) { count += $0.utf8.count }
        bytes[format.name] = count
      }
    }
    let usual = usualFilm()
    var rows = [Row(what: "12 steps at 100x30 in all formats", measured: all, budget: 200, unit: "ms")]
    for format in FilmFormat.all {
      var count = 0
      try? format.write(usual, dress) { count += $0.utf8.count }
      let budget = format.usualBytes.map { Double($0) / 1000 }
      rows.append(
        Row(
          what: "the usual film as \(format.name)", measured: Double(count) / 1000, budget: budget, unit: "KB"
        ))
    }
    return rows + long(watch, dress)
  }

  // A film of so many pictures goes to and fro over one step that moves seven pictures.
  private static func long(_ watch: Stopwatch, _ dress: FilmFormat.Dress) -> [Row] {
    let count = watch.runs == 1 ? 200 : 10_000
    var demo = Demo(name: "long", title: "Long", scenario: ScenarioCatalogue.defaultName)
    demo.beats = [Demo.Beat(.stepUntil("action.remap.pte.0"))]
    demo.beats += (0..<count / 4).map { Demo.Beat($0 % 2 == 0 ? .step(1) : .back(1)) }
    let film = film(demo, Runs.scenario())
    let before = Stopwatch.residentMegabytes
    var (bytes, frames) = (0, 0)
    let start = Stopwatch.now
    try? FilmFormat.asciicast.write(film, dress) {
      bytes += $0.utf8.count
      frames += 1
    }
    let took = (Stopwatch.now - start) / 1000
    let grown = Stopwatch.residentMegabytes - before
    return [
      Row(
        what: "a cast of \(frames) events, \(bytes / 1_000_000) MB", measured: took, budget: nil, unit: "s"),
      Row(what: "memory that it took beside the run", measured: max(0, grown), budget: 4, unit: "MB"),
    ]
  }

  private static func film(steps: Int, of scenario: Scenario) -> Film {
    var demo = Demo(name: "steps", title: "Steps", scenario: scenario.name)
    demo.beats = Array(repeating: Demo.Beat(.step(1)), count: steps)
    return film(demo, scenario)
  }

  private static func usualFilm() -> Film {
    let scenario = Runs.scenario()
    return film(Demo.plain(for: Tour(scenario.record())), scenario)
  }

  private static func film(_ demo: Demo, _ scenario: Scenario) -> Film {
    do {
      return Film(try Telling(demo, scenario, size: Size(columns: 100, rows: 30)))
    } catch {
      preconditionFailure("\(error.found)")
    }
  }
}
