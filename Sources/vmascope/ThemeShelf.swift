import Drawing
import Themes

/// The themes that a key goes through, the wanted one first. The others are read when somebody comes to them:
/// the first picture does not wait for what it does not show.
struct ThemeShelf {
  let count: Int
  private let wanted: Theme
  private var others: [Theme]?

  init(_ wanted: Theme) {
    self.wanted = wanted
    count = 1 + ThemeCatalogue.names.count { $0 != wanted.name }
  }

  /// The theme of a number below `count`.
  subscript(number: Int) -> Theme {
    mutating get {
      guard number > 0 else { return wanted }
      let rest = others ?? ThemeCatalogue.all.filter { [name = wanted.name] in $0.name != name }
      others = rest
      return rest[number - 1]
    }
  }
}
