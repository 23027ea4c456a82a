import Drawing
import Yams

/// A theme as it is written in a YAML file; `themes/okabe-dark.yaml` explains the keys.
public struct ThemeFile: Hashable, Sendable {
  public let theme: Theme
  /// The place among the bundled themes, small first.
  public let order: Int
  /// The colours that the file and those it inherits from have named.
  let palette: [String: RGB]

  /// Limit: a theme is a page of text; anything longer is not a theme.
  public static let bytesMax = 65_536
  /// Limit: more themes than this do not stand behind each other; a longer chain is a mistake.
  public static let ancestorsMax = 4

  /// Finds the text of a theme that another one inherits from, and what to call it in errors.
  public typealias Finder = (_ name: String) -> (text: String, source: String)?

  /// Reads a theme; `source` is the name that stands before line and column in errors.
  public init(_ text: String, source: String, finder: Finder = ThemeCatalogue.text(named:)) throws(ThemeError)
  {
    try self.init(text, source: source, descendants: [], finder: finder)
  }

  init(_ text: String, source: String, descendants: [String], finder: Finder) throws(ThemeError) {
    guard text.utf8.count <= Self.bytesMax else {
      let what = "the text has \(text.utf8.count) bytes, a theme at most \(Self.bytesMax)"
      throw ThemeError(problems: [.init(source: source, line: 1, column: 1, what: what)])
    }
    let root = try ThemeSyntax.root(of: text, source: source)
    var reader = ThemeReader(source: source)
    let parent = try reader.ancestor(root, descendants: descendants, finder: finder)
    let file = reader.file(root, parent: parent)
    guard let file, reader.problems.isEmpty else { throw ThemeError(problems: reader.problems) }
    self = file
  }

  init(theme: Theme, order: Int, palette: [String: RGB]) {
    self.theme = theme
    self.order = order
    self.palette = palette
  }
}
