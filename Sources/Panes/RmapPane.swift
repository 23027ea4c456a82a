import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// Who can find the VMA from a page of the file: the file's `i_mmap` tree.
struct RmapPane: Pane {
  let title = "Rmap"

  func fact(_ scene: Scene, width: Int) -> String {
    let held = scene.file.lock.mode == nil ? "free" : "held"
    return "\(scene.fileName), i_mmap \(held)"
  }

  func rows(_ scene: Scene, width: Int) -> Int { max(1, scene.file.iMmap.count) + 2 }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    var y = 0
    for id in scene.file.iMmap {
      guard let area = scene.state.vma(id) else { continue }
      draw(area, scene, y: y, into: &canvas)
      y += 1
    }
    if scene.file.iMmap.isEmpty {
      canvas.text("no VMA maps this file", x: 1, y: 0, limit: canvas.width - 2, Style(.dim))
      y = 1
    }
    if scene.didChange({
      if case .rmapLinked = $0 { true } else if case .rmapUnlinked = $0 { true } else { false }
    }) {
      canvas.markChanged(row: 0)
    }
    let anonText = scene.call?.isShared == true ? "none: shared mapping" : "none: no page was copied yet"
    canvas.text("anon_vma", x: 1, y: y + 1, Style(.dim))
    canvas.text(anonText, x: 11, y: y + 1, limit: canvas.width - 12, Style(.dim))
  }

  private func draw(_ area: VMArea, _ scene: Scene, y: Int, into canvas: inout Canvas) {
    canvas.text("\(scene.facts.processName) \(scene.facts.pid)", x: 1, y: y, limit: 10, Style(.text))
    let (glyph, role) = AddressSpacePane.block(area)
    for x in 12..<15 { canvas.put(glyph, x: x, y: y, Style(role)) }
    let last = area.pageOffset + UInt64(max(area.range.pages, 1) - 1)
    // The frame number of a private remap stands in pgoff: it is a number of the same kind, and large.
    let pages = "\(area.pageOffset)-\(last)"
    let text = ["file pages ", "pages "].map { $0 + pages }.first { $0.count <= canvas.width - 26 } ?? pages
    canvas.text(text, x: 16, y: y, limit: canvas.width - 26, Style(.text))
    canvas.put(.sees, x: canvas.width - 9, y: y, Style(.rmapVisible))
    canvas.text("linked", x: canvas.width - 7, y: y, limit: 6, Style(.text))
    let isSubject = area.id == scene.subject.vma?.id
    canvas.note(isSubject ? .lamp(.rmap) : .neighbour(area.id), x: 1, y: y, width: canvas.width - 2)
  }
}
