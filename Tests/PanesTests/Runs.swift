import Drawing
import KernelRoutines
import MemoryModel
import Scenarios
import Simulation
import Testing

@testable import Panes

// What the suites share: bundled scenarios, their runs and pictures.

/// A bundled scenario.
func scenario(_ name: String = ScenarioCatalogue.defaultName) throws -> Scenario {
  try #require(try ScenarioCatalogue.scenario(named: name), "no scenario \(name)").scenario
}

/// The run of a bundled scenario.
func run(_ name: String = ScenarioCatalogue.defaultName, failing: String...) throws -> Recording {
  try scenario(name).record(adding: failing.map { Decision($0) })
}

extension Recording {
  /// The position behind the first step of an id.
  func position(of id: String) throws -> Int {
    try #require((0...last).first { self.id($0) == id }, "the run of \(scenario.name) has no step \(id)")
  }

  /// Every run that differs from this one by one failing step, with the position of that step.
  func failures() -> [(position: Int, name: String, recording: Recording)] {
    (1...last).flatMap { position in
      ways(at: position).compactMap { way in
        failing(at: position, way: way).map { (position, "\(id(position))=\(way)", $0) }
      }
    }
  }
}

extension Tour {
  /// The settled picture of a position.
  func frame(_ position: Int, _ size: Size, _ tier: GlyphTier = .rich, motion: Motion = .settled) -> Frame {
    Screen.draw(Scene(self, at: position, motion: motion), size: size, glyphs: GlyphSet(tier))
  }
}

extension Size {
  /// The sizes the design names.
  static let talk = Size(columns: 80, rows: 24)
  static let wide = Size(columns: 100, rows: 30)
  static let study = Size(columns: 132, rows: 43)
  static let large = Size(columns: 200, rows: 60)

  /// Those, and sizes at which a column or a row falls otherwise; 126 columns by 38 rows begin the study.
  static let walked = [
    talk, wide, study, large, Size(columns: 81, rows: 25), Size(columns: 97, rows: 29),
    Size(columns: 125, rows: 37), Size(columns: 126, rows: 38), Size(columns: 250, rows: 80),
  ]
}
