import Drawing
import Glibc
import Testing

/// The terminal shows what `vmascope render` writes: two ways to the same picture.
@Suite("Pictures on a terminal", .serialized, .timeLimit(.minutes(2)))
struct PictureTests {
  @Test(
    "The screen is the picture that render writes",
    arguments: ["start", "establish.vma_link_file", "action.remap.pte.5", "end"],
    [Size(columns: 80, rows: 24), Size(columns: 132, rows: 43)])
  func same(step: String, size: Size) throws {
    let terminal = try started(["--no-animation", "--step", step], size: size, waitingFor: "vmascope")
    expectSame(terminal.screen.text, as: try rendered(step, size))
    try quit(terminal)
  }

  @Test("Stepping to the end and back shows the pictures of the way there again")
  func thereAndBack() throws {
    let terminal = try started()
    var pictures: [String] = [terminal.screen.text]
    while counterParts(terminal.screen).map({ $0.step < $0.count }) ?? false, pictures.count < 200 {
      try step(terminal, "\u{1b}[C")
      pictures.append(terminal.screen.text)
    }
    expectSame(terminal.screen.text, as: try rendered("end", terminal.screen.size))
    #expect(pictures.count > 20)
    for picture in pictures.dropLast().reversed() {
      try step(terminal, "\u{1b}[D")
      expectSame(terminal.screen.text, as: picture)
    }
    #expect(terminal.screen.unknown == [])
    try quit(terminal)
  }

  @Test("A window that grows, shrinks too far and comes back keeps the place")
  func keepsPlace() throws {
    let terminal = try started(["--no-animation", "--step", "action.remap.pte.5"], waitingFor: "pte.5")
    let place = counter(terminal)
    for size in [Size(columns: 132, rows: 43), Size(columns: 60, rows: 16), Size(columns: 80, rows: 24)] {
      terminal.resize(to: size)
      let wanted = try rendered("action.remap.pte.5", size)
      try terminal.wait(for: "the picture of \(size)") { $0.text == wanted }
    }
    #expect(counter(terminal) == place)
    try quit(terminal)
  }

  @Test("With motion the picture comes to rest at the same place")
  func motion() throws {
    let place = ["--step", "establish.vma_mark_attached"]
    let still = try started(["--no-animation"] + place, waitingFor: "vma_mark_attached")
    try step(still, "\u{1b}[C")
    let terminal = try started(place, waitingFor: "vma_mark_attached")
    terminal.type("\u{1b}[C")
    try terminal.wait(for: "the step at rest") { $0.text == still.screen.text }
    try quit(still)
    try quit(terminal)
  }

  @Test("A step that cannot fail says so on the last row, and the program goes on")
  func says() throws {
    let terminal = try started()
    terminal.type("x")
    try terminal.wait(for: "the reason") { $0.text(row: 23).contains("x: ") }
    try step(terminal, "\u{1b}[C")
    #expect(!terminal.screen.text(row: 23).contains("x: "))
    try quit(terminal)
  }

  private func step(_ terminal: PseudoTerminal, _ key: String) throws {
    let before = counter(terminal)
    terminal.type(key)
    try terminal.wait(for: "a step from \(before)") { counterParts($0) != nil && counter($0) != before }
    terminal.settle(milliseconds: 15)
  }

  private func rendered(_ step: String, _ size: Size) throws -> String {
    let terminal = try PseudoTerminal(
      "/bin/sh", ["-c", "exec \(ChildProcess.built("vmascope")) render --step \(step) --size \(size) | cat"],
      size: Size(columns: size.columns + 20, rows: size.rows + 20))
    #expect(try terminal.end() == .exited(0))
    return (0..<size.rows).map { terminal.screen.text(row: $0) + "\n" }.joined()
  }
}
