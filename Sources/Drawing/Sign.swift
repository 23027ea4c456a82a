/// What tells the roles of one group apart where there is no colour: a shape, and a word of two to four
/// letters for where two shapes are alike.
public struct Sign: Hashable, Sendable {
  public var glyph: Glyph
  public var label: String

  public init(_ glyph: Glyph, _ label: String) {
    self.glyph = glyph
    self.label = label
  }
}

extension Role {
  /// What the roles of one kind have in common: the name up to its first dot.
  public var group: String { String(name.prefix { $0 != "." }) }

  /// The shape and the word that go with the colour; nil for the roles of `ui`, which are places of the
  /// screen and no meanings.
  public var sign: Sign? {
    switch self {
    case .text, .dim, .border, .borderFocus, .title, .bar, .panel, .selection, .unfocused, .key, .caption,
      .callout:
      nil
    case .vmaAnon: Sign(.blockAnon, "anon")
    case .vmaFile: Sign(.blockFile, "file")
    case .vmaShared: Sign(.blockShared, "shr")
    case .vmaIO: Sign(.blockPFN, "pfn")
    case .vmaSpecial: Sign(.bullet, "spec")
    case .vmaGap: Sign(.free, "free")
    case .vmaNew: Sign(.blockPlanned, "plan")
    case .pteNone: Sign(.entryNone, "none")
    case .ptePresent: Sign(.entrySet, "page")
    case .ptePFN: Sign(.entrySet, "pfn")
    case .lockNone: Sign(.pending, "free")
    case .lockRead: Sign(.blockFile, "rd")
    case .lockWrite: Sign(.blockAnon, "wr")
    case .mapleStored: Sign(.sees, "tree")
    case .rmapHidden: Sign(.cannotSee, "out")
    case .rmapVisible: Sign(.sees, "in")
    case .descChanged: Sign(.changed, "new")
    case .stageDone: Sign(.done, "done")
    case .stageActive: Sign(.running, "now")
    case .stagePending: Sign(.pending, "todo")
    case .stageSkipped: Sign(.skipped, "skip")
    case .ok: Sign(.done, "ok")
    case .warn: Sign(.waits, "wait")
    case .error: Sign(.failed, "err")
    }
  }
}

extension Role {
  /// Whether it says that nothing is there, or nothing yet. Such roles are faint, not a hue beside the
  /// others.
  public var isQuiet: Bool {
    [.vmaGap, .vmaNew, .pteNone, .lockNone, .rmapHidden, .stagePending, .stageSkipped].contains(self)
  }
}

extension Theme {
  /// The word that goes with a role: the theme's own, or the usual one.
  public func label(_ role: Role) -> String? { self[role].label ?? role.sign?.label }

  /// The character that goes with a role in a tier: the theme's own where the tier can show it.
  public func scalar(_ role: Role, _ glyphs: GlyphSet) -> Unicode.Scalar? {
    role.sign.map { own(for: glyphs[$0.glyph], role) ?? glyphs[$0.glyph] }
  }

  /// A frame with the signs that this theme draws in its own way, in place of the usual ones.
  public func dress(_ frame: Frame) -> Frame {
    guard looks.contains(where: { $0.glyph != nil }) else { return frame }
    var dressed = frame
    for y in 0..<frame.rows {
      for x in 0..<frame.columns {
        let cell = frame[x, y]
        if let own = Unicode.Scalar(cell.scalar).flatMap({ own(for: $0, cell.style.role) }) {
          dressed[x, y].scalar = own.value
        }
      }
    }
    return dressed
  }

  // What stands for a role's usual sign; where that is ASCII, ASCII was asked for.
  private func own(for scalar: Unicode.Scalar, _ role: Role) -> Unicode.Scalar? {
    guard let own = self[role].glyph, let sign = role.sign, own.isASCII || !scalar.isASCII else { return nil }
    return GlyphTier.allCases.contains { GlyphSet($0)[sign.glyph] == scalar } ? own : nil
  }
}
