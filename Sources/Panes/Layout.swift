import Drawing

/// Where everything stands in a window. It follows from the window's size and from what the viewer asked
/// for, never from the run.
public struct Layout: Hashable, Sendable {
  /// A pane with the rectangle of its title rule and contents.
  public struct Slot: Hashable, Sendable {
    public var name: PaneName
    public var rect: Rect
  }

  public let size: Size
  /// The preset that is shown: the one asked for, or the one for the size.
  public let preset: Preset
  public let slots: [Slot]
  /// Columns of the dividers between pane columns.
  public let dividers: [Int]
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

  /// - Parameters:
  ///   - preset: nil takes the one for the size.
  ///   - zoom: a pane that has the window to itself.
  public init(_ size: Size, preset wanted: Preset? = nil, zoom: PaneName? = nil) {
    self.size = size
    sentenceRows = size.rows < 28 ? 2 : 3
    ruleRow = size.rows - 2 - sentenceRows
    preset = Preset.shown(wanted, in: size)
    let plan = zoom.map { Preset.Plan(columns: [[($0, 1)]]) } ?? preset.plan(for: size)
    let height = ruleRow - Self.firstPaneRow
    let bandRows = plan.band.map { $0.rows(height) } ?? 0
    let body = Rect(x: 0, y: Self.firstPaneRow, width: size.columns, height: height - bandRows)
    let widths = Self.widths(size.columns, plan)
    var slots: [Slot] = []
    var dividers: [Int] = []
    var x = 0
    for (number, column) in plan.columns.enumerated() {
      let area = Rect(x: x, y: body.y, width: widths[number], height: body.height)
      slots += Self.stack(column, in: area)
      x += widths[number] + 1
      if number + 1 < plan.columns.count { dividers.append(x - 1) }
    }
    if let band = plan.band {
      let rect = Rect(x: 0, y: body.bottom, width: size.columns, height: bandRows)
      slots.append(Slot(name: band.name, rect: rect))
    }
    columnsEnd = body.bottom
    self.slots = slots
    self.dividers = dividers
  }

  // Two columns: 36 of 80 on the left, 44 of 100; three: equal thirds, the rest to the right.
  private static func widths(_ columns: Int, _ plan: Preset.Plan) -> [Int] {
    switch plan.columns.count {
    case 1: return [columns]
    case 2:
      let narrow = (columns - 1) * 36 / 79 - (columns >= 100 ? 1 : 0)
      let wide = columns - 1 - narrow
      return plan.isLeftWide ? [wide, narrow] : [narrow, wide]
    default:
      let third = (columns - 2) / 3
      return [third, third, columns - 2 - 2 * third]
    }
  }

  private static func stack(_ column: Preset.Column, in area: Rect) -> [Slot] {
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
