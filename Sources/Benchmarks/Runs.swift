import KernelRoutines
import MemoryModel
import Scenarios
import Simulation

/// The runs that are measured.
enum Runs {
  /// A bundled scenario; the tests make sure that each can be read.
  static func scenario(_ name: String = ScenarioCatalogue.defaultName) -> Scenario {
    guard let source = try? ScenarioCatalogue.scenario(named: name) else {
      preconditionFailure("no scenario \(name)")
    }
    return source.scenario
  }

  /// The default scenario with another number of pages.
  static func scenario(pages: Int) -> Scenario {
    var scenario = scenario()
    guard case .mmap(var call) = scenario.tasks[0].calls[0] else { return scenario }
    call.pages = pages
    scenario.tasks[0].calls[0] = .mmap(call)
    return scenario
  }
}
