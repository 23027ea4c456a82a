import Drawing

/// One view of the machine: a title, one fact on the title's rule, and how it draws itself.
///
/// A pane draws below its title; column 0 is the gutter for the changed mark, the last column stays empty.
public protocol Pane: Sendable {
  var title: String { get }
  /// The one fact that stands at the right of the title's rule.
  func fact(_ scene: Scene, width: Int) -> String
  func draw(_ scene: Scene, into canvas: inout Canvas)
  /// Rows it would fill: what has no room scrolls. 0 stands for a pane that arranges itself in any height.
  func rows(_ scene: Scene, width: Int) -> Int
}

extension Pane {
  func rows(_ scene: Scene, width: Int) -> Int { 0 }
}

/// Which panes there are. A new one is its file and its line here.
public enum PaneName: String, CaseIterable, Hashable, Sendable {
  case code, addressSpace, pageTable, locks, waits, observers, descriptor, ledger, rmap, lanes, events
  case compare, merge

  public var pane: any Pane {
    switch self {
    case .code: CodePane()
    case .addressSpace: AddressSpacePane()
    case .pageTable: PageTablePane()
    case .locks: LocksPane()
    case .observers: ObserversPane()
    case .descriptor: DescriptorPane()
    case .ledger: LedgerPane()
    case .rmap: RmapPane()
    case .lanes: LanesPane()
    case .waits: WaitsPane()
    case .events: EventsPane()
    case .compare: ComparePane()
    case .merge: MergePane()
    }
  }
}

extension Canvas {
  /// Marks a row as changed in this step: `▶` in the gutter, the row on the panel ground.
  mutating func markChanged(row y: Int) {
    guard y >= 0, y < height else { return }
    ground(row: y)
    put(.changed, x: 0, y: y, Style(.descChanged, panel: true))
  }
}
