import Simulation

/// A visit to a run line by line, for screen readers and pipes: a command in, sentences out.
public struct PlainVisit: Sendable {
  public private(set) var position = 0
  public private(set) var wantsQuit = false
  private let tour: Tour
  /// How many changes of a step are read out; a loop over pages makes hundreds.
  private static let changesMax = 12

  /// The commands, in the order in which help tells them.
  private static let commands: [(words: [String], meaning: String)] = [
    (["n", "next"], "next step"), (["p", "previous"], "previous step"),
    (["s", "statement"], "one statement on"), (["]", "stage"], "next stage"),
    (["[", "back"], "previous stage"), (["g", "go"], "go to a step: an id, a number, start or end"),
    (["r", "read"], "read this step again"), (["h", "help", "?"], "this list; with a word, explain it"),
    (["q", "quit"], "quit"),
  ]

  public init(_ recording: Recording, at position: Int = 0) {
    tour = Tour(recording)
    self.position = min(max(position, 0), recording.last)
  }

  private var recording: Recording { tour.recording }

  /// What is said before anything was asked.
  public var greeting: [String] {
    let scenario = recording.scenario
    let kernel = scenario.revision.rawValue
    let keys = "n is the next step, h lists all commands, q quits."
    return [scenario.title, scenario.teaches, "Kernel \(kernel). \(keys)"] + step
  }

  /// Does what a line says, and answers. An empty line reads the step again.
  public mutating func answer(_ line: String) -> [String] {
    let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
    guard let first = words.first else { return step }
    let command = Self.commands.first { $0.words.contains(first) }
    switch command?.words.first {
    case "n": return forward { $0.next(after: $1) }
    case "s": return forward { strides, place in min(place + 1, strides.last) }
    case "]": return forward { $0.nextStage(after: $1) }
    case "p": return back { $0.previous(before: $1) }
    case "[": return back { $0.previousStage(before: $1) }
    case "g": return go(words.dropFirst().first)
    case "r": return step
    case "h": return help(words.dropFirst().first)
    case "q":
      wantsQuit = true
      return []
    default: return ["There is no command '\(first)'. h lists them."]
    }
  }

  private mutating func forward(_ stride: (Strides, Int) -> Int) -> [String] {
    guard position < recording.last else { return ["This is the last step. \(recording.endingSentence)"] }
    position = stride(tour.strides, position)
    return step + (position == recording.last ? ["   \(recording.endingSentence)"] : [])
  }

  private mutating func back(_ stride: (Strides, Int) -> Int) -> [String] {
    guard position > 0 else { return ["This is the start: nothing has happened yet."] }
    position = stride(tour.strides, position)
    return step
  }

  private mutating func go(_ word: String?) -> [String] {
    guard let word else { return ["g wants a step: an id, a number, start or end."] }
    guard let found = recording.position(named: word) else {
      return ["No step is called '\(word)': this run has steps 0 to \(recording.last)."]
    }
    position = found
    return step
  }

  private func help(_ word: String?) -> [String] {
    guard let word else {
      return Self.commands.map { "\($0.words.joined(separator: " or ")): \($0.meaning)." }
    }
    guard let thing = Thing.named(word) else {
      return ["\(word) is not known: try a flag, a lock, a field or a level, such as pf or mmap_lock."]
    }
    let explained = Explanation(thing, Scene(tour, at: position))
    return [explained.title] + explained.rows.map { "   \($0.label): \($0.text)" }
  }

  // The step, and in its fourth line what it changed.
  private var step: [String] {
    let spoken = SpokenStep(recording, at: position)
    var lines = spoken.lines
    guard position > 0 else { return lines }
    let changes = spoken.changes(since: tour.strides.start(of: position))
    let more = changes.count > Self.changesMax ? ["and \(changes.count - Self.changesMax) more"] : []
    let told = (changes.prefix(Self.changesMax) + more).joined(separator: "; ")
    lines.insert("   changed: \(told.isEmpty ? "nothing that others can see" : told)", at: 3)
    return lines
  }
}

extension Recording {
  /// What the call gave, and what was broken.
  public var endingSentence: String {
    let result: String
    switch returned {
    case .address(let address): result = "mmap() returned \(address)."
    case .error(let errno): result = "mmap() returned -\(errno)."
    case .done?, .signal?: result = ""
    case nil: result = "mmap() did not return."
    }
    return result + findings.map { " Broken: \($0.violation.law), \($0.violation.facts)." }.joined()
  }
}
