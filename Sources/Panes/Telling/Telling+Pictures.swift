import Drawing

extension Telling {
  /// Milliseconds that a cue's picture takes to come on.
  public func entrance(_ cue: Cue) -> Int {
    switch cue.entry {
    case .cut: 0
    case .step: cue.position > 0 ? Motion.duration : 0
    case .typing: (cue.staging.typed ?? "").count * 1000 / demo.pace.type
    }
  }

  /// The picture of a cue some time after it began to come on; nil is when it has.
  public func frame(
    _ cue: Cue, elapsed: Int? = nil, status: String = "", size: Size, glyphs: GlyphSet
  ) -> Frame {
    var staging = cue.staging
    if let elapsed, let typed = staging.typed, cue.entry == .typing {
      staging.typed = String(typed.prefix(elapsed * demo.pace.type / 1000))
    }
    let motion = cue.entry == .step ? Motion(elapsed: elapsed) : .settled
    return StagedScreen.draw(scene(cue, motion: motion, status: status), staging, size: size, glyphs: glyphs)
  }
}
