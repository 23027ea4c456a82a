/// What a user has settled once and for all: the file `config.yaml` in the configuration folder. Everything
/// in it may be missing; options of the command line go before it, and no recording depends on it.
public struct Settings: Hashable, Sendable {
  /// A theme's name or file.
  public var theme: String?
  /// The view that large and small windows open with.
  public var view: String?
  /// How fast playing begins: 1 is the slowest.
  public var speed: Int?
  public var motion: Bool?
  public var ascii: Bool?
  /// Keys with a meaning of the user's own, in the order of the file.
  public var keys: [Binding] = []

  /// One key and what it does.
  public struct Binding: Hashable, Sendable {
    public var key: String
    public var command: String
  }

  public init() {}
}

/// Reads the settings as strictly as a scenario: every problem with its line and column.
public enum SettingsReader {
  /// What the program knows; this room knows no panes and no keys.
  public struct Vocabulary: Sendable {
    public var views: [String]
    public var commands: [String]
    public var speeds: ClosedRange<Int>
    public var isKey: @Sendable (String) -> Bool

    public init(
      views: [String], commands: [String], speeds: ClosedRange<Int>,
      isKey: @escaping @Sendable (String) -> Bool
    ) {
      (self.views, self.commands, self.speeds, self.isKey) = (views, commands, speeds, isKey)
    }
  }

  /// - Parameter source: the file as the user would name it, for messages.
  /// - Throws: All problems of the file. Whether the theme is there is known when it is looked for.
  public static func read(text: String, source: String, _ words: Vocabulary) throws(ScenarioError) -> Settings
  {
    var reading = ScenarioReading(text: text, source: source)
    let settings = reading.settings(words)
    guard reading.problems.isEmpty else { throw ScenarioError(reading.problems.problems) }
    return settings
  }
}

/// The keys of the settings, under `config` in the list that `vmascope list keys` prints.
enum SettingsKeys {
  static let root = "config"

  static let all: [ScenarioKey] = [
    key("theme", "theme", "a name that 'vmascope list themes' knows, or a file"),
    key("view", "view", "what windows open with: study, talk, locks, memory or events"),
    key("speed", "number", "how fast p plays, 1 to 6 (3)"),
    key("motion", "yes or no", "whether changes move (yes)"),
    key("ascii", "yes or no", "only ASCII characters (no)"),
    key("keys", "commands by key", "such as n: next; a key of the usual table gets another meaning"),
    key("keys.KEY", "command", "what the key does; none where it shall do nothing"),
  ]

  private static func key(_ path: String, _ type: String, _ meaning: String) -> ScenarioKey {
    ScenarioKey(path: "\(root).\(path)", type: type, isRequired: false, meaning: meaning, words: [])
  }
}

extension ScenarioReading {
  fileprivate mutating func settings(_ words: SettingsReader.Vocabulary) -> Settings {
    var settings = Settings()
    // A file of comments alone settles nothing.
    let isBlank = text.split(whereSeparator: \.isNewline).allSatisfy {
      $0.drop { $0 == " " }.first.map { $0 == "#" } ?? true
    }
    guard !isBlank, let root = TextComposer.compose(text, problems: &problems),
      let fields = fields(of: root, at: SettingsKeys.root)
    else { return settings }
    settings.theme = fields["theme"].flatMap { plain($0, expected: "a theme's name or file") }
    settings.view = fields["view"].flatMap { word($0, among: words.views) }
    settings.speed = fields["speed"].flatMap { speed($0, words.speeds) }
    settings.motion = fields["motion"].flatMap { flag($0) }
    settings.ascii = fields["ascii"].flatMap { flag($0) }
    if let keys = fields["keys"] { settings.keys = bindings(keys, words) }
    return settings
  }

  private mutating func speed(_ node: TextNode, _ bounds: ClosedRange<Int>) -> Int? {
    let expected = "a number from \(bounds.lowerBound) to \(bounds.upperBound)"
    guard let text = plain(node, expected: expected) else { return nil }
    guard let number = Int(text), bounds.contains(number) else {
      problems.add(at: node.position, quoted(text), expected: expected)
      return nil
    }
    return number
  }

  private mutating func bindings(_ node: TextNode, _ words: SettingsReader.Vocabulary) -> [Settings.Binding] {
    let entries = entries(of: node, expected: "commands by key, such as n: next") ?? []
    return entries.compactMap { entry in
      guard words.isKey(entry.key), entry.key != "ctrl-c" else {
        // There must be a way out, whatever else a file takes away.
        let isWayOut = entry.key == "ctrl-c"
        problems.add(
          at: entry.position, "\(quoted(entry.key)) as a key",
          expected: isWayOut
            ? "another key: ctrl-c always quits" : "one character, or a name such as page-down, ctrl-n, f5")
        return nil
      }
      return word(entry.value, among: words.commands + ["none"]).map {
        Settings.Binding(key: entry.key, command: $0)
      }
    }
  }
}
