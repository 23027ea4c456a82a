import KernelRoutines
import Simulation

/// A line that is being typed at the foot of the screen, or a letter that is waited for.
public struct Prompt: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// `/`: find a text.
    case find
    /// `:`: go to a step, or a command.
    case command
    /// `m`: the letter of a bookmark to set.
    case mark
    /// `'`: the letter of a bookmark to go to.
    case recall
  }

  public var kind: Kind
  public var text = ""

  public init(_ kind: Kind) { self.kind = kind }

  /// What stands before the text.
  var lead: String {
    switch kind {
    case .find: "/"
    case .command: ":"
    case .mark: "mark this step with a letter: "
    case .recall: "go to the mark with the letter: "
    }
  }

  /// What a command line can be completed to: step ids, part by part, and the commands.
  static func completions(_ text: String, in recording: Recording) -> [String] {
    let commands = ["start", "end", "decisions", "help "] + Preset.cycle.map { "view \($0.rawValue)" }
    var found = commands.filter { $0.hasPrefix(text) && $0 != text }
    var known = Set(found)
    for position in 1..<max(recording.last + 1, 1) {
      let id = recording.id(position)
      guard id.hasPrefix(text), id != text else { continue }
      // Up to the next dot: a long list is walked part by part.
      let rest = id.dropFirst(text.count)
      let end = rest.firstIndex(of: ".").map { rest.index(after: $0) } ?? rest.endIndex
      let part = text + rest[..<end]
      if known.insert(part).inserted { found.append(part) }
    }
    return found
  }
}
