import Drawing
import Simulation
import Testing

@testable import Panes

/// Keys that move in time.
@Suite("Moving in a session")
struct SessionTests {
  @Test(
    "The keys of both families go to the next step", arguments: ["right", "l", "space", " ", "page-down"])
  func next(key: String) throws {
    var session = try session()
    session.press(key, at: 0)
    #expect(session.position == session.tour.strides.next(after: 0))
    #expect(session.view.notice.isEmpty)
  }

  @Test("The keys of both families go back", arguments: ["left", "h", "backspace", "page-up"])
  func previous(key: String) throws {
    var session = try session(at: "establish.vma_link_file")
    let place = session.position
    session.press(key, at: 0)
    #expect(session.position == session.tour.strides.previous(before: place))
    session.press("right", at: 0)
    #expect(session.position == place)
  }

  @Test("Steps forward pass each stop once, and steps back the same ones")
  func thereAndBack() throws {
    var session = try session()
    var there = [session.position]
    while session.position < session.recording.last {
      session.press("right", at: 0)
      there.append(session.position)
    }
    #expect(Set(there).count == there.count && there == there.sorted())
    var back = [session.position]
    while session.position > 0 {
      session.press("left", at: 0)
      back.append(session.position)
    }
    #expect(back.reversed() == there)
    #expect(there.count < session.recording.last, "a loop of entries is one step")
  }

  @Test("A sub-step is one statement", arguments: [("s", 1), ("S", -1)])
  func subSteps(key: String, by: Int) throws {
    var session = try session(at: "action.remap.pte.5")
    let place = session.position
    session.press(key, at: 0)
    #expect(session.position == place + by)
  }

  @Test("A stage begins at its first step", arguments: ["]", "J"])
  func nextStage(key: String) throws {
    var session = try session()
    var ids: [String] = []
    while session.position < session.recording.last, ids.count < 20 {
      session.press(key, at: 0)
      ids.append(stage(session))
    }
    #expect(ids.prefix(6) == ["enter", "prepare", "establish", "action", "hooks", "return"])
  }

  @Test("Stages are left backwards too", arguments: ["[", "K"])
  func previousStage(key: String) throws {
    var session = try session(at: "return.sys_mmap.sysret")
    var ids: [String] = []
    while session.position > 0, ids.count < 20 {
      session.press(key, at: 0)
      ids.append(stage(session))
    }
    #expect(ids.filter { $0 != "start" } == ["return", "hooks", "action", "establish", "prepare", "enter"])
    #expect(session.position == 0)
  }

  @Test("The ends are one key away", arguments: [("g", "G"), ("home", "end")])
  func ends(first: String, last: String) throws {
    var session = try session()
    session.press(last, at: 0)
    #expect(session.position == session.recording.last)
    session.press(first, at: 0)
    #expect(session.position == 0)
  }

  @Test("At an end the key says so", arguments: [("left", "start"), ("S", "start"), ("[", "start")])
  func start(key: String, word: String) throws {
    var session = try session()
    session.press(key, at: 0)
    #expect(session.position == 0)
    #expect(session.view.notice.contains(word))
  }

  @Test("Past the last step there is nothing, and the key says so", arguments: ["right", "s", "]"])
  func end(key: String) throws {
    var session = try session()
    session.press("G", at: 0)
    session.press(key, at: 0)
    #expect(session.position == session.recording.last)
    #expect(session.view.notice.contains("last step"))
  }

  // MARK: Playing

  @Test("Playing takes the steps by itself and stops at the end")
  func plays() throws {
    var session = try session()
    session.press("p", at: 0)
    #expect(session.view.isPlaying)
    var now = 0
    var positions: [Int] = []
    while let wait = session.nextTick(at: now), positions.count < 1000 {
      now += wait
      session.tick(at: now)
      if positions.last != session.position { positions.append(session.position) }
    }
    #expect(positions.last == session.recording.last)
    #expect(positions == positions.sorted())
    #expect(!session.view.isPlaying)
    #expect(session.nextTick(at: now) == nil)
  }

  @Test("Playing again at the end starts over, and the key pauses")
  func playsAgain() throws {
    var session = try session(at: "return.sys_mmap.sysret")
    session.press("p", at: 0)
    #expect(session.position == 0 && session.view.isPlaying)
    session.press("p", at: 10)
    #expect(!session.view.isPlaying && session.nextTick(at: 10) == nil)
  }

  @Test("Faster and slower change the pace, and say so at their limits")
  func paces() throws {
    var session = try session()
    session.press("p", at: 0)
    func wait() -> Int { session.nextTick(at: 0) ?? 0 }
    let usual = wait()
    session.press(">", at: 0)
    #expect(wait() < usual)
    session.press("<", at: 0)
    session.press("<", at: 0)
    #expect(wait() > usual)
    for _ in 0..<20 { session.press("<", at: 0) }
    #expect(session.view.notice.contains("slowest"))
    for _ in 0..<20 { session.press(">", at: 0) }
    #expect(session.view.notice.contains("fastest"))
    #expect(wait() > 0)
  }

  @Test("Going back stops playing")
  func backStops() throws {
    var session = try session(at: "establish.vma_link_file")
    session.press("p", at: 0)
    session.press("left", at: 0)
    #expect(!session.view.isPlaying)
  }

  @Test("Nothing happens by itself while nobody plays and nothing moves")
  func idle() throws {
    var session = try session(at: "establish.vma_link_file")
    let frame = session.frame(.talk, at: 0)
    #expect(session.nextTick(at: 0) == nil)
    session.tick(at: 1_000_000)
    #expect(session.frame(.talk, at: 1_000_000) == frame)
  }

  private func stage(_ session: Session) -> String {
    session.recording.id(session.position).split(separator: ".").first.map(String.init) ?? ""
  }

  private func session(at step: String? = nil) throws -> Session {
    let recording = try run()
    var session = Session(recording, themeCount: 3, isAnimated: false)
    if let step { session.jump(to: try recording.position(of: step)) }
    return session
  }
}
