import Drawing

extension Frame {
  /// The same letters without grounds that come and go with a step: those of changed rows, of chips, and of
  /// what is running now.
  var withoutGrounds: Frame {
    var copy = self
    for y in 1..<max(rows, 1) {
      for x in 0..<columns {
        let style = self[x, y].style
        guard style.isOnPanel || style.isReversed || style.role == .stageActive else { continue }
        let role = style.role == .stageActive ? Role.descChanged : style.role
        copy[x, y].style = Style(role, bold: style.isBold, underlined: style.isUnderlined)
      }
    }
    return copy
  }
}
