import Drawing
import Panes
import Scenarios
import Simulation
import Testing

/// Who runs next, at the keys.
@Suite("Choosing who runs next")
struct ChoiceTests {
  private func session() throws -> Session {
    let scenario = try #require(try ScenarioCatalogue.scenario(named: "truncate-during-action")).scenario
    return Session(scenario.record(), themeCount: 1, isAnimated: false)
  }

  @Test("1 lets the other task run next, X gives back exactly the run and the place that were left")
  func chooseAndUndo() throws {
    var session = try session()
    for _ in 0..<12 { session.press("right", at: 0) }
    let (run, place) = (session.recording, session.position)
    session.press("1", at: 0)
    #expect(session.recording.id(place + 1).hasPrefix("truncate/"))
    #expect(session.view.isDiverted)
    session.press("X", at: 0)
    #expect(session.position == place)
    #expect(session.recording.changes == run.changes && session.recording.decisions == run.decisions)
    #expect(!session.view.isDiverted)
  }

  @Test("The hint line names who could run next; elsewhere the keys say that nobody could")
  func hints() throws {
    var session = try session()
    for _ in 0..<12 { session.press("right", at: 0) }
    let size = Size(columns: 80, rows: 24)
    #expect(session.frame(size, at: 0).text(row: 23).contains("1 truncate"))
    session.press("G", at: 0)
    session.press("1", at: 0)
    #expect(session.frame(size, at: 0).text(row: 23).contains("nobody else could run next"))
  }
}
