/// A role and how it is dressed in one cell, packed into 16 bits.
///
/// A style never names a colour: `panel` is the ground of rows that changed, `reversed` makes a chip of the
/// role's colour, `bold` and `underlined` are emphasis, `behind` marks what an overlay dims.
public struct Style: Hashable, Sendable {
  public private(set) var bits: UInt16

  public init(
    _ role: Role, bold: Bool = false, panel: Bool = false, reversed: Bool = false, underlined: Bool = false
  ) {
    bits = UInt16(role.rawValue)
    set(Self.boldBit, bold)
    set(Self.panelBit, panel)
    set(Self.reversedBit, reversed)
    set(Self.underlinedBit, underlined)
  }

  public var role: Role { Role(rawValue: UInt8(bits & 0x3f)) ?? .text }
  public var isBold: Bool { bits & Self.boldBit != 0 }
  public var isOnPanel: Bool { bits & Self.panelBit != 0 }
  public var isReversed: Bool { bits & Self.reversedBit != 0 }
  public var isUnderlined: Bool { bits & Self.underlinedBit != 0 }
  /// The cell lies behind an overlay and is drawn in `ui.dim`.
  public var isBehind: Bool { bits & Self.behindBit != 0 }

  public var bold: Style { with(Self.boldBit) }
  public var onPanel: Style { with(Self.panelBit) }
  public var reversed: Style { with(Self.reversedBit) }
  public var underlined: Style { with(Self.underlinedBit) }
  public var behind: Style { with(Self.behindBit) }

  private static let panelBit: UInt16 = 1 << 6
  private static let boldBit: UInt16 = 1 << 7
  private static let reversedBit: UInt16 = 1 << 8
  private static let underlinedBit: UInt16 = 1 << 9
  private static let behindBit: UInt16 = 1 << 10

  private mutating func set(_ bit: UInt16, _ on: Bool) {
    if on { bits |= bit }
  }

  private func with(_ bit: UInt16) -> Style {
    var copy = self
    copy.bits |= bit
    return copy
  }
}
