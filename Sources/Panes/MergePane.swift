import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// Why a new range and its neighbours did, or did not, become one VMA: the three as blocks that touch, the
/// reason under each seam, what comes of it in letters, and below one field a row with a verdict for each
/// side.
struct MergePane: Pane {
  let title = "Merge"

  func fact(_ scene: Scene, width: Int) -> String {
    guard let view = MergeView(scene) else { return "vma_merge_new_range" }
    guard let position = view.decidedAt else { return "not compared yet: as it stands" }
    return "compared by vma_merge_new_range, step \(position)"
  }

  func rows(_ scene: Scene, width: Int) -> Int {
    MergeView(scene).map { Self.upperRows + 1 + MergeRows($0, scene).all.count + 1 } ?? 1
  }

  // Heads, blocks, addresses, reasons, two rows of outcomes. With room to spare blank rows part them.
  private static let upperRows = 6

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    guard let view = MergeView(scene) else {
      let text =
        scene.task.result == nil
        ? "not yet: the range has to be known before its neighbours can be compared"
        : "this call came to no comparison"
      canvas.text(text, x: 1, y: 0, limit: canvas.width - 2, Style(.dim))
      return
    }
    MergeBlocks(view, scene, width: canvas.width).draw(into: &canvas)
    let isSpaced = canvas.height >= rows(scene, width: canvas.width) + 2
    let y = isSpaced ? 5 : 4
    outcomes(view, y: y, into: &canvas)
    MergeRows(view, scene).draw(y: y + (isSpaced ? 3 : 2), into: &canvas)
    guard scene.merges.contains(where: { $0.position == scene.position || $0.gaveUp == scene.position })
    else { return }
    canvas.markChanged(row: y)
  }

  private func outcomes(_ view: MergeView, y: Int, into canvas: inout Canvas) {
    var x = 1
    func put(_ label: String, _ value: String, _ style: Style, _ after: String = "") {
      x += canvas.text(label, x: x, y: y, Style(.dim)) + 1
      x += canvas.text(value, x: x, y: y, style) + 2
      x += canvas.text(after, x: x, y: y, limit: canvas.width - x - 1, Style(.text)) + 3
    }
    put("before", view.letters(nil), Style(.text))
    let word = view.decidedAt == nil ? "would be" : "now"
    put(word, view.letters(view.outcome), Style(.title, bold: true), Self.sentence(view))
    x = 1
    let ifs = view.whatIfs
    guard !ifs.isEmpty else {
      canvas.text("no single change would make it otherwise", x: 1, y: y + 1, Style(.dim))
      return
    }
    for one in ifs {
      let text = one.condition + " " + view.letters(one.outcome)
      guard x + text.count < canvas.width - 1 else { return }
      x += canvas.text(one.condition, x: x, y: y + 1, Style(.dim)) + 1
      x += canvas.text(view.letters(one.outcome), x: x, y: y + 1, Style(.text)) + 3
    }
  }

  private static func sentence(_ view: MergeView) -> String {
    if view.gaveUp { return "no memory to grow: a VMA of its own" }
    switch view.outcome {
    case .none: return "a VMA of its own"
    case .left: return "the one before grows"
    case .right: return "the one behind grows"
    case .both: return "one VMA for all three"
    }
  }
}
