import Drawing
import Scenarios
import Themes

/// Finds themes: a file, one of the user's own, or one that is built in.
enum ThemeFiles {
  /// The theme of a name or a path. A user's theme goes before the built-in one of the same name.
  static func theme(_ name: String) throws(CommandFault) -> Theme {
    if name.contains("/") || name.hasSuffix(".yaml") || name == "-" {
      return try read(FileBytes.text(name), source: name == "-" ? "standard input" : name)
    }
    if let path = UserFolder.file("themes/\(name).yaml") {
      return try read(FileBytes.text(path), source: path)
    }
    guard let (text, source) = ThemeCatalogue.text(named: name) else { throw missing(name) }
    return try read(text, source: source)
  }

  /// Every theme that can be had by name: the built-in ones in their order, then the user's.
  static var names: [String] {
    let builtIn = ThemeCatalogue.all.map(\.name)
    return builtIn + UserFolder.themeNames.filter { !builtIn.contains($0) }
  }

  private static func find(_ name: String) -> (text: String, source: String)? {
    if let path = UserFolder.file("themes/\(name).yaml"), let text = try? FileBytes.text(path) {
      return (text, path)
    }
    return ThemeCatalogue.text(named: name)
  }

  private static func read(_ text: String, source: String) throws(CommandFault) -> Theme {
    do throws(ThemeError) {
      // A user's theme may inherit from the built-in one that it takes the place of.
      return try ThemeFile(text, source: source) { name in
        let found = find(name)
        return found?.source == source ? ThemeCatalogue.text(named: name) : found
      }.theme
    } catch {
      throw CommandFault.input(error.description)
    }
  }

  private static func missing(_ name: String) -> CommandFault {
    let hint = NearestWord.to(name, in: names).map { "did you mean '\($0)'?" }
    return CommandFault.usage(
      "no theme is called '\(name)'; \(hint ?? "there is \(names.joined(separator: ", "))")")
  }
}
