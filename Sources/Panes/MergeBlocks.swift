import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// The upper part of the merge pane: the neighbours and the range as blocks, their addresses, and the reason
/// under each seam.
struct MergeBlocks {
  private let view: MergeView
  private let scene: Scene
  /// The first column of a block, and columns a block.
  private let starts: [Int]
  private let block: Int

  init(_ view: MergeView, _ scene: Scene, width: Int) {
    self.view = view
    self.scene = scene
    let block = min(26, (width - 14) / 3)
    self.block = block
    let first = (width - 3 * block - 2) / 2
    starts = (0..<3).map { first + $0 * (block + 1) }
  }

  func draw(into canvas: inout Canvas) {
    for (place, head) in ["left", "asked for", "right"].enumerated() {
      canvas.text(head, x: starts[place] + (block - head.count) / 2, y: 0, Style(.dim))
    }
    blocks(into: &canvas)
    addresses(into: &canvas)
    reason(view.check.left, seam: starts[1] - 1, into: &canvas)
    reason(view.check.right, seam: starts[2] - 1, into: &canvas)
  }

  private func blocks(into canvas: inout Canvas) {
    let looks: [(Glyph, Role)?] = [
      view.check.left.map { AddressSpacePane.block($0.area) }, asked,
      view.check.right.map { AddressSpacePane.block($0.area) },
    ]
    for (place, look) in looks.enumerated() {
      for x in starts[place]..<starts[place] + block {
        // A range that is only planned is dotted; where there is no neighbour there is nothing.
        guard let look else { continue }
        let isThin = look.0 == .blockPlanned && (x - starts[place]) % 2 == 1
        if !isThin { canvas.put(look.0, x: x, y: 1, Style(look.1)) }
      }
    }
    for (number, x) in [starts[1] - 1, starts[2] - 1].enumerated() {
      let side = number == 0 ? view.check.left : view.check.right
      guard side != nil, !view.isApart(side) else { continue }
      if hasGrown(number), let look = looks[1] {
        canvas.put(look.0, x: x, y: 1, Style(look.1))
      } else {
        canvas.put(.lineV, x: x, y: 1, Style(.border))
      }
    }
    if let left = view.check.left { canvas.note(.neighbour(left.area.id), x: starts[0], y: 1, width: block) }
    canvas.note(.mapping, x: starts[1], y: 1, width: block)
    if let right = view.check.right {
      canvas.note(.neighbour(right.area.id), x: starts[2], y: 1, width: block)
    }
  }

  // The range as it stands now: planned, a VMA of its own, or a neighbour that has grown over it.
  private var asked: (Glyph, Role) {
    let covering = scene.mm.tree.find(view.check.range.start).flatMap { scene.state.vma($0) }
    return covering.map { AddressSpacePane.block($0) } ?? (.blockPlanned, .vmaNew)
  }

  // The seam is gone: one VMA covers both of its sides now.
  private func hasGrown(_ seam: Int) -> Bool {
    let address = seam == 0 ? view.check.range.start : view.check.range.end
    guard address.page > 0, let found = scene.mm.tree.find(address) else { return false }
    return scene.mm.tree.find(VirtualAddress(page: address.page - 1)) == found
  }

  private func addresses(into canvas: inout Canvas) {
    let check = view.check
    let places: [(Int, VirtualAddress?)] = [
      (starts[0], check.left?.area.range.start), (starts[1], check.range.start), (starts[2], check.range.end),
      (starts[2] + block, view.isApart(check.right) ? nil : check.right?.area.range.end),
    ]
    for (x, address) in places {
      guard let text = address?.description else { continue }
      let start = max(1, min(x - text.count / 2, canvas.width - 1 - text.count))
      canvas.text(text, x: start, y: 2, Style(.dim))
    }
  }

  private func reason(_ side: MergeCheck.Side?, seam: Int, into canvas: inout Canvas) {
    guard let side else {
      return put("none there", .skipped, .dim, seam, into: &canvas)
    }
    if view.isApart(side) {
      let isLeft = side.area.range.end <= view.check.range.start
      let gap =
        isLeft
        ? view.check.range.start.value - side.area.range.end.value
        : side.area.range.start.value - view.check.range.end.value
      return put("\(Amount.gap(gap)) apart", .failed, .error, seam, into: &canvas)
    }
    if view.check.isSpecial { return put("special", .failed, .error, seam, into: &canvas) }
    guard side.canTake() else {
      let whole = side.failing.map(\.obstacle).joined(separator: ", ")
      let text =
        whole.count <= block - 3 ? whole : "\(side.failing[0].obstacle), \(side.failing.count - 1) more"
      return put(text, .failed, .error, seam, into: &canvas)
    }
    let isSecond = side.area.range.start >= view.check.range.end && view.check.left?.canTake() == true
    if isSecond, view.check.keepsRight { return put("has close()", .failed, .error, seam, into: &canvas) }
    if isSecond, view.check.differsInAnon { return put("anon_vma", .failed, .error, seam, into: &canvas) }
    put("can take it", .done, .ok, seam, into: &canvas)
  }

  private func put(
    _ text: String, _ glyph: Glyph, _ role: Role, _ seam: Int, into canvas: inout Canvas
  ) {
    // Its own half on both sides of the seam, so that two reasons never meet.
    let room = block - 1
    let width = min(CellWidth.of(text), room - 2) + 2
    let x = seam - width / 2
    canvas.put(glyph, x: x, y: 3, Style(role))
    canvas.text(text, x: x + 2, y: 3, limit: width - 2, Style(role))
  }
}
