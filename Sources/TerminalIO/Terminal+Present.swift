internal import CNcurses
import Drawing

extension Terminal {
  /// The size of the window, in cells.
  public var size: Size {
    Size(columns: Int(getmaxx(Curses.screen)), rows: Int(getmaxy(Curses.screen)))
  }

  /// Shows a frame. Only what differs from the screen is sent.
  ///
  /// A frame of another size than the window is cut, or stands in the top left corner of an empty one.
  ///
  /// - Parameter wanted: a poorer colour depth than the terminal's own; what it cannot do is not asked of it.
  public mutating func present(_ picture: Frame, theme: Theme, depth wanted: ColourDepth? = nil) {
    let frame = theme.dress(picture)
    let depth = (wanted ?? depth).atMost(depth)
    if inks?.theme != theme || inks?.depth != depth {
      // The same pair numbers get other colours: cells that seem unchanged must be painted again.
      if inks != nil, self.depth != .mono {
        reset_color_pairs()
        clearok(Curses.shown, true)
      }
      inks = Inks(theme: theme, depth: depth, hasOwnColours: hasOwnColours)
    }
    let size = size
    if frame.size != size { werase(Curses.screen) }
    for y in 0..<min(frame.rows, size.rows) {
      fill(frame.row(y).prefix(size.columns))
      mvwadd_wchnstr(Curses.screen, Int32(y), 0, row, Int32(row.count))
    }
    wnoutrefresh(Curses.screen)
    doupdate()
  }

  /// Paints everything again: another program wrote over the screen.
  public mutating func redraw() {
    clearok(Curses.shown, true)
    doupdate()
  }

  // Curses finds the second half of a wide cell itself, so that cell is left out.
  private mutating func fill(_ cells: ArraySlice<Cell>) {
    row.removeAll(keepingCapacity: true)
    for cell in cells where cell.width > 0 {
      let ink = inks?.ink(cell.style) ?? Inks.Ink(attributes: 0, pair: 0)
      let scalar = Int32(bitPattern: cell.scalar)
      guard Self.fits(cell) else {
        for _ in 0..<cell.width { append(0x3f, ink) }
        continue
      }
      append(scalar, ink)
    }
  }

  private mutating func append(_ scalar: Int32, _ ink: Inks.Ink) {
    var shown = cchar_t()
    shown.chars.0 = scalar
    shown.attr = ink.attributes
    shown.ext_color = ink.pair
    row.append(shown)
  }

  // Where libc thinks otherwise than our table, a question mark keeps the columns where they belong.
  private static func fits(_ cell: Cell) -> Bool {
    if (0x20..<0x7f).contains(cell.scalar) { return cell.width == 1 }
    return wcwidth(wchar_t(bitPattern: cell.scalar)) == Int32(cell.width)
  }

  /// Takes over the size that the window has now. Returns nil when the program knows it already.
  ///
  /// Curses may have looked at the window itself, when it came back after `endwin`.
  mutating func adoptSize() -> Size? {
    if let now = WindowSize.now, now != size {
      resize_term(Int32(now.rows), Int32(now.columns))
      clearok(Curses.shown, true)
    }
    guard size != reportedSize else { return nil }
    reportedSize = size
    return size
  }
}
