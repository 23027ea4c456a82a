import Drawing

/// What a theme promises, held against what it gives: contrast, the distance of hues for every kind of eye,
/// and marks that tell roles apart without any.
public struct ThemeCheck: Sendable {
  /// One number and what it must not fall below.
  public struct Measure: Hashable, Sendable {
    /// What was measured, such as `vma.file in full colour`.
    public var what: String
    public var value: Double
    public var limit: Double
    public var isEnough: Bool { value >= limit }
  }

  /// Letters on their grounds, by role and by what the role is dressed in.
  public private(set) var contrasts: [Measure] = []
  /// The two hues of each group that are hardest to tell apart, by kind of eye.
  public private(set) var distances: [Measure] = []
  /// Pairs of roles that differ by nothing but colour.
  public private(set) var alike: [String] = []

  public init(_ theme: Theme) {
    readability(theme)
    hues(theme)
    marks(theme)
  }

  /// One line a fault; empty for a theme that keeps its limits.
  public var faults: [String] {
    (contrasts + distances).filter { !$0.isEnough }
      .map { "\($0.what): \(Self.rounded($0.value)), needs \(Self.rounded($0.limit))" } + alike
  }

  /// A number with one decimal, rounded down so that it never claims more than there is.
  public static func rounded(_ value: Double) -> String {
    let tenths = Int(value * 10)
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  // MARK: Contrast

  // The theme's own limit holds for the plain role in full colour; chips, changed rows and 256 colours are
  // held to what everybody needs.
  private mutating func readability(_ theme: Theme) {
    let usual = ThemeLimits()
    for role in Role.allCases {
      let isBorder = role == .border || role == .borderFocus
      let own = isBorder ? theme.limits.border : theme.limits.text
      let least = isBorder ? usual.border : usual.text
      let dressed: [(Style, ColourDepth, Double, String)] = [
        (Style(role), .rgb, own, "in full colour"), (Style(role).onPanel, .rgb, least, "on the panel"),
        (Style(role).reversed, .rgb, least, "as a chip"), (Style(role), .c256, least, "in 256 colours"),
      ]
      for (style, depth, limit, dress) in dressed {
        let look = theme.look(style, depth: depth)
        let ratio = Contrast.ratio(
          colour(look.foreground, theme) ?? theme.foreground, colour(look.ground, theme) ?? theme.background)
        contrasts.append(Measure(what: "\(role.name) \(dress)", value: ratio, limit: limit))
      }
    }
  }

  private func colour(_ paint: Paint, _ theme: Theme) -> RGB? {
    switch paint {
    case .own: return nil
    case .rgb(let colour): return colour
    case .index(let index): return index < 16 ? theme.ansi[Int(index)] : TerminalColours.value(of: index)
    }
  }

  // MARK: Distance

  private mutating func hues(_ theme: Theme) {
    for (group, roles) in Self.groups {
      let hues = roles.filter { !$0.isQuiet }.compactMap { role in
        (theme[role].rgb.ground ?? theme[role].rgb.foreground).map { (role: role, colour: $0) }
      }
      for eyes in ColourVision.allCases {
        let seen = hues.map { ColourAppearance($0.colour, seenBy: eyes) }
        var worst: (pair: String, distance: Double)?
        for (one, other) in Self.pairs(hues.count) {
          let distance = seen[one].distance(to: seen[other])
          guard distance < worst?.distance ?? .infinity else { continue }
          worst = ("\(hues[one].role.name) and \(hues[other].role.name)", distance)
        }
        guard let worst else { continue }
        let what = "\(group) hues, \(eyes.rawValue) eyes, \(worst.pair)"
        distances.append(Measure(what: what, value: worst.distance, limit: theme.limits.distance))
      }
    }
  }

  // MARK: Marks

  private mutating func marks(_ theme: Theme) {
    for (_, roles) in Self.groups {
      for (one, other) in Self.pairs(roles.count) {
        let (first, second) = (roles[one], roles[other])
        guard theme.label(first) == theme.label(second) else { continue }
        let tiers = GlyphTier.allCases.filter { tier in
          let glyphs = GlyphSet(tier)
          return theme.scalar(first, glyphs) == theme.scalar(second, glyphs)
        }
        guard !tiers.isEmpty else { continue }
        let names = tiers.map(\.rawValue).joined(separator: ", ")
        alike.append("\(first.name) and \(second.name) have the same glyph (\(names)) and the same label")
      }
    }
  }

  /// The groups of roles that mean something, in their order.
  public static let groups: [(name: String, roles: [Role])] = {
    var groups: [(name: String, roles: [Role])] = []
    for role in Role.allCases where role.sign != nil {
      if groups.last?.name == role.group {
        groups[groups.count - 1].roles.append(role)
      } else {
        groups.append((role.group, [role]))
      }
    }
    return groups
  }()

  private static func pairs(_ count: Int) -> [(Int, Int)] {
    (0..<count).flatMap { one in (one + 1..<max(one + 1, count)).map { (one, $0) } }
  }
}
