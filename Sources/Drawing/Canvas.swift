/// A frame being drawn, seen through a window: coordinates count from the window's corner.
///
/// Writing past the window is a fault of the pane: it stops debug builds (and so the tests) and is dropped
/// in release builds. Text is cut by saying how many columns it may cover.
public struct Canvas: Sendable {
  public private(set) var frame: Frame
  public let glyphs: GlyphSet
  /// The window in the frame's coordinates.
  public private(set) var window: Rect
  /// What stands where, as the panes noted it, in the order of drawing.
  public private(set) var spots: [Spot] = []
  // The rows of the frame that are seen of the window: it may be taller than its place on the screen.
  private var seen: Range<Int>

  public init(_ size: Size, glyphs: GlyphSet) {
    frame = Frame(size)
    self.glyphs = glyphs
    window = Rect(x: 0, y: 0, width: size.columns, height: size.rows)
    seen = 0..<size.rows
  }

  public var width: Int { window.width }
  public var height: Int { window.height }

  /// Draws inside a part of this window.
  public mutating func within<Result>(_ rect: Rect, _ draw: (inout Canvas) -> Result) -> Result {
    let outer = window
    assert(rect.x >= 0 && rect.y >= 0 && rect.right <= width && rect.bottom <= height, "window leaves pane")
    window = Rect(x: outer.x + rect.x, y: outer.y + rect.y, width: rect.width, height: rect.height)
    defer { window = outer }
    return draw(&self)
  }

  /// Draws a taller page of which this window shows the rows from `top` on; what is above and below is cut.
  public mutating func scrolled(rows: Int, from top: Int, _ draw: (inout Canvas) -> Void) {
    let (outer, outerSeen) = (window, seen)
    seen = seen.clamped(to: window.y..<window.bottom)
    window = Rect(x: outer.x, y: outer.y - top, width: outer.width, height: max(rows, outer.height))
    defer { (window, seen) = (outer, outerSeen) }
    draw(&self)
  }

  /// Notes what stands at a place, for whoever selects it later.
  public mutating func note(_ thing: some Sendable, x: Int, y: Int, width: Int, height: Int = 1) {
    let rows = (window.y + y..<window.y + y + height).clamped(to: seen)
    let columns = (window.x + x..<window.x + x + max(width, 1)).clamped(to: window.x..<window.right)
    guard !rows.isEmpty, !columns.isEmpty else { return }
    let rect = Rect(x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
    spots.append(Spot(rect: rect, thing: thing))
  }

  /// Dresses what stands in a rectangle in another role; letters stay.
  public mutating func recolour(_ rect: Rect, _ role: Role) {
    for y in rect.y..<rect.bottom where seen.contains(window.y + y) {
      for x in rect.x..<rect.right where x >= 0 && x < width {
        let old = frame[window.x + x, window.y + y].style
        frame[window.x + x, window.y + y].style = Style(role, bold: old.isBold)
      }
    }
  }

  /// Puts one scalar of width 1.
  public mutating func put(_ scalar: Unicode.Scalar, x: Int, y: Int, _ style: Style) {
    guard x >= 0, y >= 0, x < width, y < height else {
      assertionFailure("cell \(x),\(y) outside a pane of \(width)x\(height)")
      return
    }
    guard seen.contains(window.y + y) else { return }
    store(Cell(scalar: scalar.value, style: style), x: window.x + x, y: window.y + y)
  }

  public mutating func put(_ glyph: Glyph, x: Int, y: Int, _ style: Style) {
    put(glyphs[glyph], x: x, y: y, style)
  }

  /// Writes text from a column on, covering at most `limit` columns (default: to the window's edge).
  /// A text that does not fit ends in an ellipsis. Returns the columns written.
  @discardableResult
  public mutating func text(_ text: String, x: Int, y: Int, limit: Int? = nil, _ style: Style) -> Int {
    let room = min(limit ?? width - x, width - x)
    guard room > 0 else { return 0 }
    let pieces = pieces(of: text)
    let needed = pieces.reduce(0) { $0 + $1.width }
    let budget = needed <= room ? room : room - 1
    var column = 0
    for piece in pieces {
      guard column + piece.width <= budget else { break }
      place(piece.scalar, width: piece.width, x: x + column, y: y, style)
      column += piece.width
    }
    if needed > room {
      put(.ellipsis, x: x + column, y: y, style)
      column += 1
    }
    return column
  }

  /// Writes text so that it ends just before a column.
  @discardableResult
  public mutating func text(_ text: String, endingAt end: Int, y: Int, limit: Int, _ style: Style) -> Int {
    let covered = min(pieces(of: text).reduce(0) { $0 + $1.width }, limit)
    return self.text(text, x: end - covered, y: y, limit: covered, style)
  }

  /// Draws a horizontal run of one glyph.
  public mutating func line(_ glyph: Glyph, x: Int, y: Int, length: Int, _ style: Style) {
    guard length > 0 else { return }
    for column in x..<x + length { put(glyph, x: column, y: y, style) }
  }

  /// Blanks a rectangle in a style.
  public mutating func fill(_ rect: Rect, _ style: Style) {
    for y in rect.y..<rect.bottom {
      for x in rect.x..<rect.right { put(" ", x: x, y: y, style) }
    }
  }

  /// Puts the cells of one row of the window onto the panel ground, whatever they show.
  public mutating func ground(row y: Int) {
    guard y >= 0, y < height, seen.contains(window.y + y) else { return }
    for x in window.x..<window.right {
      frame[x, window.y + y].style = frame[x, window.y + y].style.onPanel
    }
  }

  /// Dims everything drawn so far: an overlay follows.
  public mutating func dimAll() {
    for y in window.y..<window.bottom {
      for x in window.x..<window.right { frame[x, y].style = frame[x, y].style.behind }
    }
  }

  /// Takes over a frame of the same size as it is.
  mutating func lay(_ whole: Frame) { frame = whole }

  /// Gives one cell another style; its letter stays.
  public mutating func dress(x: Int, y: Int, _ style: Style) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    frame[window.x + x, window.y + y].style = style
  }

  // What the tier shows of a text: a replaced wide character is narrow.
  private func pieces(of text: String) -> [(scalar: Unicode.Scalar, width: Int)] {
    CellWidth.sanitise(text).map { piece in
      let shown = glyphs.plain(piece.scalar)
      return (shown, shown == piece.scalar ? piece.width : 1)
    }
  }

  private mutating func place(_ scalar: Unicode.Scalar, width cells: Int, x: Int, y: Int, _ style: Style) {
    put(scalar, x: x, y: y, style)
    guard cells == 2, x + 1 < width else { return }
    put(" ", x: x + 1, y: y, style)
    guard seen.contains(window.y + y) else { return }
    frame[window.x + x, window.y + y].width = 2
    frame[window.x + x + 1, window.y + y] = Cell(scalar: 0, style: style, width: 0)
  }

  // Half of a wide character is nothing: when one half is written over, the other becomes a blank.
  private mutating func store(_ cell: Cell, x: Int, y: Int) {
    let neighbour = frame[x, y].width == 2 ? x + 1 : frame[x, y].width == 0 ? x - 1 : x
    if neighbour != x, neighbour >= 0, neighbour < frame.columns {
      frame[neighbour, y] = Cell(scalar: 0x20, style: frame[neighbour, y].style)
    }
    frame[x, y] = cell
  }
}
