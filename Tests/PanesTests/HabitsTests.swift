import Drawing
import Simulation
import Testing

@testable import Panes

/// What a person set for every visit.
@Suite("Habits")
struct HabitsTests {
  @Test("Keys of one's own come before the usual ones, which stay unless they were given away")
  func keys() throws {
    var habits = Habits()
    habits.keys = KeyMap.standard.adding([("j", .next), ("x", .previous), ("space", .last)])
    habits.ownKeys = "j next, x previous, space last"
    var session = Session(try run("device-memory"), themeCount: 1)
    session.adopt(habits)
    session.press("j", at: 0)
    #expect(session.position == 1)
    session.press("l", at: 1000)
    #expect(session.position == 2)
    session.press("x", at: 2000)
    #expect(session.position == 1)
    session.press(" ", at: 3000)
    #expect(session.position == session.recording.last)
    session.press("?", at: 4000)
    let help = session.frame(.talk, at: 4000).text
    #expect(help.contains("yours: j next, x previous, space last"), "\(plain(help))")
  }

  @Test("View and speed are those of the start")
  func start() throws {
    var habits = Habits()
    (habits.view, habits.speed) = (.locks, 6)
    var session = Session(try run("device-memory"), themeCount: 1, isAnimated: false)
    session.adopt(habits)
    #expect(session.view.preset == .locks)
    session.press("p", at: 0)
    #expect(session.nextTick(at: 0) == 200)
  }
}
