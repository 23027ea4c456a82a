import Drawing
import Scenarios
import Simulation
import Testing

@testable import Panes

/// Scripts: what a line does to the picture, and what is said of a line that cannot be played.
@Suite("Demos")
struct TellingTests {
  @Test("A caption, its spotlight and its callout are on one picture, and leave with the next step")
  func dressing() throws {
    let told = try telling(
      .stepUntil("establish.vma_link_file"), .caption("It can be found."), .spotlight("locks"),
      .callout(at: "vma:new", text: "here"), .step(1))
    let cue = try #require(told.cues.last { told.id($0) == "establish.vma_link_file" })
    #expect(cue.staging.caption == "It can be found." && cue.staging.spotlight == .pane(.locks))
    #expect(cue.staging.callout?.text == "here")
    #expect(told.cues.last?.staging == Staging())
  }

  @Test("A second caption is a second picture of the same step, and a hold ends one")
  func pictures() throws {
    let told = try telling(.step(1), .caption("One."), .caption("Two."), .hold(7000), .spotlight("locks"))
    #expect(told.cues.suffix(3).map(\.staging.caption) == ["One.", "Two.", "Two."])
    #expect(Set(told.cues.suffix(3).map(\.position)).count == 1)
    #expect(told.cues.dropLast().last?.hold == 7000)
  }

  @Test("A picture stays as long as its caption takes to read, at least the pace's hold")
  func holds() throws {
    let long = String(repeating: "word ", count: 32).dropLast()
    let told = try telling(.caption("Short."), .step(1), .caption(String(long)))
    #expect(told.cues.first?.hold == 2500)
    #expect(told.cues.last?.hold == long.count * 1000 / 16)
  }

  @Test("The way to a step further on is shown in passing, a dozen pictures at most")
  func passing() throws {
    let told = try telling(.stepUntil("action.remap.pte.5"))
    #expect(told.cues.count(where: \.isPassing) == Teller.passingMax)
    #expect(told.cues.last.map { told.id($0) } == "action.remap.pte.5")
  }

  @Test("A failure makes another run from there on; off gives the first one back")
  func failure() throws {
    let told = try telling(
      .stepUntil("action.remap.pfnmap_track"), .fail("action.remap.pte_alloc.0=ENOMEM"),
      .stepUntil("unwind"), .fail(nil))
    #expect(told.tours.count == 2)
    #expect(told.cues.last?.tour == 0)
    #expect(told.tours[1].recording.returned == .error(.EAGAIN), "the error hook renames ENOMEM")
  }

  @Test("A caption's placeholders are filled from the machine")
  func placeholders() throws {
    let told = try telling(.stepUntil("action.remap.pte.0"), .caption("{pfn} at {vma}"))
    #expect(told.cues.last?.staging.caption == "fd000 at 7f39ffff0000")
  }

  @Test(
    "What cannot be played is told with the line",
    arguments: [
      (Demo.Event.stepUntil("action.remap.nothing"), "no step 'action.remap.nothing'"),
      (.stepUntil("start"), "lies behind"), (.fail("enter.do_mmap.file_flags"), "cannot fail"),
      (.fail("action.remap.pte_alloc.0=EIO"), "cannot give EIO"), (.fail(nil), "nothing to take back"),
      (.choose("action.remap.pte.0@nobody"), "cannot run"), (.stage("munmap"), "no stage 'munmap'"),
      (.focus("lock"), "no pane 'lock'"), (.spotlight("everything"), "nothing is called"),
      (.callout(at: "observers", text: "x"), "is not on a picture of 100x30"),
      (.spotlight("locks:nobody"), "is not on a picture"),
      (.expect([.init(subject: .mmapLock, value: "read")]), "mmap_lock is free"),
      (.caption(String(repeating: "long words ", count: 40)), "lines"), (.back(1), "at the start"),
    ])
  func faults(event: Demo.Event, found: String) throws {
    let fault = #expect(throws: Demo.Fault.self) { _ = try telling(.shot("first"), event) }
    #expect(fault?.found.contains(found) == true, "\(fault?.found ?? "")")
    #expect(fault?.place == Demo.Place(line: 2, column: 5))
  }

  @Test("A spotlight dims all but its rows, and a callout never covers what it speaks of")
  func spotlight() throws {
    let told = try telling(
      .stepUntil("action.remap.pte.5"), .spotlight("locks"), .callout(at: "locks:VMA lock", text: "held"))
    let cue = try #require(told.cues.last)
    let frame = StagedScreen.draw(told.scene(cue), cue.staging, size: .wide, glyphs: GlyphSet(.rich))
    let pane = try #require(Layout(.wide).slots.first { $0.name == .locks }).rect
    let ruleRow = Layout(.wide).ruleRow
    for y in 1..<ruleRow {
      for x in 0..<100 where frame[x, y].style.role != .callout {
        #expect(
          frame[x, y].style.isBehind == !pane.contains(x: x, y: y), "cell \(x),\(y)\n\(plain(frame.text))")
      }
    }
    #expect(frame.text.contains("held") && frame.text.contains("VMA lock"), "\(plain(frame.text))")
  }

  @Test("Every scenario has a usual film that ends with its run", arguments: ScenarioCatalogue.names)
  func usual(name: String) throws {
    let recording = try run(name)
    let told = try Telling(Demo.plain(for: Tour(recording)), recording, size: .talk)
    #expect(told.cues.last?.position == recording.last)
    // A call that is refused at once has three stages: start, enter, return.
    #expect(told.cues.count(where: { $0.chapter != nil }) >= 3)
  }
}
