/// One picture: a grid of cells. The only thing that terminals, recordings, stills and tests see.
public struct Frame: Hashable, Sendable {
  public let size: Size
  public private(set) var cells: [Cell]

  public init(_ size: Size) {
    self.size = size
    cells = Array(repeating: .blank, count: size.columns * size.rows)
  }

  public var columns: Int { size.columns }
  public var rows: Int { size.rows }

  public subscript(x: Int, y: Int) -> Cell {
    get { cells[y * size.columns + x] }
    set { cells[y * size.columns + x] = newValue }
  }

  /// The cells of one row, left to right.
  public func row(_ y: Int) -> ArraySlice<Cell> { cells[y * columns..<(y + 1) * columns] }

  /// The text of one row without trailing blanks.
  public func text(row y: Int) -> String {
    let cells = row(y)
    let end = cells.lastIndex { $0.scalar != 0x20 && $0.width > 0 }.map { $0 + 1 } ?? cells.startIndex
    var scalars = String.UnicodeScalarView()
    for cell in cells[..<end] where cell.width > 0 {
      scalars.append(Unicode.Scalar(cell.scalar) ?? "\u{FFFD}")
    }
    return String(scalars)
  }

  /// All rows as text, one line each, every line ended.
  public var text: String {
    (0..<rows).map { text(row: $0) + "\n" }.joined()
  }

  /// One role letter a cell, rows as lines: the lower half of a golden.
  public var roleLetters: String {
    (0..<rows).map { y in String(row(y).map(\.style.role.letter)) + "\n" }.joined()
  }
}
