import Drawing
import Simulation
import Testing

@testable import Panes

/// A demo told live.
@Suite("Presentations")
struct PresentationTests {
  private func talk() throws -> Presentation {
    Presentation(
      try telling(
        .chapter("One"), .caption("First."), .note("Say hello."), .pause, .step(1), .caption("Second."),
        .hold(4000),
        .stepUntil("prepare.mmap_prepare"), .caption("Third."), .pause, .step(1), .caption("Last.")),
      themeCount: 2)
  }

  @Test("It waits at a pause however long, and goes on at a key of a remote")
  func pauses() throws {
    var talk = try talk()
    for now in stride(from: 1000, through: 60_000, by: 1000) { talk.tick(at: now) }
    #expect(talk.cue.staging.caption == "First.")
    talk.press("page-down", at: 61_000)
    #expect(talk.cue.staging.caption == "Second.")
  }

  @Test("Between pauses it plays by itself, as long as the script holds")
  func plays() throws {
    var talk = try talk()
    talk.press("page-down", at: 1000)
    talk.tick(at: 1000 + Motion.duration + 3999)
    #expect(talk.cue.staging.caption == "Second." && !talk.cue.isPassing)
    talk.tick(at: 1000 + Motion.duration + 4000)
    #expect(talk.cue.isPassing)
    for now in stride(from: 6000, through: 60_000, by: 100) { talk.tick(at: now) }
    #expect(talk.cue.staging.caption == "Third.")
  }

  @Test("A step key on the way jumps to where the way leads, and one that comes too soon is a sticky button")
  func jumps() throws {
    var talk = try talk()
    talk.press("page-down", at: 1000)
    talk.tick(at: 6000)
    #expect(talk.cue.isPassing)
    talk.press("page-down", at: 6100)
    #expect(talk.cue.staging.caption == "Third.")
    talk.press("page-down", at: 6200)
    #expect(talk.cue.staging.caption == "Third.")
    talk.press("page-up", at: 7000)
    #expect(talk.cue.staging.caption == "Second.")
  }

  @Test("Blank is blank; the key that ends it does nothing else", arguments: [".", "b"])
  func blank(key: String) throws {
    var talk = try talk()
    talk.press(key, at: 1000)
    #expect(talk.frame(.wide, at: 1000) == Frame(.wide))
    talk.press("page-down", at: 2000)
    #expect(!talk.isBlank && talk.place == 0)
  }

