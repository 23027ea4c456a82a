import Drawing

/// How each cell of a frame has to look on a type of terminal: what the theme says for its colours, less what
/// the type cannot do.
struct ExpectedLooks {
  private let frame: Frame
  private let theme: Theme
  private let depth: ColourDepth
  // Attributes that terminfo does not have, or not together with colours (`ncv`).
  private let missing: Attributes
  private let withoutColour: Attributes

  init(_ frame: Frame, _ theme: Theme, _ type: String) {
    self.frame = frame
    self.theme = theme
    switch type {
    case "linux": (depth, missing, withoutColour) = (.c8, [.italic], [.underline, .dim])
    case "vt100": (depth, missing, withoutColour) = (.mono, [.italic, .dim], [])
    case "screen-256color": (depth, missing, withoutColour) = (.c256, [.italic], [])
    default: (depth, missing, withoutColour) = (.c256, [], [])
    }
  }

  /// What a cell should look like.
  private func pen(_ cell: Cell) -> EmulatedPen {
    let look = theme.look(cell.style, depth: depth)
    func number(_ paint: Paint) -> Int? { if case .index(let index) = paint { Int(index) } else { nil } }
    var pen = EmulatedPen(
      foreground: number(look.foreground), ground: number(look.ground),
      attributes: look.attributes.subtracting(missing))
    if pen.foreground != nil || pen.ground != nil { pen.attributes.subtract(withoutColour) }
    return cell.scalar == 0x20 ? pen.onBlank : pen
  }

  /// Where the screen differs first, in words; nil when every cell looks as it should.
  func firstDifference(_ screen: ScreenEmulator) -> String? {
    guard screen.size == frame.size else { return "another size" }
    for y in 0..<frame.rows {
      for x in 0..<frame.columns where frame[x, y].width > 0 {
        let cell = screen[x, y]
        let shown = cell.scalar == 0x20 ? cell.pen.onBlank : cell.pen
        let wanted = pen(frame[x, y])
        if shown != wanted {
          return "column \(x), row \(y) is \(shown), expected \(wanted), role \(frame[x, y].style.role.name)"
        }
      }
    }
    return nil
  }
}
