/// The marks of the screen, named by meaning. A glyph table turns a meaning into a character, so that the
/// ASCII replacement is chosen by what a mark means and not by what it looks like.
public enum Glyph: UInt8, CaseIterable, Sendable {
  case changed, done, onStack, pending, skipped, mayFail, failed, waits, sees, cannotSee, halfBuilt
  case running, undoing, stuck
  case entrySet, entryNone
  case blockAnon, blockFile, blockPFN, blockShared, blockPlanned, blockDying
  case free, bullet, arrow, back, up, down, caret, ellipsis, differs, more
  case lineH, lineV, lineHeavy, cross, teeDown, teeUp, teeRight, teeLeft, head
  case boxTopLeft, boxTopRight, boxBottomLeft, boxBottomRight, boxH, boxV
  case cornerTopLeft, cornerTopRight, cornerBottomLeft, cornerBottomRight
  case returnArrow, returnCorner, barHave, barNeed
}

/// Which characters a terminal can show.
public enum GlyphTier: String, CaseIterable, Sendable {
  /// What DejaVu and most terminal fonts have.
  case rich
  /// What the Linux console fonts have.
  case console
  case ascii
}

/// The glyph tables.
public struct GlyphSet: Hashable, Sendable {
  public let tier: GlyphTier

  public init(_ tier: GlyphTier) { self.tier = tier }

  public subscript(_ glyph: Glyph) -> Unicode.Scalar {
    let row = Self.row(glyph)
    switch tier {
    case .rich: return row.0
    case .console: return row.1
    case .ascii: return row.2
    }
  }

  /// A character of our own texts in this tier: ASCII replaces the few others that sentences may use.
  public func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard tier == .ascii, !scalar.isASCII else { return scalar }
    switch scalar {
    case "→": return ">"
    case "←": return "<"
    case "–", "—", "─": return "-"
    case "…": return "~"
    case "·", "•": return "."
    case "×": return "x"
    case "↑": return "^"
    case "↓": return "v"
    case "‘", "’": return "'"
    case "“", "”": return "\""
    case "±": return "~"
    case "║": return "z"
    default: return "?"
    }
  }

  // One row a glyph: rich, console, ASCII.
  private static func row(_ glyph: Glyph) -> (Unicode.Scalar, Unicode.Scalar, Unicode.Scalar) {
    switch glyph {
    case .changed: return ("▶", "▶", ">")
    case .done: return ("✓", "■", "+")
    case .onStack: return ("▼", "▼", "v")
    case .pending: return ("·", "·", ".")
    case .skipped: return ("–", "-", "-")
    case .mayFail: return ("!", "!", "!")
    case .failed: return ("✗", "×", "X")
    case .waits, .stuck: return ("║", "║", "z")
    case .sees: return ("●", "•", "*")
    case .cannotSee: return ("○", "·", "o")
    case .halfBuilt: return ("▒", "▒", "%")
    case .running: return ("▶", "▶", ">")
    case .undoing: return ("◀", "◀", "<")
    case .entrySet: return ("■", "■", "#")
    case .entryNone: return ("·", "·", ".")
    case .blockAnon: return ("█", "█", "#")
    case .blockFile: return ("▒", "▒", "%")
    case .blockPFN: return ("░", "░", ":")
    case .blockShared: return ("=", "=", "=")
    case .blockPlanned: return ("·", "·", ".")
    case .blockDying: return ("×", "×", "x")
    case .free: return ("·", "·", ".")
    case .bullet: return ("•", "•", "*")
    case .arrow: return ("→", "→", ">")
    case .back: return ("←", "←", "<")
    case .up: return ("↑", "↑", "^")
    case .down, .more: return ("↓", "↓", "v")
    case .caret: return ("▲", "▲", "^")
    case .ellipsis: return ("…", ".", "~")
    case .differs: return ("±", "±", "~")
    default: return lines(glyph)
    }
  }

  private static func lines(_ glyph: Glyph) -> (Unicode.Scalar, Unicode.Scalar, Unicode.Scalar) {
    switch glyph {
    case .lineV: return ("│", "│", "|")
    case .lineHeavy: return ("━", "═", "=")
    case .cross: return ("┼", "┼", "+")
    case .teeDown: return ("┬", "┬", "+")
    case .teeUp: return ("┴", "┴", "+")
    case .teeRight: return ("├", "├", "+")
    case .teeLeft: return ("┤", "┤", "+")
    case .head: return ("●", "•", "*")
    case .boxTopLeft: return ("╔", "╔", "+")
    case .boxTopRight: return ("╗", "╗", "+")
    case .boxBottomLeft: return ("╚", "╚", "+")
    case .boxBottomRight: return ("╝", "╝", "+")
    case .boxH: return ("═", "═", "=")
    case .boxV: return ("║", "║", "|")
    case .cornerTopLeft: return ("┌", "┌", "+")
    case .cornerTopRight: return ("┐", "┐", "+")
    case .cornerBottomLeft: return ("└", "└", "+")
    case .cornerBottomRight: return ("┘", "┘", "+")
    case .returnArrow: return ("◀", "◀", "<")
    case .returnCorner: return ("┘", "┘", "+")
    case .barHave: return ("█", "█", "#")
    case .barNeed: return ("░", "░", ".")
    default: return ("─", "─", "-")
    }
  }
}
