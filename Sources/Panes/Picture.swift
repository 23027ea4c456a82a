import Drawing

/// A frame with what stands where on it: what selection, explanation and the mouse go by.
public struct Picture: Sendable {
  public struct Spot: Sendable {
    /// Nil for the rail.
    public var pane: PaneName?
    public var rect: Rect
    public var thing: Thing
  }

  public let frame: Frame
  public let layout: Layout
  public let spots: [Spot]

  /// What can be selected in a pane, row by row, each thing once.
  func things(in pane: PaneName) -> [Spot] {
    var seen: Set<Thing> = []
    return spots.filter { $0.pane == pane }.sorted { ($0.rect.y, $0.rect.x) < ($1.rect.y, $1.rect.x) }
      .filter { seen.insert($0.thing).inserted }
  }

  /// What stands at a cell: the smallest thing there.
  func spot(x: Int, y: Int) -> Spot? {
    spots.filter { $0.rect.contains(x: x, y: y) }.min { $0.rect.width < $1.rect.width }
  }

  /// The pane at a cell.
  func pane(x: Int, y: Int) -> PaneName? { layout.slots.first { $0.rect.contains(x: x, y: y) }?.name }
}
