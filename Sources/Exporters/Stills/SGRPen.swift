import Drawing

/// The state of a terminal's pen, and the shortest sequence that changes it.
struct SGRPen {
  private(set) var look = Look()

  static let reset = "\u{1b}[m"

  /// Changes to a look: what differs is set, or everything anew where that is shorter.
  mutating func change(to target: Look) -> String {
    guard target != look else { return "" }
    let difference = Self.codes(from: look, to: target)
    let afresh = ["0"] + Self.codes(from: Look(), to: target)
    look = target
    if target == Look() { return Self.reset }
    return Self.sequence(Self.length(afresh) < Self.length(difference) ? afresh : difference)
  }

  /// Changes to a look as far as a blank shows it: the letter's colour and weight stay as they are.
  mutating func changeGround(to target: Look) -> String {
    let visible: Attributes = [.reverse, .underline]
    // Reversed, the letter's colour is the ground; underlined, it is the line.
    guard look.attributes.union(target.attributes).isDisjoint(with: visible) else {
      return change(to: target)
    }
    return change(to: Look(foreground: look.foreground, ground: target.ground, attributes: look.attributes))
  }

  /// Changes to no ground and no line, keeping the rest.
  mutating func leaveGround() -> String {
    let kept = look.attributes.subtracting([.reverse, .underline])
    return change(to: Look(foreground: look.foreground, attributes: kept))
  }

  private static func codes(from: Look, to: Look) -> [String] {
    var codes: [String] = []
    var kept = from.attributes
    let leaving = from.attributes.subtracting(to.attributes)
    for (attributes, off) in offCodes where !leaving.isDisjoint(with: attributes) {
      codes.append(off)
      kept.subtract(attributes)
    }
    for (attribute, on) in onCodes where to.attributes.contains(attribute) && !kept.contains(attribute) {
      codes.append(on)
    }
    if from.foreground != to.foreground { codes.append(code(to.foreground, isGround: false)) }
    if from.ground != to.ground { codes.append(code(to.ground, isGround: true)) }
    return codes
  }

  private static let onCodes: [(Attributes, String)] = [
    (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
  ]

  // Bold and dim are one weight: they go together.
  private static let offCodes: [(Attributes, String)] = [
    ([.bold, .dim], "22"), (.italic, "23"), (.underline, "24"), (.reverse, "27"),
  ]

  private static func code(_ paint: Paint, isGround: Bool) -> String {
    let base = isGround ? 40 : 30
    switch paint {
    case .own: return "\(base + 9)"
    case .index(let index) where index < 8: return "\(base + Int(index))"
    case .index(let index) where index < 16: return "\(base + 60 + Int(index) - 8)"
    case .index(let index): return "\(base + 8);5;\(index)"
    case .rgb(let colour): return "\(base + 8);2;\(colour.red);\(colour.green);\(colour.blue)"
    }
  }

  private static func length(_ codes: [String]) -> Int { codes.reduce(codes.count) { $0 + $1.utf8.count } }

  private static func sequence(_ codes: [String]) -> String {
    "\u{1b}[" + codes.joined(separator: ";") + "m"
  }
}
