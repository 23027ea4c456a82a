import Drawing

/// Where everything stands in a window. It follows from the window's size alone, never from the run.
public struct Layout: Hashable, Sendable {
  /// A pane with the rectangle of its title rule and contents.
  public struct Slot: Hashable, Sendable {
    public var name: PaneName
    public var rect: Rect
  }

  public let size: Size
  public private(set) var slots: [Slot]
  /// Columns of the dividers between pane columns.
  public private(set) var dividers: [Int]
  /// The rule with the step's id.
  public let ruleRow: Int
  /// The row behind the last one of the pane columns.
  public let columnsEnd: Int
  public let sentenceRows: Int

  /// The smallest window that shows the pictures.
  public static let smallest = Size(columns: 80, rows: 24)
  static let firstPaneRow = 4

  public static func fits(_ size: Size) -> Bool {
    size.columns >= smallest.columns && size.rows >= smallest.rows
  }

  public init(_ size: Size) {
    self.size = size
    sentenceRows = size.rows < 28 ? 2 : 3
    ruleRow = size.rows - 2 - sentenceRows
    // Tall and wide windows have the lanes below the columns, over the full width.
    let hasLanes = size.columns >= 160 && size.rows >= 52
    let lanesRows = hasLanes ? 14 : 0
    let body = Rect(
      x: 0, y: Self.firstPaneRow, width: size.columns, height: ruleRow - lanesRows - Self.firstPaneRow)
    let columns = size.columns >= 126 && size.rows >= 38 ? Self.study : Self.talk
    let widths = Self.widths(size.columns, columns.count)
    var slots: [Slot] = []
    var dividers: [Int] = []
    var x = 0
    for (number, column) in columns.enumerated() {
      let area = Rect(x: x, y: body.y, width: widths[number], height: body.height)
      slots += Self.stack(column, in: area)
      x += widths[number] + 1
      if number + 1 < columns.count { dividers.append(x - 1) }
    }
    if hasLanes {
      let rect = Rect(x: 0, y: body.bottom, width: size.columns, height: lanesRows)
      slots.append(Slot(name: .lanes, rect: rect))
    }
    columnsEnd = body.bottom
    self.slots = slots
    self.dividers = dividers
  }

  /// The same window with one pane over all of the body.
  init(_ size: Size, zoomed name: PaneName) {
    self.init(size)
    let rect = Rect(x: 0, y: Self.firstPaneRow, width: size.columns, height: ruleRow - Self.firstPaneRow)
    slots = [Slot(name: name, rect: rect)]
    dividers = []
  }

  // Panes from top to bottom with their shares of the height.
  private typealias Column = [(name: PaneName, share: Int)]

  private static let talk: [Column] = [
    [(.code, 10), (.pageTable, 6)], [(.addressSpace, 10), (.locks, 6)],
  ]
  private static let study: [Column] = [
    [(.code, 18), (.descriptor, 16)], [(.addressSpace, 18), (.pageTable, 16)],
    [(.locks, 9), (.observers, 9), (.rmap, 6), (.ledger, 10)],
  ]

  // Two columns: 36 of 80 on the left, 44 of 100; three: equal thirds, the rest to the right.
  private static func widths(_ columns: Int, _ count: Int) -> [Int] {
    guard count == 3 else {
      let left = (columns - 1) * 36 / 79 - (columns >= 100 ? 1 : 0)
      return [left, columns - 1 - left]
    }
    let third = (columns - 2) / 3
    return [third, third, columns - 2 - 2 * third]
  }

  private static func stack(_ column: Column, in area: Rect) -> [Slot] {
    let total = column.reduce(0) { $0 + $1.share }
    var slots: [Slot] = []
    var used = 0
    var share = 0
    for (name, part) in column {
      share += part
      let end = area.height * share / total
      slots.append(
        Slot(name: name, rect: Rect(x: area.x, y: area.y + used, width: area.width, height: end - used)))
      used = end
    }
    return slots
  }
}
