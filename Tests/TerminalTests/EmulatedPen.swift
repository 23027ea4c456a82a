import Drawing

/// Colours and attributes as a terminal keeps them for what is written next: numbers of the palette, nil for
/// the terminal's own.
struct EmulatedPen: Hashable, CustomStringConvertible {
  var foreground: Int?
  var ground: Int?
  var attributes: Attributes = []

  /// What an erased cell keeps.
  var erasing: EmulatedPen { EmulatedPen(ground: ground) }

  /// What can be seen of it on a blank: no letter's colour, unless that is the ground.
  var onBlank: EmulatedPen {
    let seen = attributes.intersection([.reverse, .underline])
    return EmulatedPen(
      foreground: seen.isEmpty ? nil : foreground, ground: ground, attributes: seen)
  }

  /// Obeys `CSI … m`.
  mutating func obey(_ numbers: [Int?]) {
    var place = 0
    while place < max(1, numbers.count) {
      let number = place < numbers.count ? numbers[place] ?? 0 : 0
      if number == 38 || number == 48, place + 2 < numbers.count, numbers[place + 1] == 5 {
        if number == 38 { foreground = numbers[place + 2] } else { ground = numbers[place + 2] }
        place += 2
      } else {
        obey(number)
      }
      place += 1
    }
  }

  private mutating func obey(_ number: Int) {
    switch number {
    case 0: self = EmulatedPen()
    case 1: attributes.insert(.bold)
    case 2: attributes.insert(.dim)
    case 3: attributes.insert(.italic)
    case 4: attributes.insert(.underline)
    case 7: attributes.insert(.reverse)
    case 22: attributes.subtract([.bold, .dim])
    case 23: attributes.remove(.italic)
    case 24: attributes.remove(.underline)
    case 27: attributes.remove(.reverse)
    case 30...37: foreground = number - 30
    case 39: foreground = nil
    case 40...47: ground = number - 40
    case 49: ground = nil
    case 90...97: foreground = number - 82
    case 100...107: ground = number - 92
    default: break
    }
  }

  var description: String {
    let names: [(Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
    ]
    let words = names.filter { attributes.contains($0.0) }.map(\.1)
    let colours = [foreground, ground].map { $0.map(String.init) ?? "own" }.joined(separator: " on ")
    return ([colours] + words).joined(separator: " ")
  }
}
