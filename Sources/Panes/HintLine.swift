import Drawing
import KernelRoutines
import Simulation

/// The keys that matter now, or why a key could not act.
enum HintLine {
  static func draw(_ scene: Scene, into canvas: inout Canvas) {
    if let prompt = scene.view.prompt { return line(prompt, scene, into: &canvas) }
    guard scene.view.notice.isEmpty else {
      canvas.text(scene.view.notice, x: 1, y: 0, limit: canvas.width - 2, Style(.warn, bold: true))
      return
    }
    var x = 1
    for (standard, meaning, isOpen) in hints(scene) {
      let key = scene.view.shownKeys[standard] ?? standard
      guard !key.isEmpty else { continue }
      let needed = CellWidth.of(key) + 1 + meaning.count
      guard x + needed < canvas.width else { return }
      x += canvas.text(key, x: x, y: 0, Style(isOpen ? .key : .dim, bold: isOpen))
      canvas.text(meaning, x: x + 1, y: 0, Style(.dim))
      x += meaning.count + 3
    }
  }

  /// The keys of the line by the names that the key map knows them by.
  static let keys: [(name: String, shown: String)] =
    [("right", "\u{2192}"), ("left", "\u{2190}")]
    + ["]", "x", "e", "=", "?", "q", "v", "/", "s", "z", "p", "t", "m", ":", "a", "X", "d"].map { ($0, $0) }

  // What is typed, a cursor, and what it can be completed to.
  private static func line(_ prompt: Prompt, _ scene: Scene, into canvas: inout Canvas) {
    let lead = canvas.text(prompt.lead, x: 1, y: 0, Style(.key, bold: true))
    let written = canvas.text(prompt.text, x: 1 + lead, y: 0, limit: canvas.width - lead - 4, Style(.text))
    canvas.put(" ", x: 1 + lead + written, y: 0, Style(.text, reversed: true))
    let x = 1 + lead + written + 3
    guard prompt.kind == .command, x < canvas.width - 12 else { return }
    let text =
      prompt.text.isEmpty
      ? "a step's name or number, Tab completes"
      : Prompt.completions(prompt.text, in: scene.recording).prefix(40).joined(separator: "  ")
    canvas.text(text, x: x, y: 0, limit: canvas.width - x - 1, Style(.dim))
  }

  private static func hints(_ scene: Scene) -> [(String, String, Bool)] {
    let canFail = (scene.mark?.ways ?? 0) > 0
    let last = scene.position == scene.recording.last
    var hints = [
      ("\u{2192}", "next", !last), ("\u{2190}", "back", scene.position > 0), ("]", "stage", !last),
      ("x", "fail here", canFail), ("e", "explain", true), ("=", "compare", true), ("?", "help", true),
      ("q", "quit", true), ("v", "view", true), ("/", "find", true), ("s", "sub-step", !last),
      ("z", "zoom", scene.view.focus != nil), ("p", "play", !last), ("t", "theme", true), ("m", "mark", true),
      (":", "go to", true), ("a", "motion", true),
    ]
    if scene.view.preset == .compare { return comparing(scene, !last) }
    if scene.view.isDiverted { hints.insert(("X", "undo", true), at: 4) }
    let others = scene.recording.others(at: scene.position)
    for (number, task) in others.enumerated().reversed() {
      hints.insert((String(number + 1), scene.facts.taskNames[Int(task.index)], true), at: 1)
    }
    return hints
  }

  private static func comparing(_ scene: Scene, _ isOpen: Bool) -> [(String, String, Bool)] {
    let others = Revision.allCases.filter { $0 != scene.recording.program.revision }
    let kernels = others.enumerated().map { (String($0 + 1), $1.rawValue, true) }
    return [
      ("\u{2192}", "next", isOpen), ("\u{2190}", "back", scene.position > 0), ("d", "difference", true),
      ("=", "leave", true),
    ] + kernels + [("?", "help", true), ("q", "quit", true)]
  }
}
