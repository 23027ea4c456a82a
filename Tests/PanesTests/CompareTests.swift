import Drawing
import KernelRoutines
import MemoryModel
import Scenarios
import Simulation
import Testing

@testable import Panes

/// The comparison with other kernels at the keys.
@Suite("Comparing kernels")
struct ComparePaneTests {
  @Test("= shows this run beside another kernel's, = again and Esc leave it")
  func opens() throws {
    var session = try session("success-hook-fails")
    let before = session.frame(.talk, at: 0)
    for key in ["=", "escape"] {
      session.press("=", at: 0)
      let frame = session.frame(.talk, at: 0)
      let compare = try #require(session.compare)
      for (number, run) in compare.comparison.runs.enumerated() {
        #expect(frame.text.contains(compare.revisions[number].rawValue))
        #expect(frame.text.contains(Comparison.told(run)))
      }
      session.press(key, at: 0)
      #expect(session.frame(.talk, at: 0) == before)
    }
  }

  @Test("The kernels shown first are those whose runs end otherwise")
  func telling() throws {
    let recording = try run("success-hook-fails")
    let first = try #require(CompareTour.telling(beside: recording).first)
    let runs = CompareTour(recording, beside: [first]).comparison.runs
    #expect(Comparison.told(runs[0]) != Comparison.told(runs[1]))
    #expect(runs[1].scenario.missing == nil)
  }

  @Test("d goes from difference to difference, and every one is reached")
  func differences() throws {
    var session = try session("success-hook-fails")
    session.press("=", at: 0)
    let compare = try #require(session.compare)
    let differing = compare.comparison.rows.indices.filter { compare.comparison.rows[$0].differs }
    var seen: [Int] = []
    for _ in differing {
      session.press("d", at: 0)
      if let row = session.view.compareRow { seen.append(row) }
    }
    #expect(seen == differing)
    #expect(session.frame(.talk, at: 0).text.contains("\u{b1}"))
  }

  @Test("A number puts that kernel into the last column")
  func choose() throws {
    var session = try session("success-hook-fails")
    session.press("=", at: 0)
    for (number, kernel) in session.kernels.enumerated() {
      session.press(String(number + 1), at: 0)
      #expect(session.compare?.revisions.last == kernel)
    }
  }

  @Test("A failure put in by hand is compared too")
  func diverted() throws {
    var session = try session("device-memory")
    session.press("=", at: 0)
    session.jump(to: try session.recording.position(of: "action.remap.pte_alloc.0"))
    session.press("x", at: 0)
    let runs = try #require(session.compare).comparison.runs
    #expect(
      runs.allSatisfy { $0.returned != .address(VirtualAddress(0)) && Comparison.told($0).hasPrefix("-") })
  }

  @Test("d without a comparison says what to press")
  func alone() throws {
    var session = try session("device-memory")
    session.press("d", at: 0)
    #expect(session.view.notice.hasPrefix("d: "))
  }

  private func session(_ name: String) throws -> Session {
    Session(try run(name), themeCount: 1, isAnimated: false)
  }
}
