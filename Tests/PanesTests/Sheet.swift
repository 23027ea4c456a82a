import Drawing
import Testing

@testable import Panes

/// What must hold for every picture of a size, whatever it shows.
struct Sheet {
  let layout: Layout
  let tier: GlyphTier
  // The cells of titles and rules of the first picture; nothing but contents may move.
  private var skeleton: [Int: Cell]?

  init(_ size: Size, _ tier: GlyphTier, preset: Preset? = nil, zoom: PaneName? = nil) {
    layout = Layout(size, preset: preset, zoom: zoom)
    self.tier = tier
  }

  /// What is wrong with a picture, in words; empty when nothing is.
  mutating func faults(_ frame: Frame) -> [String] {
    guard frame.size == layout.size else { return ["it is \(frame.size), not \(layout.size)"] }
    return characters(frame) + widths(frame) + edges(frame) + moved(frame)
  }

  private func characters(_ frame: Frame) -> [String] {
    // Texts have no braces of their own: one that is left is a placeholder nobody filled.
    let last: UInt32 = tier == .ascii ? 0x7e : 0x10ffff
    let wrong = frame.cells.first { $0.scalar == 0x7b || $0.scalar > last }
    guard let wrong else { return [] }
    let isBrace = wrong.scalar == 0x7b
    return [isBrace ? "a placeholder was not filled" : "U+\(String(wrong.scalar, radix: 16)) is not ASCII"]
  }

  private func widths(_ frame: Frame) -> [String] {
    guard frame.cells.contains(where: { $0.width != 1 }) else { return [] }
    for y in 0..<frame.rows {
      for x in 0..<frame.columns {
        let isRight: Bool
        switch frame[x, y].width {
        case 0: isRight = x > 0 && frame[x - 1, y].width == 2
        case 1: isRight = true
        case 2: isRight = x + 1 < frame.columns && frame[x + 1, y].width == 0
        default: isRight = false
        }
        if !isRight { return ["half of a wide character at \(x),\(y)"] }
      }
    }
    return []
  }

  private func edges(_ frame: Frame) -> [String] {
    layout.slots.compactMap { slot in
      let x = slot.rect.right - 1
      let written = (slot.rect.y + 1..<slot.rect.bottom).first { frame[x, $0].scalar != 0x20 }
      return written.map { "\(slot.name) writes its last column at \(x),\($0)" }
    }
  }

  // MARK: What never moves

  private mutating func moved(_ frame: Frame) -> [String] {
    let now = cells(frame)
    guard let skeleton else {
      skeleton = now
      return foundation(frame)
    }
    let other = now.keys.sorted().first { now[$0] != skeleton[$0] }
    return other.map { ["a title or rule changed at \($0 % frame.columns),\($0 / frame.columns)"] } ?? []
  }

  // Dividers, the beginning of each rule with its title, and the ends of the rules.
  private func cells(_ frame: Frame) -> [Int: Cell] {
    var cells: [Int: Cell] = [:]
    func keep(_ x: Int, _ y: Int) { cells[y * frame.columns + x] = frame[x, y] }
    for x in layout.dividers {
      for y in Layout.firstPaneRow..<layout.columnsEnd { keep(x, y) }
    }
    for slot in layout.slots {
      for x in slot.rect.x..<slot.rect.x + slot.name.pane.title.count + 3 { keep(x, slot.rect.y) }
      keep(slot.rect.right - 1, slot.rect.y)
    }
    keep(0, layout.ruleRow)
    keep(frame.columns - 1, layout.ruleRow)
    return cells
  }

  // The first picture is held against the layout itself.
  private func foundation(_ frame: Frame) -> [String] {
    var faults: [String] = []
    for slot in layout.slots {
      let title = " \(slot.name.pane.title) "
      let shown = (0..<title.count).compactMap {
        Unicode.Scalar(frame[slot.rect.x + 1 + $0, slot.rect.y].scalar)
      }
      if String(String.UnicodeScalarView(shown)) != title { faults.append("\(slot.name) has no title") }
    }
    for x in layout.dividers {
      for y in Layout.firstPaneRow..<layout.columnsEnd where frame[x, y].style.role != .border {
        faults.append("the divider is broken at \(x),\(y)")
      }
    }
    return faults
  }
}
