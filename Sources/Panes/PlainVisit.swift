import Simulation

/// A visit line by line, for screen readers and terminals that can only print: one command in, sentences out.
///
/// It steps by the same strides as the picture does.
public struct PlainVisit: Sendable {
  public private(set) var position: Int
  public private(set) var wantsQuit = false
  private var tour: Tour {
    didSet { narration = Narration(tour.recording, origin: origin) }
  }
  private var diversions: [(tour: Tour, position: Int)] = []
  private let origin: String

  public init(_ recording: Recording, at position: Int = 0, origin: String = "") {
    tour = Tour(recording)
    self.position = position
    self.origin = origin
    narration = Narration(recording, origin: origin)
  }

  private var narration: Narration

  /// What is said before the first command.
  public var greeting: [String] {
    narration.heading + ["? lists the commands.", ""] + step
  }

  /// How many changes of a step are read out; a loop over pages makes hundreds.
  private static let changesMax = 12

  // The step and what it changed.
  private var step: [String] {
    let recording = tour.recording
    let all = recording.changes(from: tour.strides.start(of: position), to: position).filter { !$0.isControl }
    let told = all.prefix(Self.changesMax).map { EventText.of($0, recording.facts) }
    let more = all.count > told.count ? ["and \(all.count - told.count) more"] : []
    let text = (told + more).joined(separator: "; ")
    return narration.step(position, changed: text.isEmpty ? "nothing that others can see" : text)
  }

  private static let help = [
    "n or an empty line: next step", "p: step back", "] and [: next and last stage",
    "g ID: go to a step, by its id or number", "f: first step", "l: last step", "r: read the step again",
    "? and a word, such as pf or mmap_lock: explain it", "x: let this step fail",
    "X: take the last failure back", "q: quit",
  ]

  /// What a line makes it say.
  public mutating func answer(_ line: String) -> [String] {
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    let last = tour.recording.last
    switch words.first ?? "n" {
    case "n", "s":
      guard position < last else { return [narration.ending, "This is the last step."] }
      return go(to: tour.strides.next(after: position))
    case "p":
      guard position > 0 else { return ["This is the start."] }
      return go(to: tour.strides.previous(before: position))
    case "]": return go(to: tour.strides.nextStage(after: position))
    case "[": return go(to: tour.strides.previousStage(before: position))
    case "f": return go(to: 0)
    case "l": return go(to: last) + [narration.ending]
    case "r": return step
    case "g": return go(toName: words.dropFirst().first)
    case "x": return fail()
    case "X": return undo()
    case "q":
      wantsQuit = true
      return []
    case "?", "h", "help": return help(words.dropFirst().first)
    default: return ["'\(words[0])' is no command; ? lists them."]
    }
  }

  private mutating func go(to position: Int) -> [String] {
    self.position = position
    return step
  }

  private mutating func go(toName name: String?) -> [String] {
    guard let name else { return ["g wants a step: an id or a number up to \(tour.recording.last)."] }
    guard let place = tour.recording.position(named: name) else { return ["No step is called '\(name)'."] }
    return go(to: place)
  }

  private func help(_ word: String?) -> [String] {
    guard let word else { return Self.help }
    guard let thing = Thing.named(word) else {
      return ["\(word) is not known: try a flag, a lock, a field or a level, such as pf or mmap_lock."]
    }
    let explained = Explanation(thing, Scene(tour, at: position))
    return [explained.title] + explained.rows.map { "   \($0.label): \($0.text)" }
  }

  private mutating func fail() -> [String] {
    guard let changed = tour.recording.failing(at: position) else { return ["This step cannot fail."] }
    diversions.append((tour, position))
    tour = Tour(changed)
    return step
  }

  private mutating func undo() -> [String] {
    guard let earlier = diversions.popLast() else { return ["Nothing was made to fail."] }
    tour = earlier.tour
    return go(to: earlier.position)
  }
}
