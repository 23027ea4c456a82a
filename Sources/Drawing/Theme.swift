/// How each role looks, in every colour depth.
public struct Theme: Hashable, Sendable {
  public enum Variant: String, Sendable { case dark, light }

  public var name: String
  public var variant: Variant
  /// Text and ground of exported pictures; a terminal keeps its own.
  public var foreground: RGB
  public var background: RGB
  /// Sixteen colours for players of recordings.
  public var ansi: [RGB]
  /// One look a role, in the order of `Role.allCases`.
  public var looks: [RoleLook]
  public var limits: ThemeLimits

  public init(
    name: String, variant: Variant, foreground: RGB, background: RGB, ansi: [RGB], looks: [RoleLook],
    limits: ThemeLimits = ThemeLimits()
  ) {
    precondition(looks.count == Role.allCases.count, "a theme has a look for every role")
    self.name = name
    self.variant = variant
    self.foreground = foreground
    self.background = background
    self.ansi = ansi
    self.looks = looks
    self.limits = limits
  }

  /// Whether any role has a colour of its own; a theme of attributes alone is shown without colours.
  public var hasColours: Bool { looks.contains { $0.rgb != RoleLook.Pair() } }

  public subscript(_ role: Role) -> RoleLook { looks[Int(role.rawValue)] }
}

/// A 24-bit colour.
public struct RGB: Hashable, Sendable {
  public var value: UInt32

  public init(_ value: UInt32) { self.value = value & 0xff_ffff }

  public var red: Int { Int(value >> 16) }
  public var green: Int { Int(value >> 8 & 0xff) }
  public var blue: Int { Int(value & 0xff) }

  /// `#rrggbb`.
  public var hex: String {
    let digits = String(value, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}

/// Attributes a terminal can add to a cell.
public struct Attributes: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let bold = Attributes(rawValue: 1)
  public static let dim = Attributes(rawValue: 2)
  public static let underline = Attributes(rawValue: 4)
  public static let reverse = Attributes(rawValue: 8)
  public static let italic = Attributes(rawValue: 16)
}

/// The look of one role: foreground and ground for each depth; nil means the terminal's own.
public struct RoleLook: Hashable, Sendable {
  public var rgb: Pair<RGB>
  public var c256: Pair<UInt8>
  public var c16: Pair<UInt8>
  public var c8: Pair<UInt8>
  public var attributes: Attributes
  /// What stands for colour where there is none.
  public var mono: Attributes
  /// The theme's own character for the role's sign; nil for the usual one.
  public var glyph: Unicode.Scalar?
  /// The theme's own word for the role; nil for the usual one.
  public var label: String?

  public struct Pair<Value: Hashable & Sendable>: Hashable, Sendable {
    public var foreground: Value?
    public var ground: Value?

    public init(_ foreground: Value? = nil, on ground: Value? = nil) {
      self.foreground = foreground
      self.ground = ground
    }
  }

  public init(
    rgb: Pair<RGB> = Pair(), c256: Pair<UInt8> = Pair(), c16: Pair<UInt8> = Pair(), c8: Pair<UInt8> = Pair(),
    attributes: Attributes = [], mono: Attributes = []
  ) {
    self.rgb = rgb
    self.c256 = c256
    self.c16 = c16
    self.c8 = c8
    self.attributes = attributes
    self.mono = mono
  }
}
