/// What a key means. Panes know intents; only the key map knows keys.
public enum Intent: String, CaseIterable, Hashable, Sendable {
  case next, previous, nextStage, previousStage, subStep, subStepBack, first, last
  case play, slower, faster
  case fail, undoFail, compare, nextDifference
  case nextPane, previousPane, up, down, selectLeft, selectRight, enter
  case explain, lastChange, nextChange, zoom, nextView
  case find, findNext, findPrevious, command, mark, recall
  case choose1, choose2, choose3, choose4, choose5, choose6, choose7, choose8, choose9
  case theme, ascii, animation, blank, help, redraw, quit, close
}

/// Which keys mean what; names of keys as the terminal room gives them.
public struct KeyMap: Sendable {
  private let table: [(key: String, intent: Intent)]
  /// The keys that somebody has given a meaning of their own, or none.
  public let own: [(key: String, intent: Intent?)]

  private init(table: [(key: String, intent: Intent)], own: [(key: String, intent: Intent?)] = []) {
    (self.table, self.own) = (table, own)
  }

  /// The design's keys: both families, and what presenter remotes send.
  public static let standard = KeyMap(table: [
    ("right", .next), ("l", .next), ("space", .next), (" ", .next), ("page-down", .next),
    ("left", .previous), ("h", .previous), ("backspace", .previous), ("page-up", .previous),
    ("]", .nextStage), ("J", .nextStage), ("[", .previousStage), ("K", .previousStage),
    ("s", .subStep), ("S", .subStepBack), ("g", .first), ("home", .first), ("G", .last), ("end", .last),
    ("p", .play), ("<", .slower), (">", .faster), ("x", .fail), ("X", .undoFail), ("t", .theme),
    ("A", .ascii), ("a", .animation), (".", .blank), ("?", .help), ("f1", .help), ("ctrl-l", .redraw),
    ("=", .compare), ("d", .nextDifference), ("tab", .nextPane), ("back-tab", .previousPane),
    ("up", .up), ("down", .down), ("shift-up", .up), ("shift-down", .down), ("shift-left", .selectLeft),
    ("shift-right", .selectRight), ("enter", .enter), ("e", .explain), ("b", .lastChange), ("w", .nextChange),
    ("z", .zoom), ("v", .nextView), ("/", .find), ("n", .findNext), ("N", .findPrevious), (":", .command),
    ("m", .mark), ("'", .recall),
    ("1", .choose1), ("2", .choose2), ("3", .choose3), ("4", .choose4), ("5", .choose5), ("6", .choose6),
    ("7", .choose7), ("8", .choose8), ("9", .choose9),
    ("q", .quit), ("ctrl-c", .quit), ("escape", .close),
  ])

  /// The same with keys of somebody's own; nil takes a key's meaning away.
  public func adding(_ own: [(key: String, intent: Intent?)]) -> KeyMap {
    let rest = table.filter { entry in !own.contains { $0.key == entry.key } }
    return KeyMap(
      table: own.compactMap { entry in entry.intent.map { (entry.key, $0) } } + rest,
      own: self.own + own.map { ($0.key, $0.intent) })
  }

  /// Whether a terminal can give a key of that name: one character, or a name with what is held down before.
  public static func isKey(_ name: String) -> Bool {
    var bare = name[...]
    for held in ["ctrl-", "alt-", "shift-"] where bare.hasPrefix(held) && bare.count > held.count {
      bare = bare.dropFirst(held.count)
    }
    let named = standard.table.map(\.key) + ["insert", "delete"] + (1...12).map { "f\($0)" }
    return bare.count == 1 || named.contains(String(bare))
  }

  /// The number of a choice key, from 0.
  static func choice(_ intent: Intent) -> Int? {
    let choices: [Intent] = [
      .choose1, .choose2, .choose3, .choose4, .choose5, .choose6, .choose7, .choose8, .choose9,
    ]
    return choices.firstIndex(of: intent)
  }

  /// What the arrows mean once Enter gave them to a pane.
  static func inside(_ key: String, _ isInside: Bool) -> Intent? {
    guard isInside else { return nil }
    return key == "left" ? .selectLeft : key == "right" ? .selectRight : nil
  }

  public func intent(_ key: String) -> Intent? { table.first { $0.key == key }?.intent }

  /// The key that does here what a key does in the standard map; nil when none does.
  func key(insteadOf standard: String) -> String? {
    let wanted = Self.standard.intent(standard)
    if intent(standard) == wanted { return standard }
    return table.first { $0.intent == wanted }?.key
  }
}
