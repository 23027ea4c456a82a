import KernelRoutines
import Scenarios
import Simulation
import Testing

@Suite("The library has no doubles") struct DistinctScenarioTests {
  @Test("No two bundled scenarios visit the same set of steps in every kernel")
  func distinct() throws {
    var seen: [[Set<String>]: String] = [:]
    for name in ScenarioCatalogue.names {
      var scenario = try Runs.bundled(name)
      let steps = Revision.allCases.map { revision -> Set<String> in
        scenario.revision = revision
        // Whose step it is does not count: names of tasks are the author's.
        return Set(scenario.record().ids.map { String($0.split(separator: "/").last ?? "") })
      }
      #expect(seen[steps] == nil, "\(name) visits the steps of \(seen[steps] ?? "")")
      seen[steps] = name
    }
    #expect(seen.count == ScenarioCatalogue.names.count)
    #expect(seen.count >= 20)
  }
}
