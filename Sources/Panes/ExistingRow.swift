import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// The row of a VMA that was there before the run: as it is, grown by a merge, on its way out, or gone.
enum ExistingRow {
  static func draw(_ id: VMAID, _ range: AddressRange, _ scene: Scene, into canvas: inout Canvas) {
    guard let first = scene.recording.initial.vma(id) else { return }
    guard let area = scene.state.vma(id), scene.state.isInTree(id) || scene.task.vms?.isGoing(id) == true
    else {
      return gone(first, range, scene, into: &canvas)
    }
    if !area.attached {
      put(area, range, "detached", Style(.error), (.blockDying, .error), into: &canvas)
    } else {
      // A merge has let it grow: its other part is the row of the range.
      let grown = area.range.overlaps(scene.subject.range) && !first.range.overlaps(scene.subject.range)
      put(area, range, name(area, scene), Style(.text, bold: grown), into: &canvas)
    }
    if hasChanged(id, scene) { canvas.markChanged(row: 0) }
    canvas.note(.neighbour(id), x: 1, y: 0, width: canvas.width - 2)
  }

  /// What sticks out of a range that is replaced: first a part of its VMA, then a VMA of its own.
  static func piece(of id: VMAID, _ range: AddressRange, _ scene: Scene, into canvas: inout Canvas) {
    guard let found = scene.mm.tree.find(range.start), let area = scene.state.vma(found) else { return }
    let isPart = found == id && area.range != range
    put(
      area, range, isPart ? "same VMA" : name(area, scene), Style(isPart ? .dim : .text), into: &canvas)
    if scene.didChange({ $0 == .treeStored(found) }) { canvas.markChanged(row: 0) }
  }

  private static func gone(
    _ first: VMArea, _ range: AddressRange, _ scene: Scene, into canvas: inout Canvas
  ) {
    let isReplaced = scene.subject.vma.map { scene.state.isInTree($0.id) } ?? false
    let isBeside = !first.range.overlaps(scene.subject.range)
    let isMerged = isBeside && scene.subject.vma.map { $0.range.overlaps(first.range) } ?? false
    let word = isMerged ? "merged, " : isReplaced ? "was " : "hole: "
    put(first, range, word + name(first, scene), Style(.dim), (.blockPlanned, .vmaGap), into: &canvas)
    if scene.before.vma(first.id) != nil { canvas.markChanged(row: 0) }
  }

  private static func put(
    _ area: VMArea, _ range: AddressRange, _ name: String, _ style: Style, _ block: (Glyph, Role)? = nil,
    into canvas: inout Canvas
  ) {
    canvas.text(range.start.description, x: 1, y: 0, Style(.dim))
    let (glyph, role) = block ?? AddressSpacePane.block(area)
    let column = AddressSpacePane.blockColumn
    for x in column..<column + 3 { canvas.put(glyph, x: x, y: 0, Style(role)) }
    AddressSpacePane.row(name, area.flags.mapsLetters, range, style, into: &canvas)
  }

  private static func name(_ area: VMArea, _ scene: Scene) -> String { scene.facts.name(of: area) }

  private static func hasChanged(_ id: VMAID, _ scene: Scene) -> Bool {
    scene.didChange { change in
      switch change {
      case .vma(id, .range), .vma(id, .attached), .treeStored(id): true
      default: false
      }
    }
  }
}
