import KernelRoutines
import Simulation

// What is typed: a text to find, a step to go to, letters of bookmarks.

extension Session {
  /// Puts a sentence in the place of the hints.
  mutating func say(_ text: String) { view.notice = text }

  mutating func open(_ kind: Prompt.Kind) {
    view.prompt = Prompt(kind)
  }

  /// A key while something is being typed.
  mutating func type(_ key: String, at now: Int) {
    guard var prompt = view.prompt else { return }
    switch key {
    case "escape", "ctrl-c": view.prompt = nil
    case "enter": finish(prompt, at: now)
    case "backspace":
      view.prompt = prompt.text.popLast() == nil ? nil : prompt
    case "tab" where prompt.kind == .command: complete(prompt)
    default:
      let text = key == "space" ? " " : key
      guard text.count == 1 else { return }
      switch prompt.kind {
      case .mark: setMark(text)
      case .recall: goToMark(text)
      case .find, .command:
        prompt.text += text
        view.prompt = prompt
      }
    }
  }

  private mutating func finish(_ prompt: Prompt, at now: Int) {
    view.prompt = nil
    switch prompt.kind {
    case .find:
      view.query = prompt.text
      findNext(forward: true)
    case .command: obey(prompt.text)
    case .mark, .recall: view.notice = "a letter names a mark"
    }
  }

  // To what all possible ends have in common; where that adds nothing they are listed.
  private mutating func complete(_ prompt: Prompt) {
    var prompt = prompt
    let all = Prompt.completions(prompt.text, in: recording)
    guard let first = all.first else { return say("nothing begins like that") }
    var common = first
    for other in all { common = String(zip(common, other).prefix { $0.0 == $0.1 }.map(\.0)) }
    if common.count > prompt.text.count { prompt.text = common }
    view.prompt = prompt
  }

  // MARK: Commands

  private mutating func obey(_ text: String) {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first else { return }
    switch first {
    case "decisions": showDecisions()
    case "help": help(words.dropFirst().first)
    case "view":
      guard let preset = words.dropFirst().first.flatMap(Preset.init(rawValue:)),
        Preset.cycle.contains(preset)
      else { return say(":view takes \(Preset.cycle.map(\.rawValue).joined(separator: ", "))") }
      show(preset)
    case "q", "quit": wantsQuit = true
    default:
      guard let position = recording.position(named: first) else {
        return say("no step is called '\(first)': Tab completes, / finds")
      }
      jump(to: position)
    }
  }

  // With the command line that plays this run again.
  private mutating func showDecisions() {
    let name = recording.scenario.name
    let kernel = recording.program.revision.rawValue
    let text = recording.decisionString
    let more = text.isEmpty ? "" : " --decisions '\(text)'"
    view.sheet = .text(
      title: "decisions of this run",
      lines: [
        text.isEmpty ? "none: nothing fails, tasks run as they come" : text, "",
        "vmascope \(name) --revision \(kernel)\(more)",
      ])
  }

  private mutating func help(_ word: String?) {
    guard let word else {
      view.showsHelp = true
      return
    }
    guard let thing = Thing.named(word) else {
      return say(":help \(word): try a flag, a lock, a field or a level, such as pf or mmap_lock")
    }
    view.sheet = .thing(thing)
  }

  // MARK: Finding

  mutating func findNext(forward: Bool) {
    guard !view.query.isEmpty else { return say("n: / finds a text first") }
    guard let found = Finder(recording, view.query).next(from: position, forward: forward) else {
      view.notice = "'\(view.query)' is in no step of this run"
      view.query = ""
      return
    }
    let isRound = forward ? found <= position : found >= position
    jump(to: found)
    if isRound { view.notice = "/\(view.query): from the \(forward ? "start" : "end") again" }
  }

  // MARK: Bookmarks

  // Kept by the step's name: a mark survives another run that has the step.
  private mutating func setMark(_ letter: String) {
    view.prompt = nil
    marks[letter] = recording.id(position)
    view.notice = "mark \(letter): \(recording.id(position))"
  }

  private mutating func goToMark(_ letter: String) {
    view.prompt = nil
    guard let id = marks[letter] else { return say("'\(letter): no such mark, m sets one") }
    guard let place = (0...recording.last).first(where: { recording.id($0) == id }) else {
      return say("'\(letter): this run does not come to \(id)")
    }
    jump(to: place)
  }
}
