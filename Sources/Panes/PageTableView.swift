import MemoryModel
import Simulation

/// The levels that lead to one page of the range, and which of its entries are set.
struct PageTableView {
  enum Existence: Hashable {
    /// The top level: one a process.
    case top
    /// Allocated by this run.
    case new
    /// It stood when the run began.
    case before
    /// A neighbour lies under it, so it must exist; this run never saw it.
    case inferred
    case none

    var word: String {
      switch self {
      case .top: "1 per mm"
      case .new: "new"
      case .before: "before"
      case .inferred: "inferred"
      case .none: "none"
      }
    }

    /// The word, or a shorter one where it would have no room.
    func word(in room: Int) -> String {
      guard word.count > room else { return word }
      return self == .top ? "per mm" : "exists"
    }
  }

  struct LevelView: Hashable {
    var level: PageLevel
    /// The entry the page selects in this table; nil when there is no table.
    var entry: Int?
    var existence: Existence
    /// Entries of the table that this run knows to be used.
    var used: Int
  }

  let levels: [LevelView]
  /// The page of the range that is looked at, counted from 0.
  let page: Int
  let pages: Int
  let set: Int
  private let first: UInt64
  private let table: PageTable

  init(_ scene: Scene) {
    let range = scene.subject.range
    pages = range.pages
    first = range.start.page
    table = scene.mm.pageTable
    set = range.bytes > 0 ? table.count(in: range.start.page..<range.end.page) : 0
    page = Self.page(scene, set: set)
    let address = range.start.advanced(byPages: page)
    levels = PageLevel.levels(scene.facts.levels).map { Self.level($0, address, scene) }
  }

  private static func level(_ level: PageLevel, _ address: VirtualAddress, _ scene: Scene) -> LevelView {
    let table = level.table(of: address)
    let existence: Existence
    if level == .pgd {
      existence = .top
    } else if scene.mm.pageTable.contains(level, table) {
      existence = scene.recording.initial.mm(MMID(0)).pageTable.contains(level, table) ? .before : .new
    } else if level == .p4d {
      existence = scene.mm.tree.entries.isEmpty ? .none : .inferred
    } else if scene.state.neighbourSharing(level, table, in: MMID(0), except: scene.subject.vma?.id) != nil {
      existence = .inferred
    } else {
      existence = .none
    }
    // With five levels the run never fills an entry of the PGD.
    let isFilled = level != .pgd || scene.facts.levels == 4
    let used = isFilled ? scene.mm.pageTable.table(level, level <= .p4d ? 0 : table)?.used ?? 0 : 0
    let isKnown = scene.subject.range.bytes > 0 && existence != .none
    return LevelView(
      level: level, entry: isKnown ? level.entry(of: address, levels: scene.facts.levels) : nil,
      existence: existence, used: used)
  }

  // The page that the walk has just written, or where it stands; else the last one set.
  private static func page(_ scene: Scene, set: Int) -> Int {
    let range = scene.subject.range
    // A fault elsewhere in the process walks tables that are not shown here.
    if let walk = scene.actor.walk ?? scene.task.walk, walk.piece.overlaps(range) {
      return lastWritten(scene) ?? AddressRange(range.start, max(range.start, walk.piece.start)).pages
    }
    return max(0, min(set, range.pages) - 1)
  }

  private static func lastWritten(_ scene: Scene) -> Int? {
    let range = scene.subject.range
    for change in scene.changes.reversed() {
      if case .ptesSet(let page, let count, _, _) = change, range.contains(VirtualAddress(page: page)) {
        return Int(page - range.start.page) + Int(count) - 1
      }
    }
    return nil
  }

  /// The entry of a page of the range.
  func entry(_ page: Int) -> PTE? { table.entry(at: first + UInt64(page)) }

  /// The entries of the range map counted pages, not bare frames.
  var isCounted: Bool { table.pages(in: first..<first + UInt64(max(pages, 0))) > 0 }

  /// How many entries are set from a page on.
  func count(from page: Int, pages: Int) -> Int {
    table.count(in: first + UInt64(page)..<first + UInt64(page + pages))
  }
}
