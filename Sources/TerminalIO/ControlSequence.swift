/// `ESC [` parameters letter: cursor and function keys with modifiers, and the mouse.
enum ControlSequence {
  /// Letters after `ESC [` and `ESC O`.
  static let letterNames: [UInt8: String] = [
    UInt8(ascii: "A"): "up", UInt8(ascii: "B"): "down", UInt8(ascii: "C"): "right", UInt8(ascii: "D"): "left",
    UInt8(ascii: "H"): "home", UInt8(ascii: "F"): "end", UInt8(ascii: "P"): "f1", UInt8(ascii: "Q"): "f2",
    UInt8(ascii: "R"): "f3", UInt8(ascii: "S"): "f4",
  ]

  // Numbers before `~`.
  private static let numberNames: [Int: String] = [
    1: "home", 2: "insert", 3: "delete", 4: "end", 5: "page-up", 6: "page-down", 7: "home", 8: "end",
    11: "f1", 12: "f2", 13: "f3", 14: "f4", 15: "f5", 17: "f6", 18: "f7", 19: "f8", 20: "f9", 21: "f10",
    23: "f11", 24: "f12",
  ]

  /// What xterm's modifier parameter says: one more than the sum of shift 1, alt 2, ctrl 4, meta 8.
  static func prefix(_ parameter: Int) -> String {
    guard parameter > 1 else { return "" }
    let bits = parameter - 1
    return (bits & 4 != 0 ? "ctrl-" : "") + (bits & 10 != 0 ? "alt-" : "") + (bits & 1 != 0 ? "shift-" : "")
  }

  static func read(_ bytes: EscapeSequence.Bytes) -> EscapeSequence.Reading {
    let body = bytes.startIndex + 2
    guard body < bytes.endIndex else { return .partial }
    // The Linux console says ESC [ [ A for F1.
    if bytes[body] == ASCII.openBracket { return console(bytes) }
    if bytes[body] == UInt8(ascii: "M") { return oldMouse(bytes) }
    var index = body
    while index < bytes.endIndex, (0x20...0x3f).contains(bytes[index]) { index += 1 }
    guard index < bytes.endIndex else { return .partial }
    let final = bytes[index]
    // Not a sequence after all: what comes next is read afresh.
    guard (0x40...0x7e).contains(final) else { return .ignored(index - bytes.startIndex) }
    let count = index + 1 - bytes.startIndex
    guard let event = meaning(bytes[body..<index], final) else { return .ignored(count) }
    return .event(event, count)
  }

  private static func meaning(_ text: EscapeSequence.Bytes, _ final: UInt8) -> InputEvent? {
    if text.first == UInt8(ascii: "<") { return mouse(numbers(text.dropFirst()), final) }
    guard text.allSatisfy({ $0 == UInt8(ascii: ";") || (0x30...0x39).contains($0) }) else { return nil }
    let values = numbers(text)
    let modifiers = prefix(values.count > 1 ? values[1] : 0)
    if final == UInt8(ascii: "~") {
      return numberNames[values.first ?? 0].map { .key(Key(modifiers + $0)) }
    }
    if final == UInt8(ascii: "Z") { return .key(Key("back-tab")) }
    if text.isEmpty, (UInt8(ascii: "a")...UInt8(ascii: "d")).contains(final) {
      return .key(Key("shift-" + ["up", "down", "right", "left"][Int(final - UInt8(ascii: "a"))]))
    }
    // A cursor position report ends in R as F3 does, but never starts with 1 alone.
    guard let name = letterNames[final], (values.first ?? 1) <= 1 else { return nil }
    return .key(Key(modifiers + name))
  }

  private static func numbers(_ text: EscapeSequence.Bytes) -> [Int] {
    text.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { digits in
      digits.reduce(0) { min($0 * 10 + (Unicode.Scalar($1).decimal ?? 0), 99_999) }
    }
  }

  private static func console(_ bytes: EscapeSequence.Bytes) -> EscapeSequence.Reading {
    guard bytes.count > 3 else { return .partial }
    let letter = bytes[bytes.startIndex + 3]
    guard (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(letter) else { return .ignored(4) }
    return .key("f\(letter - UInt8(ascii: "A") + 1)", 4)
  }

  // ESC [ M and three bytes, each 32 more than its value: screen's and tmux's encoding.
  private static func oldMouse(_ bytes: EscapeSequence.Bytes) -> EscapeSequence.Reading {
    guard bytes.count >= 6 else { return .partial }
    let values = bytes.dropFirst(3).prefix(3).map { Int($0) - 32 }
    guard let event = mouse(values, UInt8(ascii: "M")) else { return .ignored(6) }
    return .event(event, 6)
  }

  // Button, column and row from 1. Releases and motion are not reported to the program.
  private static func mouse(_ values: [Int], _ final: UInt8) -> InputEvent? {
    guard final == UInt8(ascii: "M"), values.count == 3, values[1] > 0, values[2] > 0 else { return nil }
    // Shift, Alt and Ctrl (4, 8, 16) do not matter.
    let action: Mouse.Action
    switch values[0] & ~0x1c {
    case 0: action = .left
    case 1: action = .middle
    case 2: action = .right
    case 64: action = .wheelUp
    case 65: action = .wheelDown
    default: return nil
    }
    return .mouse(Mouse(action, x: values[1] - 1, y: values[2] - 1))
  }
}
