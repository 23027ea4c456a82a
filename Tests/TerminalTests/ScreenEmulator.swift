import Drawing

/// A terminal in memory: replays what a program wrote, as far as curses for xterm-256color goes.
///
/// A sequence that is not understood is kept in `unknown`, so that a test can say it saw everything.
struct ScreenEmulator {
  private(set) var size: Size
  private(set) var x = 0
  private(set) var y = 0
  private(set) var isAlternate = false
  private(set) var showsCursor = true
  private(set) var unknown: [String] = []
  /// Whether any colour but the terminal's own was asked for.
  private(set) var usesColour = false
  /// How often the alternate screen was entered.
  private(set) var entries = 0

  /// A character with the pen it was written with.
  struct Cell: Hashable {
    /// 0 is the second half of a wide scalar.
    var scalar: UInt32 = 0x20
    var pen = EmulatedPen()
  }

  private var cells: [[Cell]]
  private var mainCells: [[Cell]] = []
  private var pen = EmulatedPen()
  private var saved = (x: 0, y: 0)
  private var top = 0
  private var bottom: Int
  private var wrapsNext = false
  private var wraps = true
  private var inserts = false
  private var last: Unicode.Scalar?
  private var parser = ControlParser()

  init(_ size: Size) {
    self.size = size
    cells = Self.blank(size)
    bottom = size.rows - 1
  }

  /// One row without trailing blanks.
  func text(row: Int) -> String {
    var scalars = String.UnicodeScalarView()
    for cell in cells[row] where cell.scalar != 0 {
      scalars.append(Unicode.Scalar(cell.scalar) ?? "\u{FFFD}")
    }
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }

  /// All rows, one line each, every line ended: as `Frame.text`.
  var text: String { (0..<size.rows).map { text(row: $0) + "\n" }.joined() }

  /// The cell at a place.
  subscript(column: Int, row: Int) -> Cell { cells[row][column] }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    parser.feed(bytes)
    while let piece = parser.next() { obey(piece) }
  }

  /// The window gets another size: the picture is cut or grows by blanks.
  mutating func resize(to new: Size) {
    func fitted(_ old: [[Cell]]) -> [[Cell]] {
      var rows = Self.blank(new)
      for row in 0..<min(old.count, new.rows) {
        for column in 0..<min(old[row].count, new.columns) { rows[row][column] = old[row][column] }
      }
      return rows
    }
    cells = fitted(cells)
    if !mainCells.isEmpty { mainCells = fitted(mainCells) }
    size = new
    top = 0
    bottom = new.rows - 1
    move(x, y)
  }

  // 39 and 49 are the terminal's own.
  private static func isColour(_ number: Int) -> Bool {
    [30...38, 40...48, 90...97, 100...107].contains { $0.contains(number) }
  }

  private static func blank(_ size: Size) -> [[Cell]] {
    Array(repeating: Array(repeating: Cell(), count: size.columns), count: size.rows)
  }

  private mutating func obey(_ piece: ControlParser.Piece) {
    switch piece {
    case .scalar(let scalar): put(scalar)
    case .control(let byte): control(byte)
    case .escape(let letter): escape(letter)
    case .sequence(let sequence): obey(sequence)
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = CellWidth.of(scalar) ?? 1
    if wrapsNext || x + width > size.columns, wraps {
      x = 0
      lineFeed()
    }
    let blanks = Array(repeating: blank, count: width)
    if inserts { cells[y].insert(contentsOf: blanks, at: x) }
    x = min(x, size.columns - width)
    cells[y][x] = Cell(scalar: scalar.value, pen: pen)
    if width == 2 { cells[y][x + 1] = Cell(scalar: 0, pen: pen) }
    cells[y].removeLast(cells[y].count - size.columns)
    last = scalar
    wrapsNext = x + width >= size.columns && wraps
    x = min(x + width, size.columns - 1)
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x08: move(x - 1, y)
    case 0x09: move((x / 8 + 1) * 8, y)
    case 0x0a, 0x0b, 0x0c: lineFeed()
    case 0x0d: move(0, y)
    default: break
    }
  }

  private mutating func escape(_ letter: Character) {
    switch letter {
    case "7": saved = (x, y)
    case "8": move(saved.x, saved.y)
    case "M": if y == top { scroll(-1) } else { move(x, y - 1) }
    case "D": lineFeed()
    case "=", ">", "\\": break
    default: unknown.append("ESC \(letter)")
    }
  }

  private mutating func obey(_ sequence: ControlParser.Sequence) {
    let count = max(1, sequence[0] ?? 1)
    switch sequence.final {
    case "A": move(x, y - count)
    case "B": move(x, y + count)
    case "C": move(x + count, y)
    case "D": move(x - count, y)
    case "G", "`": move(count - 1, y)
    case "d": move(x, count - 1)
    case "H", "f": move((sequence[1] ?? 1) - 1, count - 1)
    case "J": eraseDisplay(sequence[0] ?? 0)
    case "K": eraseLine(sequence[0] ?? 0)
    case "X": erase(row: y, x..<min(x + count, size.columns))
    case "P": replaceTail { Array($0.dropFirst(count)) }
    case "@":
      let blanks = Array(repeating: blank, count: count)
      replaceTail { blanks + $0 }
    case "L": shift(from: y, by: -count)
    case "M": shift(from: y, by: count)
    case "S": scroll(count)
    case "T": scroll(-count)
    case "b": for _ in 0..<count { if let last { put(last) } }
    case "r":
      top = count - 1
      bottom = (sequence[1] ?? size.rows) - 1
      move(0, 0)
    case "h", "l": setModes(sequence)
    case "m":
      usesColour = usesColour || sequence.numbers.contains { $0.map(Self.isColour) ?? false }
      pen.obey(sequence.numbers)
    // The window's title; the cursor's shape.
    case "t", "q", "c": break
    default: unknown.append(sequence.text)
    }
  }

  private mutating func setModes(_ sequence: ControlParser.Sequence) {
    let on = sequence.final == "h"
    for mode in sequence.numbers.compactMap(\.self) {
      switch (sequence.isPrivate, mode) {
      case (true, 25): showsCursor = on
      case (true, 7): wraps = on
      case (true, 1049): switchScreen(on)
      case (false, 4): inserts = on
      // Cursor keys, blinking, mouse reports, meta key, synchronised output.
      case (true, 1), (true, 12), (true, 1000), (true, 1006), (true, 1034), (true, 2026): break
      default: unknown.append(sequence.text)
      }
    }
  }

  private mutating func switchScreen(_ alternate: Bool) {
    if alternate { entries += 1 }
    guard alternate != isAlternate else { return }
    isAlternate = alternate
    if alternate {
      saved = (x, y)
      mainCells = cells
      cells = Self.blank(size)
    } else {
      cells = mainCells
      move(saved.x, saved.y)
    }
  }
}

