/// How many colours the reader of a frame can show.
public enum ColourDepth: String, CaseIterable, Sendable {
  case mono, c8, c16, c256, rgb
}

/// A colour as a reader of frames wants it.
public enum Paint: Hashable, Sendable {
  /// The terminal's own colour.
  case own
  case index(UInt8)
  case rgb(RGB)
}

/// What a cell looks like once a theme and a depth are known.
public struct Look: Hashable, Sendable {
  public var foreground: Paint
  public var ground: Paint
  public var attributes: Attributes

  public init(foreground: Paint = .own, ground: Paint = .own, attributes: Attributes = []) {
    self.foreground = foreground
    self.ground = ground
    self.attributes = attributes
  }
}

extension Theme {
  /// The look of a style at a depth.
  ///
  /// Reversed styles swap the role's colour with the theme's ground; panel styles take the ground of
  /// `ui.panel`; a role that brings its own ground is a chip already and keeps it; styles behind an overlay
  /// are drawn as `ui.dim`. Without colours every role falls back to
  /// its mono attributes, so that nothing is said by colour alone.
  public func look(_ style: Style, depth: ColourDepth) -> Look {
    let role = style.isBehind ? Role.dim : style.role
    var look = plain(self[role], depth: depth)
    if style.isBold && !style.isBehind { look.attributes.insert(.bold) }
    if style.isUnderlined { look.attributes.insert(.underline) }
    guard look.ground == .own, !style.isBehind else { return look }
    if style.isOnPanel { putOnPanel(&look, depth: depth) }
    if style.isReversed { reverse(&look, depth: depth) }
    return look
  }

  private func plain(_ role: RoleLook, depth: ColourDepth) -> Look {
    switch depth {
    case .mono: return Look(attributes: role.mono)
    case .c8: return indexed(role.c8, role)
    case .c16: return indexed(role.c16, role)
    case .c256: return indexed(role.c256, role)
    case .rgb:
      return Look(
        foreground: role.rgb.foreground.map(Paint.rgb) ?? .own,
        ground: role.rgb.ground.map(Paint.rgb) ?? .own, attributes: role.attributes)
    }
  }

  private func indexed(_ pair: RoleLook.Pair<UInt8>, _ role: RoleLook) -> Look {
    Look(
      foreground: pair.foreground.map(Paint.index) ?? .own, ground: pair.ground.map(Paint.index) ?? .own,
      attributes: role.attributes)
  }

  private func putOnPanel(_ look: inout Look, depth: ColourDepth) {
    let panel = plain(self[.panel], depth: depth)
    look.ground = panel.ground
    look.attributes.formUnion(panel.attributes.intersection([.underline, .bold]))
  }

  // A chip: the theme's ground as letter colour on the role's colour.
  private func reverse(_ look: inout Look, depth: ColourDepth) {
    guard depth == .rgb, case .rgb = look.foreground else {
      look.ground = .own
      look.attributes.insert(.reverse)
      return
    }
    look.ground = look.foreground
    look.foreground = .rgb(background)
  }
}
