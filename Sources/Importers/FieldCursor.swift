/// Why one line cannot be read, and at which byte.
struct LineFault: Error {
  var index: Int
  var text: String
}

/// Reads the fields of one line of bytes from left to right.
struct FieldCursor {
  let bytes: [UInt8]
  private(set) var index: Int
  /// One behind the line's last byte, line end excluded.
  let end: Int

  init(_ bytes: [UInt8], from start: Int, to end: Int) {
    self.bytes = bytes
    self.index = start
    self.end = end
  }

  var isAtEnd: Bool { index >= end }
  var rest: ArraySlice<UInt8> { bytes[index..<end] }

  /// A hexadecimal number without prefix that fits 64 bits.
  mutating func hexadecimal(_ what: StaticString) throws(LineFault) -> UInt64 {
    let start = index
    var value: UInt64 = 0
    var isTooLarge = false
    while index < end, let digit = Ascii.digit(bytes[index]) {
      isTooLarge = isTooLarge || value >> 60 != 0
      value = value << 4 | digit
      index += 1
    }
    try check(start, isTooLarge, what)
    return value
  }

  /// A decimal number that fits 64 bits.
  mutating func decimal(_ what: StaticString) throws(LineFault) -> UInt64 {
    let start = index
    var value: UInt64 = 0
    var isTooLarge = false
    while index < end, Ascii.isDecimal(bytes[index]) {
      let (product, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(bytes[index] - 0x30))
      isTooLarge = isTooLarge || high || carry
      value = sum
      index += 1
    }
    try check(start, isTooLarge, what)
    return value
  }

  mutating func expect(_ byte: UInt8, _ what: StaticString) throws(LineFault) {
    guard index < end, bytes[index] == byte else { throw fault(what) }
    index += 1
  }

  /// One of two letters; true for the first.
  mutating func letter(_ yes: UInt8, or no: UInt8, _ what: StaticString) throws(LineFault) -> Bool {
    guard index < end, bytes[index] == yes || bytes[index] == no else { throw fault(what) }
    index += 1
    return bytes[index - 1] == yes
  }

  /// At least one space.
  mutating func spaces(before what: StaticString) throws(LineFault) {
    guard index < end, bytes[index] == Ascii.space else { throw fault(what) }
    skipSpaces()
  }

  mutating func skipSpaces() {
    while index < end, bytes[index] == Ascii.space { index += 1 }
  }

  /// What stands at the cursor instead of `what`.
  func fault(_ what: StaticString) -> LineFault {
    guard !isAtEnd else { return LineFault(index: index, text: "the line ends, expected \(what)") }
    guard bytes[index] != Ascii.space else {
      return LineFault(index: index, text: "a space, expected \(what)")
    }
    let word = rest.prefix { $0 != Ascii.space }
    return LineFault(index: index, text: "\(PrintableName.excerpt(word)), expected \(what)")
  }

  /// The digits read since `start` are at least one and their number fits.
  private func check(_ start: Int, _ isTooLarge: Bool, _ what: StaticString) throws(LineFault) {
    guard index > start else { throw fault(what) }
    guard isTooLarge else { return }
    let digits = PrintableName.excerpt(bytes[start..<index])
    throw LineFault(index: start, text: "\(digits) does not fit 64 bits, expected \(what)")
  }
}

/// The bytes that these formats are made of.
enum Ascii {
  static let space = UInt8(ascii: " ")
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let dash = UInt8(ascii: "-")
  static let colon = UInt8(ascii: ":")

  /// The value of a digit, up to 15 for `f` and `F`.
  static func digit(_ byte: UInt8) -> UInt64? {
    let decimal = byte &- 0x30
    if decimal < 10 { return UInt64(decimal) }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? UInt64(letter) + 10 : nil
  }

  static func isDecimal(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  static func isWord(_ byte: UInt8) -> Bool {
    isDecimal(byte) || (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte == 0x5f
  }
}
