import Drawing

/// A picture of a theme: each role by name, with its sign and word, as a chip and on a row that changed.
public enum ThemePage {
  /// One row a role in two columns; places of the screen on the left, meanings on the right.
  public static func draw(_ theme: Theme, glyphs: GlyphSet) -> Frame {
    let places = Role.allCases.filter { $0.sign == nil }
    let columns = [places + meanings(from: 3), meanings(to: 3)]
    let height = columns.map { $0.count + groups(in: $0) }.max() ?? 0
    var canvas = Canvas(Size(columns: 80, rows: height + 2), glyphs: glyphs)
    canvas.text("\(theme.name)   \(theme.variant.rawValue) ground", x: 1, y: 0, Style(.title))
    canvas.text(promise(theme.limits), endingAt: 79, y: 0, limit: 50, Style(.dim))
    for (number, roles) in columns.enumerated() {
      var y = 2
      var group = ""
      for role in roles {
        if role.group != group, !group.isEmpty { y += 1 }
        group = role.group
        row(role, theme, x: number * 41, y: y, into: &canvas)
        y += 1
      }
    }
    return canvas.frame
  }

  private static func meanings(from first: Int = 0, to end: Int? = nil) -> [Role] {
    ThemeCheck.groups[first..<(end ?? ThemeCheck.groups.count)].flatMap(\.roles)
  }

  // The blank rows between groups.
  private static func groups(in roles: [Role]) -> Int {
    zip(roles, roles.dropFirst()).count { $0.group != $1.group }
  }

  private static func promise(_ limits: ThemeLimits) -> String {
    let contrast = "text \(ThemeCheck.rounded(limits.text)):1, borders \(ThemeCheck.rounded(limits.border)):1"
    return limits.distance == 0
      ? "\(contrast), hues mean nothing" : "\(contrast), hues \(ThemeCheck.rounded(limits.distance)) apart"
  }

  private static func row(_ role: Role, _ theme: Theme, x: Int, y: Int, into canvas: inout Canvas) {
    canvas.text(role.name, x: x + 1, y: y, limit: 16, Style(role))
    if let sign = role.sign, let label = theme.label(role) {
      for column in 0..<3 { canvas.put(sign.glyph, x: x + 18 + column, y: y, Style(role)) }
      canvas.text(label, x: x + 22, y: y, limit: 4, Style(role))
    }
    canvas.text(" chip ", x: x + 27, y: y, Style(role).reversed)
    canvas.text(" new ", x: x + 34, y: y, Style(role).onPanel)
  }
}
