/// The keys of a settings file, under `settings` in the list that `vmascope list keys` prints.
enum SettingsKeys {
  static let root = "settings"

  static let all: [ScenarioKey] = [
    key("theme", "theme", "a theme's name or file"),
    key("view", "view", "what a window shows at the start; else its size decides"),
    key("speed", "number", "how fast p plays, 1 to 6 (3)"),
    key("ascii", "yes or no", "only ASCII characters (no)", words: ["yes", "no", "true", "false"]),
    key("motion", "yes or no", "whether changes move (yes)", words: ["yes", "no", "true", "false"]),
    key("keys", "keys", "more keys: what they do, and a key or a list of keys"),
  ]

  private static func key(_ path: String, _ type: String, _ meaning: String, words: [String] = [])
    -> ScenarioKey
  {
    ScenarioKey(path: "\(root).\(path)", type: type, isRequired: false, meaning: meaning, words: words)
  }
}
