internal import CNcurses
import Drawing

/// How each style is written on this terminal: a colour pair and attributes, looked up once a theme.
struct Inks {
  struct Ink: Hashable {
    /// Attributes, with the colour bits that go with the pair.
    var attributes: attr_t
    var pair: Int32
  }

  let theme: Theme
  let depth: ColourDepth
  /// Whether colour -1 is understood. Where it is not, "own" beside a colour is white on black.
  private let hasOwnColours: Bool
  private var budget: PairBudget
  private var known: [Ink?]

  init(theme: Theme, depth: ColourDepth, hasOwnColours: Bool) {
    self.theme = theme
    self.depth = depth
    self.hasOwnColours = hasOwnColours
    budget = PairBudget(limit: PairBudget.limit(pairs: Int(Curses.pairs), depth: depth))
    known = Array(repeating: nil, count: 1 << 11)
  }

  mutating func ink(_ style: Style) -> Ink {
    let index = Int(style.bits) & (known.count - 1)
    if let ink = known[index] { return ink }
    let ink = mix(style)
    known[index] = ink
    return ink
  }

  private mutating func mix(_ style: Style) -> Ink {
    let look = theme.look(style, depth: depth)
    guard depth != .mono else { return plain(look.attributes) }
    let colours = PairBudget.Colours(
      foreground: number(look.foreground, own: 7), ground: number(look.ground, own: 0))
    if look.foreground == .own && look.ground == .own { return plain(look.attributes) }
    switch budget.pair(for: colours) {
    case .known(let pair): return Ink(attributes: bits(look.attributes) | Curses.bits(pair: pair), pair: pair)
    case .new(let pair):
      // A pair that was refused would be drawn black on black.
      if init_extended_pair(pair, colours.foreground, colours.ground) != ERR {
        return Ink(attributes: bits(look.attributes) | Curses.bits(pair: pair), pair: pair)
      }
      budget.refuse(colours)
    case .exhausted: break
    }
    return plain(theme.look(style, depth: .mono).attributes)
  }

  private func number(_ paint: Paint, own: Int32) -> Int32 {
    switch paint {
    case .own: hasOwnColours ? -1 : own
    case .index(let index): Int32(index)
    // On a direct-colour terminal the numbers below eight are the palette, not nearly black.
    case .rgb(let colour): colour.value < 8 ? 0 : Int32(colour.value)
    }
  }

  private func plain(_ attributes: Attributes) -> Ink { Ink(attributes: bits(attributes), pair: 0) }

  private func bits(_ attributes: Attributes) -> attr_t {
    var curses: CursesAttributes = []
    if attributes.contains(.bold) { curses.insert(.bold) }
    if attributes.contains(.dim) { curses.insert(.dim) }
    if attributes.contains(.underline) { curses.insert(.underline) }
    if attributes.contains(.reverse) { curses.insert(.reverse) }
    if attributes.contains(.italic) { curses.insert(.italic) }
    return curses.rawValue
  }
}
