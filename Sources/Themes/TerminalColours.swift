import Drawing

/// The colours terminals know by number: sixteen with names, a cube of 216 and a ramp of 24 greys.
enum TerminalColours {
  /// The names of the first sixteen, in their order.
  static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta",
    "bright-cyan", "bright-white",
  ]

  /// The index that looks most like a colour, among the 240 whose values are the same in every terminal.
  ///
  /// - Parameter ground: what the colour is a letter on; one that cannot be read as well (at most at 4.5:1)
  /// is not taken.
  static func nearest(to colour: RGB, on ground: RGB? = nil) -> UInt8 {
    let floor = ground.map { min(Contrast.ratio(colour, $0), 4.5) } ?? 0
    let wanted = ColourAppearance(colour)
    var best: (index: UInt8, distance: Double) = (16, .infinity)
    for index in UInt8(16)...255 {
      let distance = wanted.distance(to: appearances[Int(index) - 16])
      guard distance < best.distance else { continue }
      if let ground, Contrast.ratio(value(of: index), ground) < floor { continue }
      best = (index, distance)
    }
    return best.index
  }

  private static let appearances = (UInt8(16)...255).map { ColourAppearance(value(of: $0)) }

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
}
