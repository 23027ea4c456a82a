import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// The VMAs as blocks on a ruler from the top of the address space down, and the one that is being made.
struct AddressSpacePane: Pane {
  let title = "Address space"

  func fact(_ scene: Scene, width: Int) -> String {
    let count = scene.mm.tree.entries.count
    // A maps file tells no process number.
    let pid = scene.facts.pid > 0 ? " \(scene.facts.pid)" : ""
    return "\(scene.facts.processName)\(pid), \(count) VMA\(count == 1 ? "" : "s")"
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    var y = 0
    for row in AddressSpaceView(scene, height: canvas.height).rows {
      let area = Rect(x: 0, y: y, width: canvas.width, height: row.rows)
      canvas.within(area) { part in
        switch row.item {
        case .vma(let id, let range): Self.existing(id, range, scene, into: &part)
        case .subject: SubjectRows.draw(scene, into: &part)
        case .gap(let bytes): Self.gap(bytes, into: &part)
        case .more(let count): Self.more(count, into: &part)
        }
      }
      y += row.rows
    }
  }

  /// The columns of a row: address, block, name, rights, size.
  static let blockColumn = 14
  static let nameColumn = 18

  private static func existing(_ id: VMAID, _ range: AddressRange, _ scene: Scene, into canvas: inout Canvas)
  {
    guard let area = scene.state.vma(id) else { return }
    let name = scene.facts.name(of: area)
    canvas.text(range.start.description, x: 1, y: 0, Style(.dim))
    let (glyph, role) = block(area)
    for x in blockColumn..<blockColumn + 3 { canvas.put(glyph, x: x, y: 0, Style(role)) }
    row(name, area.flags.mapsLetters, range, Style(.text), into: &canvas)
    canvas.note(.neighbour(id), x: 1, y: 0, width: canvas.width - 2)
  }

  static func row(
    _ name: String, _ letters: String, _ range: AddressRange, _ style: Style, into canvas: inout Canvas
  ) {
    let right = canvas.width - 1
    canvas.text(name, x: nameColumn, y: 0, limit: right - 12 - nameColumn, style)
    canvas.text(letters, x: right - 11, y: 0, limit: 4, Style(.text))
    canvas.text(Amount.bytes(range.bytes), endingAt: right, y: 0, limit: 5, Style(.text))
  }

  /// The pattern that shows a VMA's kind.
  static func block(_ area: VMArea) -> (Glyph, Role) {
    if area.flags.contains(.pfnMap) { return (.blockPFN, .vmaIO) }
    if area.file == nil { return (.blockAnon, .vmaAnon) }
    return area.flags.contains(.mayShare) ? (.blockShared, .vmaShared) : (.blockFile, .vmaFile)
  }

  private static func gap(_ bytes: UInt64, into canvas: inout Canvas) {
    for y in 0..<canvas.height { canvas.put(.free, x: blockColumn + 1, y: y, Style(.vmaGap)) }
    canvas.text(
      "\(Amount.gap(bytes)) free", x: nameColumn, y: 0, limit: canvas.width - nameColumn - 1, Style(.dim))
  }

  private static func more(_ count: Int, into canvas: inout Canvas) {
    canvas.put(.more, x: blockColumn + 1, y: 0, Style(.dim))
    let text = "\(count) more VMA\(count == 1 ? "" : "s")"
    canvas.text(text, x: nameColumn, y: 0, limit: canvas.width - nameColumn - 1, Style(.dim))
  }
}
