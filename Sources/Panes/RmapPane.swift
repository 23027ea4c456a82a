import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// Who can find the VMA from a page of the file: the file's `i_mmap` tree.
struct RmapPane: Pane {
  let title = "Rmap"

  func fact(_ scene: Scene, width: Int) -> String {
    guard let file = scene.file else { return "no file" }
    let held = file.lock.mode == nil ? "free" : "held"
    return "\(scene.fileName), i_mmap \(held)"
  }

  func rows(_ scene: Scene, width: Int) -> Int { max(1, Self.linked(scene).count) + 2 }

  // Two opens of one path are two objects with one i_mmap; here each has its own part of it.
  private static func linked(_ scene: Scene) -> [VMAID] {
    guard let file = scene.file else { return [] }
    let path = scene.facts.files[Int(file.id.index)].path
    // Only a scenario's own files can be such twins; those of the process may be thousands.
    let all = scene.state.files.prefix(scene.recording.scenario.files.count).filter {
      scene.facts.files[Int($0.id.index)].path == path
    }
    guard all.count > 1 else { return file.iMmap }
    func offset(_ id: VMAID) -> UInt64 { scene.state.vma(id)?.pageOffset ?? 0 }
    return all.flatMap(\.iMmap).sorted { offset($0) < offset($1) }
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    var y = 0
    let linked = Self.linked(scene)
    for id in linked {
      guard let area = scene.state.vma(id) else { continue }
      draw(area, scene, y: y, into: &canvas)
      y += 1
    }
    if linked.isEmpty {
      let text =
        scene.file == nil ? "none: the memory is anonymous, no file has it" : "no VMA maps this file"
      canvas.text(text, x: 1, y: 0, limit: canvas.width - 2, Style(.dim))
      y = 1
    }
    if scene.didChange({
      if case .rmapLinked = $0 { true } else if case .rmapUnlinked = $0 { true } else { false }
    }) {
      canvas.markChanged(row: 0)
    }
    let anonText =
      scene.subject.vma?.hasAnonVMA == true
      ? "set: it finds the pages of its own"
      : scene.call?.isShared == true ? "none: shared mapping" : "none: no page of its own yet"
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
