/// Parts of a trace line, taken off its bytes.
extension ArraySlice<UInt8> {
  /// Without spaces, tabs and carriage returns at both ends.
  var trimmed: ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool {
      byte == Ascii.space || byte == 0x09 || byte == Ascii.carriageReturn
    }
    guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) })
    else {
      return self[endIndex..<endIndex]
    }
    return self[first...last]
  }

  /// The processor of `3)`.
  var processor: Int? {
    guard last == UInt8(ascii: ")"), count > 1, count <= 6, dropLast().allSatisfy(Ascii.isDecimal) else {
      return nil
    }
    return Int(String(decoding: dropLast(), as: UTF8.self))
  }

  /// Without a `/* … */` at the end, such as a return value.
  var withoutTailComment: ArraySlice<UInt8> {
    guard count >= 4, suffix(2).elementsEqual("*/".utf8) else { return self }
    var index = endIndex - 3
    while index > startIndex {
      index -= 1
      if self[index] == UInt8(ascii: "/"), self[index + 1] == UInt8(ascii: "*") {
        return self[..<index].trimmed
      }
    }
    return self
  }

  /// The module of ` [vmalab](…`.
  var module: String? {
    guard starts(with: " [".utf8), let end = firstIndex(of: UInt8(ascii: "]")) else { return nil }
    return PrintableName.text(self[(startIndex + 2)..<end]).text
  }
}
