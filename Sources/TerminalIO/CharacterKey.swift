/// Keys that arrive as one character: printable ones in UTF-8, and control characters.
enum CharacterKey {
  static func read(_ bytes: EscapeSequence.Bytes) -> EscapeSequence.Reading {
    let first = bytes[bytes.startIndex]
    if first < 0x80 { return .key(name(ascii: first), 1) }
    let length: Int
    switch first {
    case 0xc2...0xdf: length = 2
    case 0xe0...0xef: length = 3
    case 0xf0...0xf4: length = 4
    default: return .ignored(1)
    }
    let tail = bytes.dropFirst().prefix(length - 1)
    if let wrong = tail.firstIndex(where: { !(0x80...0xbf).contains($0) }) {
      return .ignored(wrong - bytes.startIndex)
    }
    guard tail.count == length - 1 else { return .partial }
    guard let text = String(validating: bytes.prefix(length), as: UTF8.self) else { return .ignored(length) }
    return .key(text, length)
  }

  private static func name(ascii byte: UInt8) -> String {
    switch byte {
    case 0x00: return "ctrl-space"
    case 0x08, ASCII.delete: return "backspace"
    case 0x09: return "tab"
    // The terminal driver turns the return key's CR into NL or leaves it.
    case 0x0a, 0x0d: return "enter"
    case 0x01...0x1a: return "ctrl-" + String(Unicode.Scalar(byte + 0x60))
    case 0x1c...0x1f: return "ctrl-" + String(Unicode.Scalar(byte + 0x40))
    default: return String(Unicode.Scalar(byte))
    }
  }
}
