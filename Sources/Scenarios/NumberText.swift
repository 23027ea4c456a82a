/// Numbers as scenarios write them: decimal or `0x`, then perhaps K, M or G; 64 bits, no sign.
///
/// YAML's own rules are not used: they make 010 eight and 12:30 seven hundred and fifty.
enum NumberText {
  enum Fault: Error {
    case notANumber
    case tooLarge
  }

  static func value(of text: String) throws(Fault) -> UInt64 {
    var digits = ArraySlice(text.utf8)
    var unit: UInt64 = 1
    if let last = digits.last, let factor = factor(of: last) {
      unit = factor
      digits.removeLast()
    }
    var radix: UInt64 = 10
    if digits.starts(with: "0x".utf8) {
      radix = 16
      digits.removeFirst(2)
    }
    guard !digits.isEmpty else { throw .notANumber }
    var value: UInt64 = 0
    var isTooLarge = false
    for byte in digits {
      guard let digit = digit(byte), digit < radix else { throw .notANumber }
      let (product, high) = value.multipliedReportingOverflow(by: radix)
      let (sum, carry) = product.addingReportingOverflow(digit)
      isTooLarge = isTooLarge || high || carry
      value = sum
    }
    let (result, overflow) = value.multipliedReportingOverflow(by: unit)
    guard !isTooLarge, !overflow else { throw .tooLarge }
    return result
  }

  /// The number meant by one of the common slips: an address as the kernel prints it, a small letter as unit,
  /// digits in groups.
  static func correction(of text: String) -> String? {
    [text.uppercased(), text.filter { $0 != "_" && $0 != "," }, "0x" + text].first {
      $0 != text && (try? value(of: $0)) != nil
    }
  }

  private static func factor(of byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "K"): 1 << 10
    case UInt8(ascii: "M"): 1 << 20
    case UInt8(ascii: "G"): 1 << 30
    default: nil
    }
  }

  private static func digit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case 0x30...0x39: UInt64(byte) - 0x30
    case 0x61...0x66: UInt64(byte) - 0x61 + 10
    case 0x41...0x46: UInt64(byte) - 0x41 + 10
    default: nil
    }
  }
}
