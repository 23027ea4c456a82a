import Drawing

/// The colours terminals know by number: sixteen with names, a cube of 216 and a ramp of 24 greys.
enum TerminalColours {
  /// The names of the first sixteen, in their order.
  static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta",
    "bright-cyan", "bright-white",
  ]

  /// The index nearest to a colour among the 240 whose values are the same in every terminal.
  static func nearest(to colour: RGB) -> UInt8 {
    var best: (index: UInt8, distance: Int) = (16, .max)
    for index in UInt8(16)...255 {
      let distance = distance(colour, value(of: index))
      if distance < best.distance { best = (index, distance) }
    }
    return best.index
  }

  /// The value of an index from 16 on.
  static func value(of index: UInt8) -> RGB {
    guard index < 232 else {
      let grey = 8 + 10 * (UInt32(index) - 232)
      return RGB(grey << 16 | grey << 8 | grey)
    }
    let cube = UInt32(index) - 16
    return RGB(level(cube / 36) << 16 | level(cube / 6 % 6) << 8 | level(cube % 6))
  }

  private static func level(_ step: UInt32) -> UInt32 { step == 0 ? 0 : 55 + 40 * step }

  // Weighted as the eye does: green counts most.
  private static func distance(_ one: RGB, _ other: RGB) -> Int {
    let red = one.red - other.red
    let green = one.green - other.green
    let blue = one.blue - other.blue
    return 3 * red * red + 6 * green * green + blue * blue
  }
}
