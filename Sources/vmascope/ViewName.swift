import Panes

/// The names of views that options take.
enum ViewName {
  /// `talk, study … or compare`, for help texts.
  static func words(_ presets: [Preset]) -> String {
    let names = presets.map(\.rawValue)
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }

  /// The view of a name among some.
  static func preset(_ name: String, among presets: [Preset]) throws(CommandFault) -> Preset {
    guard let preset = presets.first(where: { $0.rawValue == name }) else {
      throw CommandFault.usage("--view takes \(words(presets)), not '\(name)'")
    }
    return preset
  }
}
