import Drawing
import Exporters
import Scenarios
import Simulation
import Testing
import Themes

@testable import Panes

// What the suites about films share.

/// The usual film of a bundled scenario.
func film(_ name: String = ScenarioCatalogue.defaultName, _ size: Size = .talk) throws -> Film {
  let recording = try run(name)
  return Film(try Telling(Demo.plain(for: Tour(recording)), recording, size: size))
}

/// The telling of a script over a bundled scenario.
func telling(_ beats: Demo.Event..., of name: String = ScenarioCatalogue.defaultName, _ size: Size = .wide)
  throws
  -> Telling
{
  var demo = Demo(name: "test", title: "A \"title\"", scenario: name)
  demo.beats = beats.enumerated().map { Demo.Beat($1, at: Demo.Place(line: $0 + 1, column: 5)) }
  return try Telling(demo, try run(name), size: size)
}

/// A bundled demo as it is filmed.
func bundledFilm(_ name: String) throws -> Film {
  let demo = try #require(try DemoCatalogue.demo(named: name)).demo
  var scenario = try scenario(demo.scenario)
  scenario.revision = demo.revision ?? scenario.revision
  return Film(try Telling(demo, scenario, size: Size(columns: demo.columns, rows: demo.rows)))
}

/// A film in a format, as one text.
func written(_ film: Film, _ format: FilmFormat, epoch: Int? = nil) throws -> String {
  let theme = try #require(ThemeCatalogue.all.first)
  var text = ""
  try format.write(film, FilmFormat.Dress(theme: theme, epoch: epoch)) { text += $0 }
  return text
}
