import Scenarios
import Simulation
import Testing

/// Demo files: what is read from them, and every mistake with its place.
@Suite("Demo files")
struct DemoReadingTests {
  private static let head = "title: T\nscenario: device-memory\nplay:\n"

  private func problem(_ line: String) -> String {
    do throws(ScenarioError) {
      _ = try DemoReader.read(text: Self.head + "  - \(line)\n", source: "d.yaml", name: "d")
      return "none"
    } catch {
      return error.description
    }
  }

  @Test("All events are read, with their place")
  func events() throws {
    let text = """
      title: All
      scenario: device-memory
      revision: "7.0"
      size: 132x43
      theme: print-grey
      pace: { hold: 3s, type: 30cps, read: 20cps, pass: 300ms }
      play:
        - chapter: One
        - step
        - step: 3
        - step: until a.b
        - stage
        - stage: action
        - back: 2
        - fail: a.b=EIO
        - fail: off
        - choose: a.b@reader
        - caption: "{vma}: text"
        - note: n
        - focus: locks
        - spotlight: off
        - callout: { at: "vma:new", text: here }
        - callout: off
        - zoom: code
        - compare: ["6.19", "7.0"]
        - type: goto
        - hold: 1500ms
        - pause
        - expect: { mmap_lock: write }
        - shot: a-shot
        - end
      """
    let demo = try DemoReader.read(text: text, source: "d", name: "d").demo
    #expect(demo.columns == 132 && demo.rows == 43 && demo.theme == "print-grey" && demo.revision == .v7_0)
    #expect(demo.pace.hold == 3000 && demo.pace.type == 30 && demo.pace.read == 20 && demo.pace.pass == 300)
    let events: [Demo.Event] = [
      .chapter("One"), .step(1), .step(3), .stepUntil("a.b"), .stage(nil), .stage("action"), .back(2),
      .fail("a.b=EIO"), .fail(nil), .choose("a.b@reader"), .caption("{vma}: text"), .note("n"),
      .focus("locks"),
      .spotlight(nil), .callout(at: "vma:new", text: "here"), .noCallout, .zoom("code"),
      .compare([.v6_19, .v7_0]), .type("goto"), .hold(1500), .pause,
      .expect([.init(subject: .mmapLock, value: "write")]), .shot("a-shot"), .end,
    ]
    #expect(demo.beats.map(\.event) == events)
    #expect(demo.beats[1].place == Demo.Place(line: 9, column: 5))
  }

  @Test(
    "A mistake is told with line, column and the nearest word",
    arguments: [
      ("stpe", "d.yaml:4:5: \"stpe\", expected a line such as - step or - caption: TEXT; did you mean step?"),
      ("captoin: x", "did you mean caption?"), ("hold: 3", "d.yaml:4:11: \"3\", expected a duration"),
      ("hold: 2.5s", "\"2.5s\", expected a duration"), ("hold: 700s", "at most 600s"),
      ("caption", "caption without a value"), ("pause: yes", "pause with a value"),
      ("step: until A.b", "as step id"), ("step: 0", "expected a number of steps"),
      ("stage: actoin", "did you mean action?"), ("caption: \"{vam}\"", "did you mean {vma}?"),
      ("expect: { mmap_lock: wirte }", "did you mean write?"), ("expect: { mmap: write }", "unknown key"),
      ("compare: [6.19, 8.0]", "\"8.0\", expected"), ("shot: A b", "expected a name of a-z"),
      ("choose: a.b", "expected ID@TASK"), ("callout: { at: locks }", "no key \"text\""),
      ("{ step: 1, pause: 1 }", "2 events in one line"), ("caption: a # b", "cuts short"),
    ])
  func mistakes(line: String, expected: String) {
    #expect(problem(line).contains(expected), "\(problem(line))")
  }

  @Test("Every bundled demo is read, and is no scenario", arguments: DemoCatalogue.names)
  func bundled(name: String) throws {
    let source = try #require(try DemoCatalogue.demo(named: name))
    #expect(ScenarioCatalogue.names.contains(source.demo.scenario))
    #expect(
      !ScenarioCatalogue.names.contains(name) && DemoReader.isDemo(DemoCatalogue.text(named: name) ?? ""))
  }

  @Test("No scenario is taken for a demo", arguments: ScenarioCatalogue.names)
  func scenarios(name: String) {
    #expect(!DemoReader.isDemo(ScenarioCatalogue.text(named: name) ?? "play:"))
  }
}
