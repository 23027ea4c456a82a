import Drawing

/// The themes this program was built with: the files of the folder `themes`.
public enum ThemeCatalogue {
  /// The default: the first of all.
  public static let defaultName = "okabe-dark"

  /// The names of the bundled themes, in no order of theirs; reads none.
  public static var names: [String] {
    EmbeddedTexts.files.map { String($0.name.dropLast(".yaml".utf8.count)) }
  }

  /// Every bundled theme, in the order their files ask for; the first one is the default.
  public static let all: [Theme] = EmbeddedTexts.files
    .compactMap { read($0.name, $0.text) }
    .sorted { ($0.order, $0.theme.name) < ($1.order, $1.theme.name) }
    .map(\.theme)

  /// The text of a bundled theme and its name in errors.
  public static func text(named name: String) -> (text: String, source: String)? {
    EmbeddedTexts.files.first { $0.name == name + ".yaml" }.map { ($0.text, "themes/" + $0.name) }
  }

  /// A bundled theme; reads no other file than that one's.
  public static func theme(named name: String) -> Theme? {
    EmbeddedTexts.files.first { $0.name == name + ".yaml" }.flatMap { read($0.name, $0.text)?.theme }
  }

  /// The bundled name closest to one that does not exist.
  public static func nearestName(to name: String) -> String? {
    NearestWord.to(name, among: all.map(\.name))
  }

  /// The bundled texts by file name, for those who want to show or copy one.
  public static var texts: [(name: String, text: String)] { EmbeddedTexts.files }

  // A bundled file with a fault stops debug builds, and a test reads every one of them.
  private static func read(_ name: String, _ text: String) -> ThemeFile? {
    do {
      return try ThemeFile(text, source: "themes/" + name)
    } catch {
      assertionFailure(error.description)
      return nil
    }
  }
}
