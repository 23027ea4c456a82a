import Drawing

/// What the user wants of colours: the argument of `--color`.
public enum ColourChoice: String, CaseIterable, Sendable {
  /// As many as the terminal has; none when NO_COLOR is set and not empty.
  case auto
  case never
  /// At most this many, even if NO_COLOR is set.
  case eight = "8"
  case sixteen = "16"
  case all = "256"

  /// The depth for a terminal.
  ///
  /// - Parameters:
  ///   - colours: what terminfo says the terminal has.
  ///   - isDirect: whether its colour numbers are 24-bit values and no palette.
  ///   - refusesColour: whether the environment asks for none.
  func depth(colours: Int, isDirect: Bool, refusesColour: Bool) -> ColourDepth {
    if colours < 8 || self == .never || (self == .auto && refusesColour) { return .mono }
    let wanted: ColourDepth
    switch self {
    case .auto, .never: wanted = .rgb
    case .eight: wanted = .c8
    case .sixteen: wanted = .c16
    case .all: wanted = .c256
    }
    // In between there is no palette to index: only its first eight numbers are the usual colours.
    if isDirect { return wanted == .c8 ? .c8 : .rgb }
    return wanted.atMost(colours < 16 ? .c8 : colours < 256 ? .c16 : .c256)
  }
}

extension ColourDepth {
  /// The poorer of two depths.
  func atMost(_ other: ColourDepth) -> ColourDepth { rank < other.rank ? self : other }

  private var rank: Int {
    switch self {
    case .mono: 0
    case .c8: 1
    case .c16: 2
    case .c256: 3
    case .rgb: 4
    }
  }
}
