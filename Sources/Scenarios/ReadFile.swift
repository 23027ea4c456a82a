import Simulation

/// A file of the scenario as far as it could be read; the name is known even when the rest is wrong.
struct ReadFile {
  var key: String
  var file: Scenario.File?
}
