/// Splits what a program writes into characters, controls and sequences.
struct ControlParser {
  enum Piece {
    case scalar(Unicode.Scalar)
    case control(UInt8)
    /// `ESC` and one character.
    case escape(Character)
    case sequence(Sequence)
  }

  /// `ESC [` parameters letter.
  struct Sequence {
    let text: String
    let final: Character
    let isPrivate: Bool
    let numbers: [Int?]

    init(_ body: some Collection<UInt8>, final: UInt8) {
      let parameters = String(decoding: body, as: UTF8.self)
      self.final = Character(Unicode.Scalar(final))
      text = "CSI " + parameters + String(self.final)
      isPrivate = parameters.hasPrefix("?")
      numbers = parameters.drop { $0 == "?" }.split(separator: ";", omittingEmptySubsequences: false).map {
        Int($0)
      }
    }

    subscript(index: Int) -> Int? { index < numbers.count ? numbers[index] : nil }
  }

  private var bytes: [UInt8] = []
  private var start = 0

  mutating func feed(_ more: some Swift.Sequence<UInt8>) {
    bytes.removeFirst(start)
    start = 0
    bytes.append(contentsOf: more)
  }

  /// The next piece; nil when its end has not arrived.
  mutating func next() -> Piece? {
    while start < bytes.count {
      let first = bytes[start]
      if first == 0x1b {
        switch escape() {
        case .piece(let piece): return piece
        case .nothing: continue
        case .incomplete: return nil
        }
      }
      if first < 0x20 || first == 0x7f {
        start += 1
        return .control(first)
      }
      let length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
      guard start + length <= bytes.count else { return nil }
      let text = String(decoding: bytes[start..<start + length], as: UTF8.self)
      start += length
      return .scalar(text.unicodeScalars.first ?? "\u{FFFD}")
    }
    return nil
  }

  private enum Escape {
    case piece(Piece)
    case nothing, incomplete
  }

  private mutating func escape() -> Escape {
    guard start + 1 < bytes.count else { return .incomplete }
    let second = bytes[start + 1]
    switch Character(Unicode.Scalar(second)) {
    case "[":
      guard let end = bytes[(start + 2)...].firstIndex(where: { (0x40...0x7e).contains($0) }) else {
        return .incomplete
      }
      defer { start = end + 1 }
      return .piece(.sequence(Sequence(bytes[start + 2..<end], final: bytes[end])))
    case "(", ")":
      guard start + 2 < bytes.count else { return .incomplete }
      start += 3
      return .nothing
    case "]":
      guard let end = bytes[start...].firstIndex(of: 0x07) else { return .incomplete }
      start = end + 1
      return .nothing
    case let letter:
      start += 2
      return .piece(.escape(letter))
    }
  }
}
