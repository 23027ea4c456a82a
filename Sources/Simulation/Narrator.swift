import KernelRoutines
import MemoryModel

/// Fills the placeholders of a routine's words and of captions from the machine: `{vma}`, `{pfn}`, `{errno}`
/// …
public struct Narrator: Sendable {
  let recording: Recording
  let position: Int
  let before: MachineState
  let after: MachineState

  public init(_ recording: Recording, at position: Int) {
    self.recording = recording
    self.position = position
    before = recording.state(at: max(0, position - 1))
    after = recording.stateBehindStep(at: position)
  }

  /// What happened in the step before the position, and why it matters.
  public var sentences: (what: String, why: String) {
    guard let mark = recording.mark(position), let line = recording.line(position) else { return start }
    var (what, why) = (line.words.what, line.words.why)
    switch mark.outcome {
    case .failed: (what, why) = failed(line, mark)
    case .parked: return parked(mark)
    case .ran where isIllegalClear(line): (what, why) = cleared
    case .ran: break
    }
    return (fill(what), fill(caption(mark) ?? why))
  }

  private var start: (what: String, why: String) {
    let file = fill("{file}")
    return (
      fill("{app} asks for {pages} pages of \(file). Nothing has happened yet."),
      recording.scenario.missing ?? caption { $0 == "start" }.map { fill($0) }
        ?? "Press \u{2192} or Space to take the first step, ? for all keys."
    )
  }

  // A task that waits for a lock it holds itself waits for ever.
  private func parked(_ mark: Mark) -> (what: String, why: String) {
    let name = recording.facts.taskNames[Int(mark.task.index)]
    let lock = after.task(mark.task).waitsFor?.name ?? "a lock"
    let graph = WaitGraph(after)
    let holders = graph.blockers(of: mark.task).map { recording.facts.taskNames[Int($0.index)] }
    let ring = graph.ring(from: mark.task) ?? []
    if ring == [mark.task] {
      return (
        "\(name) waits for \(lock), which it holds itself: it will never go on.",
        "It cannot be killed, and whoever wants mmap_lock of \(recording.facts.processName) waits behind it."
      )
    }
    let what = "\(name) waits for \(lock), held by \(holders.joined(separator: ", "))."
    guard ring.count > 1 else { return (what, "It goes on when it is free.") }
    let others = ring.dropFirst().map { recording.facts.taskNames[Int($0.index)] }.joined(separator: ", ")
    return (what, "They wait for each other, \(name) and \(others): none will ever go on.")
  }

  private func failed(_ line: CodeLine, _ mark: Mark) -> (String, String) {
    if !line.words.failedWhat.isEmpty { return (line.words.failedWhat, line.words.failedWhy) }
    if after.task(mark.task).frames.last?.error == .EINTR {
      return (
        "A fatal signal arrives while {task} waits for mmap_lock: -EINTR.", "Nothing is held: no undoing."
      )
    }
    return (
      "\(line.text) fails with -{errno}.", "From here the kernel goes back: {nextstep}"
    )
  }

  private var cleared: (String, String) {
    (
      "The error hook is given \(pendingBefore.map { "-\($0)" } ?? "an error"), and returns 0: forbidden.",
      isInTree || task.map?.runsHook == true
        ? "mmap() will return an address whose pages are not all there."
        : "mmap() will return the address of a range that was just unmapped."
    )
  }

  private func isIllegalClear(_ line: CodeLine) -> Bool {
    line.words.what.contains("{olderrno}") && error(after) == nil
  }

  private func caption(_ mark: Mark) -> String? {
    let id = recording.id(position)
    if let own = caption({ $0 == id }) { return own }
    // Only an id that the step's own begins with can mean it: the others are not looked for in the program.
    let bare = Self.bare(id)
    return caption {
      bare.hasPrefix(Self.bare($0)) && recording.program.pattern(for: $0)?.matches(mark) ?? false
    }
  }

  // Without the task in front of the slash.
  private static func bare(_ id: String) -> Substring {
    id.lastIndex(of: "/").map { id[id.index(after: $0)...] } ?? Substring(id)
  }

  // What is written for the kernel that runs goes before what is written for all. A kernel that lacks what
  // the story is about does not tell it.
  private func caption(_ isMeant: (String) -> Bool) -> String? {
    guard recording.scenario.missing == nil else { return nil }
    let kernel = recording.program.revision
    let meant = recording.scenario.captions.filter {
      ($0.revision == nil || $0.revision == kernel) && isMeant($0.step)
    }
    return (meant.first { $0.revision == kernel } ?? meant.first)?.text
  }

  /// The outcome beside the listing's line.
  public func note(_ line: CodeLine) -> String { fill(line.words.note) }

  /// A text with its placeholders filled.
  public func fill(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
    var result = ""
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      result += value(name) ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