// What the sequences do to cells and cursor.
extension ScreenEmulator {
  // What is erased keeps the ground of the pen, as xterm and the Linux console do.
  private var blank: Cell { Cell(pen: pen.erasing) }

  private mutating func move(_ toX: Int, _ toY: Int) {
    x = min(max(0, toX), size.columns - 1)
    y = min(max(0, toY), size.rows - 1)
    wrapsNext = false
  }

  private mutating func lineFeed() {
    if y == bottom { scroll(1) } else { y = min(y + 1, size.rows - 1) }
    wrapsNext = false
  }

  private mutating func scroll(_ rows: Int) { shift(from: top, by: rows) }

  // Rows from here to the bottom of the region move up (or down, when negative); blank ones follow.
  private mutating func shift(from first: Int, by rows: Int) {
    guard (top...bottom).contains(first) else { return }
    let height = bottom - first + 1
    let blanks = Array(
      repeating: Array(repeating: blank, count: size.columns), count: min(abs(rows), height))
    let region = cells[first...bottom]
    let kept = rows > 0 ? region.dropFirst(blanks.count) : region.dropLast(blanks.count)
    cells.replaceSubrange(first...bottom, with: rows > 0 ? Array(kept) + blanks : blanks + Array(kept))
  }

  private mutating func erase(row: Int, _ columns: Range<Int>) {
    for column in columns { cells[row][column] = blank }
    wrapsNext = false
  }

  private mutating func eraseLine(_ part: Int) {
    let columns = part == 0 ? x..<size.columns : part == 1 ? 0..<x + 1 : 0..<size.columns
    erase(row: y, columns)
  }

  private mutating func eraseDisplay(_ part: Int) {
    if part != 2 { eraseLine(part) }
    let rows = part == 0 ? y + 1..<size.rows : part == 1 ? 0..<y : 0..<size.rows
    for row in rows { erase(row: row, 0..<size.columns) }
  }

  private mutating func replaceTail(_ change: (ArraySlice<Cell>) -> [Cell]) {
    let tail = change(cells[y][x...])
    let fitted = tail.prefix(size.columns - x)
    cells[y].replaceSubrange(
      x..., with: fitted + Array(repeating: blank, count: size.columns - x - fitted.count))
  }
}
