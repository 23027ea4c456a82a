import Panes
import Scenarios

/// The user's own settings: `config.yaml` in their folder. It is read where somebody sits at the screen, so
/// that films and pictures are the same for everybody; it is never written.
struct UserSettings {
  var settings = Settings()

  /// - Throws: every mistake of the file, with its line and column.
  init() throws(CommandFault) {
    guard let path = UserFolder.file("config.yaml") else { return }
    guard let text = String(validating: try FileBytes.read(path), as: UTF8.self) else {
      throw CommandFault.input("\(path): not a text in UTF-8")
    }
    do throws(ScenarioError) {
      settings = try SettingsReader.read(text: text, source: path, words: Self.words)
    } catch {
      throw CommandFault.input(error.description)
    }
  }

  private static var words: SettingsReader.Words {
    SettingsReader.Words(
      themes: ThemeFiles.names, views: Preset.cycle.map(\.rawValue), speeds: Habits.speeds,
      intents: Intent.allCases.map(\.rawValue).filter { !$0.hasPrefix("choose") }, keys: KeyMap.names)
  }

  /// As the panes take them.
  var habits: Habits {
    var habits = Habits()
    habits.view = settings.view.flatMap(Preset.init(rawValue:))
    habits.speed = settings.speed
    habits.ownKeys = settings.keys.map { "\($0.key) \($0.intent)" }.joined(separator: ", ")
    habits.keys = KeyMap.standard.adding(
      settings.keys.compactMap { own in Intent(rawValue: own.intent).map { (own.key, $0) } })
    return habits
  }
}
