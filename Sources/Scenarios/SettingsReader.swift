/// What a person set for every visit.
public struct Settings: Hashable, Sendable {
  public struct Binding: Hashable, Sendable {
    public var intent: String
    public var key: String
  }

  public var theme: String?
  public var view: String?
  public var speed: Int?
  public var isASCII: Bool?
  public var isAnimated: Bool?
  /// Keys of their own, in the order of the file.
  public var keys: [Binding] = []

  public init() {}
}

/// Reads a settings file as strictly as a scenario: every problem with its line and column.
public enum SettingsReader {
  /// The words that a file may use; the rooms that know them are others.
  public struct Words: Sendable {
    public var themes: [String]
    public var views: [String]
    public var speeds: ClosedRange<Int>
    /// What keys may do.
    public var intents: [String]
    /// Keys that are no characters.
    public var keys: [String]

    public init(
      themes: [String], views: [String], speeds: ClosedRange<Int>, intents: [String], keys: [String]
    ) {
      self.themes = themes
      self.views = views
      self.speeds = speeds
      self.intents = intents
      self.keys = keys
    }
  }

  /// - Parameter source: The file as the user knows it, for messages.
  /// - Throws: All problems of the file.
  public static func read(text: String, source: String, words: Words) throws(ScenarioError) -> Settings {
    // A file of nothing but comments sets nothing.
    let lines = text.split(whereSeparator: \.isNewline)
    if lines.allSatisfy({ $0.drop { $0 == " " }.first ?? "#" == "#" }) { return Settings() }
    var reading = ScenarioReading(text: text, source: source)
    let settings = reading.settings(words)
    guard reading.problems.isEmpty else { throw ScenarioError(reading.problems.problems) }
    return settings
  }
}

extension ScenarioReading {
  mutating func settings(_ words: SettingsReader.Words) -> Settings {
    var settings = Settings()
    guard let root = TextComposer.compose(text, problems: &problems),
      let fields = fields(of: root, at: SettingsKeys.root)
    else { return settings }
    settings.theme = fields["theme"].flatMap { theme($0, words.themes) }
    settings.view = fields["view"].flatMap { word($0, among: words.views) }
    let speeds = words.speeds
    settings.speed = fields["speed"].flatMap {
      number(
        $0, UInt64(speeds.lowerBound)...UInt64(speeds.upperBound),
        expected: "a number from \(speeds.lowerBound) to \(speeds.upperBound)")
    }.map(Int.init)
    settings.isASCII = fields["ascii"].flatMap { flag($0) }
    settings.isAnimated = fields["motion"].flatMap { flag($0) }
    if let keys = fields["keys"] { settings.keys = bindings(keys, words) }
    return settings
  }

  // A path is looked at when it is opened.
  private mutating func theme(_ node: TextNode, _ names: [String]) -> String? {
    guard let name = plain(node, expected: "a theme's name or file") else { return nil }
    return name.contains("/") || name.hasSuffix(".yaml") ? name : word(node, among: names)
  }

  private mutating func bindings(_ node: TextNode, _ words: SettingsReader.Words) -> [Settings.Binding] {
    let expected = "what a key does, such as next: j"
    var bindings: [Settings.Binding] = []
    var taken: [String: String] = [:]
    for entry in entries(of: node, expected: expected) ?? [] {
      guard words.intents.contains(entry.key) else {
        problems.add(
          at: entry.position, "unknown key \(quoted(entry.key))",
          expected: "one of \(words.intents.joined(separator: ", "))",
          suggestion: NearestWord.to(entry.key, in: words.intents))
        continue
      }
      var nodes = [entry.value]
      if case .sequence(let items) = entry.value.content { nodes = items }
      for node in nodes {
        guard let name = keyName(node, words.keys) else { continue }
        if let other = taken[name] {
          problems.add(
            at: node.position, quoted(name), expected: "a key of its own: \(other) has this one")
        }
        taken[name] = entry.key
        bindings.append(Settings.Binding(intent: entry.key, key: name))
      }
    }
    return bindings
  }

  // A character, or a name, with or without modifiers.
  private mutating func keyName(_ node: TextNode, _ names: [String]) -> String? {
    let expected = "a character or a key such as page-down, f5 or ctrl-n"
    guard let name = plain(node, expected: expected) else { return nil }
    var rest = name[...]
    for modifier in ["ctrl-", "alt-", "shift-"] where rest.hasPrefix(modifier) && rest != modifier {
      rest = rest.dropFirst(modifier.count)
    }
    guard rest.count == 1 || names.contains(String(rest)) else {
      problems.add(
        at: node.position, quoted(name), expected: expected, suggestion: NearestWord.to(name, in: names))
      return nil
    }
    // Ctrl-C always quits and Ctrl-Z always stops.
    guard !["ctrl-c", "ctrl-z"].contains(name) else {
      problems.add(at: node.position, quoted(name), expected: "a key that has no fixed meaning")
      return nil
    }
    return name
  }
}
