import Drawing

/// The pictures of a film cut into pieces of rows, each different piece kept once: what stays the same
/// between two pictures is written once however often it is shown.
struct PieceBook {
  /// The columns at which rows are cut, from 0 to the width.
  let cuts: [Int]
  private let theme: Theme
  private var numbers: [ArraySlice<Cell>: Int] = [:]
  /// The markup of each piece, drawn from its own corner, painted by classes of `styles`.
  private(set) var markup: [String] = []
  private var classes: [String: Int] = [:]
  private var paints: [String] = []

  init(size: Size, cuts: [Int], theme: Theme) {
    self.cuts = [0] + cuts + [size.columns]
    self.theme = theme
  }

  var columns: Int { cuts.count - 1 }

  /// The pieces of a frame, row by row; -1 for one that shows nothing.
  mutating func pieces(of frame: Frame) -> [Int] {
    var numbers: [Int] = []
    for y in 0..<frame.rows {
      let row = frame.row(y)
      for (start, end) in zip(cuts, cuts.dropFirst()) {
        numbers.append(number(of: row[row.startIndex + start..<row.startIndex + end]))
      }
    }
    return numbers
  }

  private mutating func number(of cells: ArraySlice<Cell>) -> Int {
    if cells.allSatisfy({ $0 == .blank }) { return -1 }
    if let number = numbers[cells] { return number }
    let number = markup.count
    numbers[cells] = number
    var frame = Frame(Size(columns: cells.count, rows: 1))
    for (x, cell) in cells.enumerated() { frame[x, 0] = cell }
    markup.append(SVGStill(frame, theme: theme).elements.map { painted($0) }.joined())
    return number
  }

  /// The rules of the classes, for a style element.
  var styles: String { paints.enumerated().map { ".p\($0){\($1)}" }.joined(separator: "\n") }

  // Some thirty looks come again and again: as classes they take a quarter of the bytes.
  private mutating func painted(_ element: String) -> String {
    guard let start = element.firstIndex(of: " "),
      let end = element.firstRange(of: " d=\"")?.lowerBound ?? element.firstIndex(of: ">"), start < end,
      element.hasPrefix("<path ") || element.hasPrefix("<g ")
    else { return element }
    let attributes = String(element[element.index(after: start)..<end].dropLast())
    let paint = attributes.replacing("\" ", with: ";").replacing("=\"", with: ":")
    let number = classes[paint] ?? paints.count
    if number == paints.count {
      classes[paint] = number
      paints.append(paint)
    }
    return element[...start] + "class=\"p\(number)\"" + element[end...]
  }

  /// The place of a piece, in pixels.
  func place(_ slot: Int) -> (x: Int, y: Int) {
    (cuts[slot % columns] * SVGCell.width / 10, slot / columns * SVGCell.height / 10)
  }
}
