import Drawing
import Yams

/// A theme as it is written in a YAML file; `themes/okabe-dark.yaml` explains the keys.
public struct ThemeFile: Hashable, Sendable {
  public let theme: Theme
  /// The place among the bundled themes, small first.
  public let order: Int

  /// Limit: a theme is a page of text; anything longer is not a theme.
  public static let bytesMax = 65_536

  /// Reads a theme; `source` is the name that stands before line and column in errors.
  public init(_ text: String, source: String) throws(ThemeError) {
    guard text.utf8.count <= Self.bytesMax else {
      let what = "the text has \(text.utf8.count) bytes, a theme at most \(Self.bytesMax)"
      throw ThemeError(problems: [.init(source: source, line: 1, column: 1, what: what)])
    }
    let root = try ThemeSyntax.root(of: text, source: source)
    var reader = ThemeReader(source: source)
    let file = reader.file(root)
    guard let file, reader.problems.isEmpty else { throw ThemeError(problems: reader.problems) }
    self = file
  }

  init(theme: Theme, order: Int) {
    self.theme = theme
    self.order = order
  }
}
