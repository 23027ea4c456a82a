extension Canvas {
  /// A canvas on a frame that is there already: what is drawn goes over it.
  public init(_ frame: Frame, glyphs: GlyphSet) {
    self.init(frame.size, glyphs: glyphs)
    lay(frame)
  }

  /// Dims one cell.
  public mutating func dim(x: Int, y: Int) {
    dress(x: x, y: y, frame[window.x + x, window.y + y].style.behind)
  }
}
