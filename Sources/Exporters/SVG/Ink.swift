import Drawing

/// A look with every colour known: what a picture needs, which has no terminal to ask.
struct Ink: Hashable {
  var colour: RGB
  /// Nil where the page shows through.
  var ground: RGB?
  var isBold: Bool
  var isItalic: Bool
  var isUnderlined: Bool

  init(_ style: Style, theme: Theme) {
    let look = theme.look(style, depth: .rgb)
    var letter = Self.colour(of: look.foreground, own: theme.foreground, theme)
    var ground = Self.colour(of: look.ground, own: theme.background, theme)
    if look.attributes.contains(.dim) { letter = Self.dimmed(letter, towards: ground) }
    if look.attributes.contains(.reverse) { swap(&letter, &ground) }
    colour = letter
    self.ground = ground == theme.background ? nil : ground
    isBold = look.attributes.contains(.bold)
    isItalic = look.attributes.contains(.italic)
    isUnderlined = look.attributes.contains(.underline)
  }

  private static func colour(of paint: Paint, own: RGB, _ theme: Theme) -> RGB {
    switch paint {
    case .own: return own
    case .rgb(let colour): return colour
    case .index(let index):
      return theme.ansi.indices.contains(Int(index)) ? theme.ansi[Int(index)] : own
    }
  }

  /// Terminals show dim text in about half the strength: 54 %, so that white on black keeps 6:1.
  private static func dimmed(_ letter: RGB, towards ground: RGB) -> RGB {
    func mix(_ strong: Int, _ weak: Int) -> UInt32 { UInt32((strong * 54 + weak * 46 + 50) / 100) }
    let red = mix(letter.red, ground.red)
    let green = mix(letter.green, ground.green)
    return RGB(red << 16 | green << 8 | mix(letter.blue, ground.blue))
  }
}
