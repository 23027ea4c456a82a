import Drawing
import Exporters

/// A terminal that knows what our casts say and nothing else: moves, clearing, looks and text. Whatever else
/// comes is kept in `unknown`.
struct CastReplay {
  /// A cell as a player shows it: its character and what its SGR sequence said.
  struct Shown: Hashable {
    var scalar: Unicode.Scalar = " "
    var look = "0"

    /// The same without what a blank does not show: letter colour and weight.
    var seen: Shown {
      guard scalar == " ", let match = look.firstMatch(of: #/(^|;)48;2;\d+;\d+;\d+/#) else {
        return scalar == " " ? Shown() : self
      }
      return Shown(scalar: scalar, look: String(match.0.drop { $0 == ";" }))
    }
  }

  private(set) var cells: [[Shown]]
  private(set) var unknown: [String] = []
  private var x = 0
  private var y = 0
  private var look = "0"

  init(_ size: Size) {
    cells = Array(repeating: Array(repeating: Shown(), count: size.columns), count: size.rows)
  }

  mutating func feed(_ output: String) {
    var rest = Substring(output).unicodeScalars
    while let scalar = rest.popFirst() {
      guard scalar == "\u{1b}" else {
        put(scalar)
        continue
      }
      guard rest.popFirst() == "[" else {
        unknown.append("ESC without [")
        continue
      }
      var parameters = ""
      while let next = rest.popFirst() {
        if next.properties.isAlphabetic {
          obey(next, parameters)
          break
        }
        parameters.unicodeScalars.append(next)
      }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    guard scalar.value >= 0x20, y < cells.count, x < cells[y].count else {
      unknown.append("U+\(String(scalar.value, radix: 16)) at \(x),\(y)")
      return
    }
    cells[y][x] = Shown(scalar: scalar, look: look)
    x += 1
  }

  private mutating func obey(_ final: Unicode.Scalar, _ parameters: String) {
    switch (final, parameters) {
    case ("H", ""): (x, y) = (0, 0)
    case ("H", _):
      let numbers = parameters.split(separator: ";").compactMap { Int($0) }
      guard numbers.count == 2 else { return unknown.append("CUP \(parameters)") }
      (y, x) = (numbers[0] - 1, numbers[1] - 1)
    case ("J", "2"):
      for row in cells.indices { for column in cells[row].indices { cells[row][column] = Shown() } }
    case ("l", "?25"), ("h", "?25"): break
    case ("m", _) where parameters == "0" || parameters.hasPrefix("0;"): look = parameters
    default: unknown.append("CSI \(parameters)\(final)")
    }
  }

  /// The first place at which the screen is not the frame, as drawn by the writer of single frames.
  func difference(from frame: Frame, drawn alone: CastReplay) -> String? {
    for y in cells.indices {
      for x in cells[y].indices where cells[y][x].seen != alone.cells[y][x].seen || !shows(frame[x, y], x, y)
      {
        return "cell \(x),\(y) shows \(cells[y][x]), not \(alone.cells[y][x])\n\(frame.text(row: y))"
      }
    }
    return nil
  }

  private func shows(_ cell: Cell, _ x: Int, _ y: Int) -> Bool {
    cells[y][x].scalar.value == cell.scalar
  }
}
