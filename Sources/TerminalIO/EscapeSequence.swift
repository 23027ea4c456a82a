/// The grammar of what terminals send (ECMA-48 as xterm, the Linux console, rxvt, screen and tmux speak it).
enum EscapeSequence {
  /// What stands at the head of some bytes.
  enum Reading: Hashable {
    case event(InputEvent, Int)
    /// A whole sequence that means nothing to us.
    case ignored(Int)
    case partial

    static func key(_ name: String, _ count: Int) -> Reading { .event(.key(Key(name)), count) }
  }

  typealias Bytes = ArraySlice<UInt8>

  /// Limit: longer sequences are taken for line noise and dropped.
  static let longest = 256

  /// Reads one event. The bytes must not be empty.
  static func read(_ bytes: Bytes, named: [[UInt8]: Key]) -> Reading {
    guard bytes[bytes.startIndex] == ASCII.escape else { return CharacterKey.read(bytes) }
    if let known = lookUp(bytes, in: named) { return known }
    guard bytes.count > 1 else { return .partial }
    let reading = escaped(bytes, named: named)
    return reading == .partial && bytes.count > longest ? .ignored(bytes.count) : reading
  }

  private static func escaped(_ bytes: Bytes, named: [[UInt8]: Key]) -> Reading {
    switch bytes[bytes.startIndex + 1] {
    case ASCII.openBracket: return ControlSequence.read(bytes)
    case ASCII.letterO: return singleShift(bytes)
    // Device control, start of string, operating system command, privacy message, application command:
    // answers of the terminal, up to their terminator.
    case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "]"), UInt8(ascii: "^"), UInt8(ascii: "_"):
      return string(bytes)
    default: return alt(bytes, named: named)
    }
  }

  // ESC in front of a key means Alt. ESC ESC alone is Esc pressed twice.
  private static func alt(_ bytes: Bytes, named: [[UInt8]: Key]) -> Reading {
    let rest = bytes.dropFirst()
    if rest.first == ASCII.escape, rest.count > 1 {
      let second = rest[rest.startIndex + 1]
      guard second == ASCII.openBracket || second == ASCII.letterO else { return .key("escape", 1) }
    }
    switch read(rest, named: named) {
    case .event(.key(let key), let count): return .key("alt-" + key.name, count + 1)
    case .event(_, let count), .ignored(let count): return .ignored(count + 1)
    case .partial: return .partial
    }
  }

  private static func lookUp(_ bytes: Bytes, in named: [[UInt8]: Key]) -> Reading? {
    var longer = false
    for (sequence, key) in named {
      if bytes.starts(with: sequence) { return .event(.key(key), sequence.count) }
      if sequence.count > bytes.count, sequence.starts(with: bytes) { longer = true }
    }
    return longer ? .partial : nil
  }

  // ESC O [modifier] letter: cursor, function and keypad keys in application mode.
  private static func singleShift(_ bytes: Bytes) -> Reading {
    var index = bytes.startIndex + 2
    var modifiers = 0
    while index < bytes.endIndex, let digit = Unicode.Scalar(bytes[index]).decimal {
      modifiers = min(modifiers * 10 + digit, 99)
      index += 1
    }
    guard index < bytes.endIndex else { return .partial }
    let final = bytes[index]
    // Not a sequence after all: what comes next is read afresh.
    guard (0x21...0x7e).contains(final) else { return .ignored(index - bytes.startIndex) }
    let count = index + 1 - bytes.startIndex
    if let name = ControlSequence.letterNames[final] {
      return .key(ControlSequence.prefix(modifiers) + name, count)
    }
    switch final {
    case UInt8(ascii: "M"): return .key("enter", count)
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      return .key("ctrl-" + ["up", "down", "right", "left"][Int(final - UInt8(ascii: "a"))], count)
    // The keypad's characters, 64 up.
    case UInt8(ascii: "j")...UInt8(ascii: "y"): return .key(String(Unicode.Scalar(final - 0x40)), count)
    default: return .ignored(count)
    }
  }

  private static func string(_ bytes: Bytes) -> Reading {
    var index = bytes.startIndex + 2
    while index < bytes.endIndex {
      if bytes[index] == ASCII.bell { return .ignored(index + 1 - bytes.startIndex) }
      if bytes[index] == ASCII.escape {
        guard index + 1 < bytes.endIndex else { return .partial }
        let isEnd = bytes[index + 1] == UInt8(ascii: "\\")
        return .ignored(index - bytes.startIndex + (isEnd ? 2 : 0))
      }
      index += 1
    }
    return .partial
  }
}

extension Unicode.Scalar {
  /// The value of an ASCII digit.
  var decimal: Int? { ("0"..."9").contains(self) ? Int(value) - 0x30 : nil }
}
