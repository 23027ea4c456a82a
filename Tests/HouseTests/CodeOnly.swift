/// Swift source with comments and strings blanked out, each line in its place: what simple checks can count
/// braces in. Code inside an interpolation is blanked like the string around it.
///
/// Works on bytes: as characters, the whole house takes seconds in a debug build.
struct CodeOnly {
  private let source: [UInt8]
  private var output: [UInt8] = []
  private var place = 0

  static func of(_ text: String) -> String {
    var reader = CodeOnly(source: Array(text.utf8))
    while reader.place < reader.source.count { reader.step() }
    return String(decoding: reader.output, as: UTF8.self)
  }

  private init(source: [UInt8]) {
    self.source = source
    output.reserveCapacity(source.count)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let hash = UInt8(ascii: "#")
  private static let slash = UInt8(ascii: "/")
  private static let star = UInt8(ascii: "*")
  private static let backslash = UInt8(ascii: "\\")
  private static let newline = UInt8(ascii: "\n")

  private func byte(_ offset: Int) -> UInt8 {
    place + offset < source.count ? source[place + offset] : 0
  }

  private func isHere(_ first: UInt8, _ second: UInt8) -> Bool { byte(0) == first && byte(1) == second }

  private mutating func step() {
    switch byte(0) {
    case Self.slash where byte(1) == Self.slash:
      while place < source.count, source[place] != Self.newline { blank() }
    case Self.slash where byte(1) == Self.star: comment()
    case Self.quote, Self.hash:
      if let fence = fenceHere() { string(fence: fence) } else { keep() }
    default: keep()
    }
  }

  private mutating func keep() {
    output.append(source[place])
    place += 1
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where place < source.count {
      output.append(source[place] == Self.newline ? Self.newline : UInt8(ascii: " "))
      place += 1
    }
  }

  private mutating func comment() {
    var depth = 0
    repeat {
      if isHere(Self.slash, Self.star) {
        depth += 1
        blank(2)
      } else if isHere(Self.star, Self.slash) {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && place < source.count
  }

  /// How many `#` stand before a string that starts here; nil when none starts.
  private func fenceHere() -> Int? {
    let fence = hashes(from: 0)
    return byte(fence) == Self.quote ? fence : nil
  }

  private func hashes(from offset: Int) -> Int {
    var count = 0
    while byte(offset + count) == Self.hash { count += 1 }
    return count
  }

  private mutating func string(fence: Int) {
    blank(fence)
    let quotes = byte(1) == Self.quote && byte(2) == Self.quote ? 3 : 1
    blank(quotes)
    while place < source.count, !endsHere(quotes, fence) {
      if byte(0) == Self.backslash, hashes(from: 1) >= fence {
        let isInterpolation = byte(1 + fence) == UInt8(ascii: "(")
        blank(2 + fence)
        if isInterpolation { interpolation() }
      } else {
        blank()
      }
    }
    blank(quotes + fence)
  }

  private func endsHere(_ quotes: Int, _ fence: Int) -> Bool {
    (0..<quotes).allSatisfy { byte($0) == Self.quote } && hashes(from: quotes) >= fence
  }

  private mutating func interpolation() {
    var depth = 1
    while depth > 0, place < source.count {
      if let fence = fenceHere() {
        string(fence: fence)
        continue
      }
      if byte(0) == UInt8(ascii: "(") { depth += 1 }
      if byte(0) == UInt8(ascii: ")") { depth -= 1 }
      blank()
    }
  }
}
