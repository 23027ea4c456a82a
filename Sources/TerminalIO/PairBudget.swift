import Drawing

/// Which curses colour pair stands for which two colours.
///
/// Curses paints with numbered pairs. We number them ourselves, in the order of first use, because that is
/// deterministic, and because `alloc_pair` crashes on terminals without colours.
struct PairBudget: Sendable {
  /// Two colour numbers as curses wants them; -1 is the terminal's own.
  struct Colours: Hashable, Sendable {
    var foreground: Int32
    var ground: Int32
    static let own = Colours(foreground: -1, ground: -1)
  }

  enum Grant: Hashable {
    case known(Int32)
    /// A number that must be initialised now.
    case new(Int32)
    /// No pair is left: say it with attributes.
    case exhausted
  }

  /// How many pairs may be used besides pair 0.
  let limit: Int
  // -1: refused.
  private var numbers: [Colours: Int32] = [.own: 0]

  init(limit: Int) { self.limit = max(0, limit) }

  /// Limit: 60 pairs where there are eight colours, because the Linux console has 64. Elsewhere what the
  /// terminal has, up to what a 16-bit pair number can say.
  static func limit(pairs: Int, depth: ColourDepth) -> Int {
    depth == .c8 ? min(pairs - 1, 60) : min(pairs - 1, 32_767)
  }

  mutating func pair(for colours: Colours) -> Grant {
    if let number = numbers[colours] { return number < 0 ? .exhausted : .known(number) }
    guard numbers.count <= limit else { return .exhausted }
    let number = Int32(numbers.count)
    numbers[colours] = number
    return .new(number)
  }

  /// The terminal would not take the pair it was just granted: it counts as used up.
  mutating func refuse(_ colours: Colours) { numbers[colours] = -1 }
}
