import Drawing

extension FilmFormat {
  /// The terminal output that shows one frame on a cleared screen, as a cast's first event does.
  public static func screen(_ frame: Frame, theme: Theme) -> String {
    var delta = FrameDelta(theme: theme, depth: theme.hasColours ? .rgb : .mono)
    return delta.output(for: frame)
  }
}
