/// Bytes from a terminal, turned into keys and mouse events.
///
/// A pure state machine: it never waits and never reads. Its owner feeds it, takes events until there are
/// none, and says so when nothing followed for `patience` milliseconds.
///
/// We do this ourselves, and not by `wget_wch`, for three reasons: curses cannot tell end of file from "no
/// key yet", it hands the letters of an unknown escape sequence on as keys (so `ESC [ 5 n` would run
/// commands), and it cannot be tested without a terminal.
struct InputDecoder: Sendable {
  /// Key sequences that this terminal's terminfo entry names; asked before the general grammar.
  private let named: [[UInt8]: Key]
  private var bytes: [UInt8] = []

  init(named: [[UInt8]: Key] = [:]) { self.named = named }

  /// How long to wait for the rest of what has begun, in milliseconds; nil when nothing has.
  ///
  /// Limit: 25 ms after Esc, which may be a key of its own; half a second once more of a sequence is there,
  /// because its tail must not be taken for letters when a slow line cuts it in two.
  var patience: Int? {
    if bytes.isEmpty { return nil }
    return bytes.count <= 2 && bytes[0] == ASCII.escape ? 25 : 500
  }

  mutating func feed(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// The next whole event, or nil when more bytes are needed.
  mutating func next() -> InputEvent? {
    while !bytes.isEmpty {
      switch EscapeSequence.read(bytes[...], named: named) {
      case .event(let event, let count):
        bytes.removeFirst(count)
        return event
      case .ignored(let count): bytes.removeFirst(count)
      case .partial: return nil
      }
    }
    return nil
  }

  /// Nothing followed in time: what is there is a key, or it is dropped whole.
  mutating func giveUp() -> InputEvent? {
    guard let first = bytes.first else { return nil }
    if bytes.allSatisfy({ $0 == ASCII.escape }) {
      // Each Esc is one, also where a slow line brings two at once: the next one is asked for again.
      bytes.removeFirst()
      return .key(Key("escape"))
    }
    defer { bytes.removeAll() }
    guard first == ASCII.escape else { return nil }
    guard bytes.count == 2, (0x21..<ASCII.delete).contains(bytes[1]) else { return nil }
    return .key(Key("alt-" + String(Unicode.Scalar(bytes[1]))))
  }
}

/// The bytes that the grammar of keys is made of.
enum ASCII {
  static let bell: UInt8 = 0x07
  static let escape: UInt8 = 0x1b
  static let delete: UInt8 = 0x7f
  static let openBracket = UInt8(ascii: "[")
  static let letterO = UInt8(ascii: "O")
}
