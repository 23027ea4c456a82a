import Drawing
import Simulation
import Testing
import Themes

@testable import Panes

/// Motion on the virtual clock: what moves, what it ends at, and that it can be left out.
@Suite("Motion")
struct MotionTests {
  /// Steps that move, with the key that arrives at them as they move.
  static let moving = ["establish.vma_iter_store", "action.remap.pte.5"]

  @Test("A change is shown as it happens", arguments: moving)
  func differs(step: String) throws {
    var session = try session(before: step)
    session.press("s", at: 1000)
    let frames = [0, 100, 200].map { session.frame(.talk, at: 1000 + $0) }
    #expect(session.recording.id(session.position) == step)
    #expect(Set(frames).count == 3, "\(plain(frames.map(\.text).joined()))")
  }

  @Test("A lamp goes on half-way")
  func lamp() throws {
    var session = try session(before: "establish.vma_link_file")
    session.press("s", at: 0)
    let lit = [0, 100, 200].map { session.frame(.talk, at: $0).text.contains("\u{25cf}rmap") }
    #expect(lit == [false, false, true])
  }

  @Test("A burst of entries passes like a wave")
  func wave() throws {
    var session = try session(before: "action.remap.pte.0")
    session.press("right", at: 0)
    let frames = [0, 100, 200, 299].map { session.frame(.talk, at: $0) }
    #expect(Set(frames).count == 4)
    let set = frames.map { frame in
      frame.cells.filter { $0.scalar == ("\u{25a0}" as Unicode.Scalar).value }.count
    }
    #expect(set == set.sorted() && set[0] < set[3], "entries set: \(set)")
  }

  @Test("Motion ends at the settled picture", arguments: moving)
  func settles(step: String) throws {
    var session = try session(before: step)
    session.press("s", at: 50)
    var still = session
    still.jump(to: session.position)
    #expect(session.frame(.talk, at: 50 + Motion.duration) == still.frame(.talk, at: 0))
    #expect(session.frame(.talk, at: 50) != still.frame(.talk, at: 0))
  }

  @Test("Without motion the picture is there at once", arguments: moving)
  func off(step: String) throws {
    var session = try session(before: step, isAnimated: false)
    session.press("s", at: 0)
    let frames = [0, 100, 200, 400].map { session.frame(.talk, at: $0) }
    #expect(Set(frames).count == 1)
    #expect(session.nextTick(at: 0) == nil)
  }

  @Test("Pressing next while something moves finishes it, and takes no step")
  func finishes() throws {
    var session = try session(before: "establish.vma_iter_store")
    session.press("right", at: 0)
    let (position, settled) = (session.position, session.frame(.talk, at: 1000))
    session.press("right", at: 100)
    #expect(session.position == position)
    #expect(session.frame(.talk, at: 100) == settled)
    session.press("right", at: 120)
    #expect(session.position > position)
  }

  @Test("Only motion and play ask for another picture")
  func ticks() throws {
    var session = try session(before: "establish.vma_iter_store")
    #expect(session.nextTick(at: 0) == nil)
    session.press("right", at: 0)
    let tick = try #require(session.nextTick(at: 10))
    #expect((1...100).contains(tick))
    #expect(session.nextTick(at: Motion.duration) == nil)
  }

  @Test(
    "No cell changes its ground more than once a second by itself, at any speed",
    arguments: 0..<Session.paces.count)
  func grounds(speed: Int) throws {
    let theme = try #require(ThemeCatalogue.all.first)
    var session = Session(try run("fault-meets-mmap"), themeCount: 1)
    for _ in 0..<6 { session.press("<", at: 0) }
    for _ in 0..<speed { session.press(">", at: 0) }
    session.press("p", at: 0)
    // Before it plays there may be grounds: the first second is not looked at.
    var shown: Frame?
    var changed = Array(repeating: -2000, count: Size.talk.columns * Size.talk.rows)
    var grounds: [Paint] = []
    for now in stride(from: 0, through: Session.paces[speed] * 30, by: Session.frameInterval) {
      session.tick(at: now)
      let frame = session.frame(.talk, at: now)
      guard frame != shown else { continue }
      shown = frame
      let seen = frame.cells.map { theme.look($0.style, depth: .rgb).ground }
      if !grounds.isEmpty, now > 1000 {
        for place in seen.indices where seen[place] != grounds[place] {
          let pause = now - changed[place]
          #expect(pause >= 1000, "\(place % 80),\(place / 80) again after \(pause) ms at \(now)")
          changed[place] = now
          try #require(pause >= 1000)
        }
      }
      grounds = seen
    }
  }

  @Test("The same keys at the same times give the same pictures")
  func repeats() throws {
    func film() throws -> [Frame] {
      var session = try session(before: "establish.vma_iter_store")
      return (0..<40).map { number in
        if number % 5 == 0 { session.press("right", at: number * 33) }
        session.tick(at: number * 33)
        return session.frame(.talk, at: number * 33)
      }
    }
    #expect(try film() == film())
  }

  private func session(before step: String, isAnimated: Bool = true) throws -> Session {
    let recording = try run()
    var session = Session(recording, themeCount: 3, isAnimated: isAnimated)
    session.jump(to: try recording.position(of: step) - 1)
    return session
  }
}
