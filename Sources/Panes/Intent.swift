/// What a key means. Panes know intents; only the key map knows keys.
public enum Intent: String, CaseIterable, Hashable, Sendable {
  case next, previous, nextStage, previousStage, subStep, subStepBack, first, last
  case play, slower, faster
  case fail, undoFail
  case theme, ascii, animation, blank, help, redraw, quit, close
}

/// Which keys mean what; names of keys as the terminal room gives them.
public struct KeyMap: Sendable {
  private let table: [(key: String, intent: Intent)]

  /// The design's keys: both families, and what presenter remotes send.
  public static let standard = KeyMap(table: [
    ("right", .next), ("l", .next), ("space", .next), (" ", .next), ("page-down", .next),
    ("left", .previous), ("h", .previous), ("backspace", .previous), ("page-up", .previous),
    ("]", .nextStage), ("J", .nextStage), ("[", .previousStage), ("K", .previousStage),
    ("s", .subStep), ("S", .subStepBack), ("g", .first), ("home", .first), ("G", .last), ("end", .last),
    ("p", .play), ("<", .slower), (">", .faster), ("x", .fail), ("X", .undoFail), ("t", .theme),
    ("A", .ascii), ("a", .animation), (".", .blank), ("?", .help), ("f1", .help), ("ctrl-l", .redraw),
    ("q", .quit), ("ctrl-c", .quit), ("escape", .close),
  ])

  public func intent(_ key: String) -> Intent? { table.first { $0.key == key }?.intent }
}
