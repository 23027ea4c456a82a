import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// The entries of the range as a strip: an index row, one cell an entry, and a caret with what it says.
enum EntryStrip {
  static func draw(_ view: PageTableView, _ scene: Scene, into canvas: inout Canvas) {
    guard view.pages > 0 else {
      canvas.text("no address yet", x: 1, y: 2, limit: canvas.width - 2, Style(.dim))
      return
    }
    let scale = Scale(pages: view.pages, room: canvas.width - 2)
    indexes(scale, into: &canvas)
    let wave = Wave(scene)
    for cell in 0..<scale.cells { draw(cell, scale, view, wave, into: &canvas) }
    if wave.isAny { canvas.markChanged(row: 1) }
    label(scale, view, scene, wave, into: &canvas)
  }

  /// How pages become cells: two or one columns an entry, or a power of two of entries in one cell.
  struct Scale {
    let pages: Int
    let perCell: Int
    let columns: Int
    var cells: Int { (pages + perCell - 1) / perCell }

    init(pages: Int, room: Int) {
      self.pages = pages
      columns = pages * 2 <= room ? 2 : 1
      var per = 1
      while (pages + per - 1) / per > room / columns { per *= 2 }
      perCell = per
    }

    func column(_ page: Int) -> Int { 1 + page / perCell * columns }
  }

  /// Which entries the step set or cleared, and how far its motion has come.
  struct Wave {
    let first: Int
    let count: Int
    let clears: Bool
    let motion: Motion

    init(_ scene: Scene) {
      var pages: [Int] = []
      var clears = false
      let range = scene.subject.range
      for change in scene.changes {
        switch change {
        case .ptesSet(let page, let count, _, _): pages += Self.pages(page, Int(count), of: range)
        case .ptesCleared(let page, let count, _):
          pages += Self.pages(page, Int(count), of: range)
          clears = true
        default: break
        }
      }
      first = pages.min() ?? 0
      count = pages.isEmpty ? 0 : (pages.max() ?? 0) - first + 1
      self.clears = clears
      motion = scene.motion
    }

    // Entries elsewhere in the process are not on the strip.
    private static func pages(_ first: UInt64, _ count: Int, of range: AddressRange) -> [Int] {
      guard first >= range.start.page else { return [] }
      let start = Int(first - range.start.page)
      return Array(start..<start + count).filter { $0 < range.pages }
    }

    var isAny: Bool { count > 0 }
    func contains(_ page: Int) -> Bool { page >= first && page < first + count }
    /// The first page that the motion has not reached.
    var edge: Int { first + motion.shown(of: count) }
  }

  private static func indexes(_ scale: Scale, into canvas: inout Canvas) {
    let step = 4 * scale.perCell * (scale.columns == 1 ? 2 : 1)
    var page = 0
    while page < scale.pages {
      let text = String(page)
      guard scale.column(page) + text.count < canvas.width else { return }
      canvas.text(text, x: scale.column(page), y: 0, Style(.dim))
      page += step
    }
  }

  private static func draw(
    _ cell: Int, _ scale: Scale, _ view: PageTableView, _ wave: Wave, into canvas: inout Canvas
  ) {
    let page = cell * scale.perCell
    let size = min(scale.perCell, scale.pages - page)
    let x = scale.column(page)
    canvas.note(.entry(page), x: x, y: 1, width: scale.columns)
    let isNow = view.set > 0 && wave.isAny && !wave.clears && (page..<page + size).contains(view.page)
    let filled: Role = view.isCounted ? .ptePresent : .ptePFN
    if wave.contains(page), !wave.motion.isSettled {
      return moving(page, x, wave, filled, isNow: isNow, into: &canvas)
    }
    let set = view.count(from: page, pages: size)
    // A cell that stands for several entries is shaded by how many of them are set.
    let glyph: Glyph =
      set == 0 ? .entryNone : set == size ? .entrySet : set * 2 < size ? .blockPFN : .halfBuilt
    let role: Role = isNow ? .stageActive : set > 0 ? filled : .pteNone
    canvas.put(glyph, x: x, y: 1, Style(role))
  }

  // The wave passes from left to right; its edge grows from a dot to a block.
  private static func moving(
    _ page: Int, _ x: Int, _ wave: Wave, _ filled: Role, isNow: Bool, into canvas: inout Canvas
  ) {
    let phases: [Glyph] = [.entryNone, .blockPFN, .halfBuilt, .entrySet]
    let phase = wave.motion.phase(of: 4) ?? 3
    if wave.count == 1 {
      let glyph = wave.clears ? phases[3 - phase] : phases[phase]
      return canvas.put(glyph, x: x, y: 1, Style(wave.clears ? filled : .stageActive))
    }
    let passed = page < wave.edge
    let glyph: Glyph = page == wave.edge ? .halfBuilt : passed != wave.clears ? .entrySet : .entryNone
    // The edge has no ground of its own: it passes too fast for one. The last cell has its ground at once.
    let role: Role = page == wave.edge ? .descChanged : glyph == .entryNone ? .pteNone : filled
    canvas.put(glyph, x: x, y: 1, Style(isNow ? .stageActive : role))
  }

  private static func label(
    _ scale: Scale, _ view: PageTableView, _ scene: Scene, _ wave: Wave, into canvas: inout Canvas
  ) {
    guard view.set > 0, let entry = view.entry(view.page) else {
      canvas.text(empty(view, scene), x: 1, y: 2, limit: canvas.width - 2, Style(.dim))
      return
    }
    let rights = entry.protection.description.filter { $0 != "-" }
    let kind = entry.kind == .special ? "special" : "page"
    let x = scale.column(view.page)
    let room = max(canvas.width - 1 - (x + 4), x - 4)
    // What has no room in the middle of the strip goes whole, the rights first.
    let texts = [
      "pfn \(entry.frame) \(rights.isEmpty ? "none" : rights) \(kind)", "pfn \(entry.frame) \(kind)",
      "pfn \(entry.frame)",
    ]
    let text = texts.first { $0.count <= room } ?? texts[2]
    let isNow = wave.isAny && !wave.clears
    canvas.put(.caret, x: x, y: 2, Style(isNow ? .descChanged : .dim))
    let roomRight = canvas.width - 1 - (x + 4)
    if roomRight >= text.count || roomRight >= x - 4 {
      canvas.put(.arrow, x: x + 2, y: 2, Style(.dim))
      canvas.text(text, x: x + 4, y: 2, limit: roomRight, Style(.text))
    } else {
      let end = x - 3
      canvas.text(text, endingAt: end, y: 2, limit: end - 1, Style(.text))
      canvas.put(.back, x: x - 2, y: 2, Style(.dim))
    }
  }

  // In words what stands below a strip whose page has no entry, from the tables that cover that page; of a
  // range that is filled in part it says which page.
  private static func empty(_ view: PageTableView, _ scene: Scene) -> String {
    guard let lowest = view.levels.last(where: { $0.existence != .none })?.level else { return "no table" }
    guard view.set == 0 else {
      let what = lowest == .pte ? "a table, no entry" : lowest <= .p4d ? "no table yet" : "no PTE table yet"
      return "page \(view.page): \(what)"
    }
    if lowest == .pte { return "PTE table there, no entry set" }
    let yet = scene.task.result == nil && SubjectRows.phase(scene) != .gone ? " yet" : ""
    return (lowest <= .p4d ? "no table covers this range" : "no PTE table covers this range") + yet
  }
}
