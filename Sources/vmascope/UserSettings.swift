import Panes
import Scenarios

/// The settings of `config.yaml` in the configuration folder, for what is shown on a terminal. What is
/// written to files never depends on them.
struct UserSettings {
  let settings: Settings

  init() throws(CommandFault) {
    guard let path = UserFolder.file("config.yaml") else {
      settings = Settings()
      return
    }
    let text = try FileBytes.text(path)
    do throws(ScenarioError) {
      settings = try SettingsReader.read(text: text, source: path, Self.vocabulary)
    } catch {
      throw CommandFault.input(error.description)
    }
  }

  private static let vocabulary = SettingsReader.Vocabulary(
    views: Preset.cycle.map(\.rawValue), commands: Intent.allCases.map(\.rawValue),
    speeds: Preferences.speeds, isKey: { KeyMap.isKey($0) })

  /// Whether only ASCII is wanted, by the command line or once and for all.
  func isASCII(_ looks: LookOptions) -> Bool { looks.ascii || settings.ascii ?? false }

  /// How a visit begins.
  var preferences: Preferences {
    var preferences = Preferences()
    preferences.view = settings.view.flatMap(Preset.init(rawValue:))
    preferences.speed = settings.speed
    preferences.keys = KeyMap.standard.adding(settings.keys.map { ($0.key, Intent(rawValue: $0.command)) })
    return preferences
  }
}