  @Test("A key of the program leaves the script; R gives it back where it was left")
  func offScript() throws {
    var talk = try talk()
    talk.press("page-down", at: 1000)
    let (place, step) = (talk.place, talk.cue.position)
    talk.press("]", at: 2000)
    #expect(talk.session != nil && (talk.session?.position ?? 0) > step)
    #expect(
      talk.frame(.wide, at: 2000).text(row: 0).contains("off script"),
      "\(plain(talk.frame(.wide, at: 2000).text))")
    talk.press("x", at: 3000)
    talk.press("R", at: 4000)
    #expect(talk.session == nil && talk.place == place)
  }

  @Test("What is typed off script belongs to the prompt; leaving there asks, and says so")
  func typing() throws {
    var talk = try talk()
    talk.press("]", at: 1000)
    for key in ["/", "q", "R"] { talk.press(key, at: 2000) }
    #expect(talk.session?.view.prompt?.text == "qR")
    talk.press("escape", at: 3000)
    for key in [":", "q", "enter"] { talk.press(key, at: 4000) }
    #expect(!talk.wantsQuit && talk.session != nil)
    let head = talk.frame(.wide, at: 4000).text(row: 0)
    #expect(head.hasSuffix("q again quits"), "\(head)")
    talk.press("]", at: 5000)
    #expect(talk.frame(.wide, at: 5000).text(row: 0).hasSuffix("off script, R goes back"))
    talk.press("q", at: 6000)
    talk.press("q", at: 7000)
    #expect(talk.wantsQuit)
  }

  @Test("A click on a blank screen brings the picture back and does nothing else", arguments: [true, false])
  func blankClick(isOffScript: Bool) throws {
    var talk = try talk()
    talk.resize(to: .wide)
    talk.press(isOffScript ? "]" : "page-down", at: 1000)
    let (place, position) = (talk.place, talk.session?.position)
    talk.press(".", at: 2000)
    #expect(talk.frame(.wide, at: 2000) == Frame(.wide))
    talk.click(x: 60, y: 2, at: 3000)
    #expect(talk.frame(.wide, at: 9000) != Frame(.wide))
    #expect(talk.session?.position == position && talk.place == place)
  }

  @Test("Escape is harmless, F5 begins again, q asks once")
  func remote() throws {
    var talk = try talk()
    talk.press("page-down", at: 1000)
    let place = talk.place
    talk.press("escape", at: 2000)
    talk.press("escape", at: 2100)
    #expect(talk.place == place && !talk.wantsQuit && talk.session == nil)
    talk.press("f5", at: 3000)
    #expect(talk.place == 0)
    talk.press("q", at: 4000)
    #expect(!talk.wantsQuit && talk.frame(.wide, at: 4000).text(row: 0).contains("q again quits"))
    talk.press("q", at: 5000)
    #expect(talk.wantsQuit)
  }

  @Test("Notes have the note, the next step and the clock; the picture has the clock and no note")
  func notes() throws {
    var talk = try talk()
    talk.press("escape", at: 1000)
    let notes = talk.notes(at: 66_000).joined(separator: "\n")
    #expect(notes.contains("Say hello.") && notes.contains("1:05") && notes.contains("Second."), "\(notes)")
    let picture = talk.frame(.wide, at: 66_000).text
    #expect(picture.contains("1:05") && !picture.contains("Say hello."), "\(plain(picture))")
  }

  @Test("Ctrl-C closes a prompt beside the script, and quits where there is none")
  func control() throws {
    var talk = try talk()
    talk.press(":", at: 1000)
    talk.press("ctrl-c", at: 1000)
    #expect(talk.session?.view.prompt == nil && !talk.wantsQuit)
    talk.press("ctrl-c", at: 1000)
    #expect(talk.wantsQuit)
  }

  @Test("The clock takes no room from the name of the kernel, at any length")
  func header() throws {
    var talk = try talk()
    talk.press("escape", at: 0)
    for minutes in [0, 12, 600] {
      let row = talk.frame(.talk, at: minutes * 60_000).text(row: 0)
      #expect(row.contains("kernel seed-v2  \(minutes):00"), "\(plain(row))")
    }
  }

  @Test("On a blank screen the wheel does nothing, on script and beside it")
  func blankWheel() throws {
    for key in ["escape", "]"] {
      var talk = try talk()
      talk.press(key, at: 1000)
      talk.resize(to: .wide)
      let picture = talk.frame(.wide, at: 1000)
      talk.press(".", at: 1000)
      talk.wheel(up: false, x: 20, y: 2, at: 1000)
      #expect(talk.isBlank && talk.frame(.wide, at: 1000) == Frame(.wide))
      talk.press(".", at: 1000)
      #expect(!talk.isBlank && talk.frame(.wide, at: 1000) == picture, "\(key)")
    }
  }

  @Test("While the screen is blank the script waits, and goes on with what was left")
  func blankTime() throws {
    var talk = try talk()
    talk.press("page-down", at: 1000)
    let end = 1000 + Motion.duration + 4000
    talk.tick(at: end - 500)
    talk.press(".", at: end - 500)
    talk.tick(at: end + 60_000)
    talk.press(".", at: end + 60_000)
    talk.tick(at: end + 60_499)
    #expect(talk.cue.staging.caption == "Second." && !talk.cue.isPassing)
    talk.tick(at: end + 60_500)
    #expect(talk.cue.isPassing)
  }
}
