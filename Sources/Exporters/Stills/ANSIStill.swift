import Drawing

extension StillFormat {
  /// Characters and colours for `cat`, in 256 colours: what every terminal of today can show.
  public static let ansi = ansi(depth: .c256)

  /// Characters and colours for terminals of a certain depth.
  public static func ansi(depth: ColourDepth) -> StillFormat {
    StillFormat(
      name: "ansi", fileExtension: "ansi", summary: "characters and colours for a terminal"
    ) { frame, theme, _, _ in ANSIStill(theme: theme, depth: depth).write(frame) }
  }
}

/// A frame as UTF-8 with colour sequences: one line a row, no cursor movements, plain at the end.
struct ANSIStill {
  let theme: Theme
  let depth: ColourDepth

  func write(_ frame: Frame) -> String {
    var pen = SGRPen()
    var output = ""
    for y in 0..<frame.rows {
      if y > 0 { output += "\n" }
      write(frame.row(y), with: &pen, to: &output)
      // A ground must not reach the next line: terminals would paint that line's rest with it.
      output += pen.leaveGround()
    }
    return output + SGRPen.reset + "\n"
  }

  private func write(_ row: ArraySlice<Cell>, with pen: inout SGRPen, to output: inout String) {
    var blanks = 0
    for cell in row where cell.width > 0 {
      let look = theme.look(cell.style, depth: depth)
      let isBlank = cell.scalar == 0x20
      // Blanks at the end of a row are left out, unless a ground or a line shows in them.
      if isBlank, look.ground == .own, look.attributes.isDisjoint(with: [.reverse, .underline]) {
        blanks += 1
        continue
      }
      flush(&blanks, with: &pen, to: &output)
      output += isBlank ? pen.changeGround(to: look) : pen.change(to: look)
      output.unicodeScalars.append(Unicode.Scalar(cell.scalar) ?? "\u{FFFD}")
    }
  }

  private func flush(_ blanks: inout Int, with pen: inout SGRPen, to output: inout String) {
    guard blanks > 0 else { return }
    output += pen.leaveGround() + String(repeating: " ", count: blanks)
    blanks = 0
  }
}
