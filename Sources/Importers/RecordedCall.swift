import MemoryModel

/// The call of a recorded case as its `CASE.json` writes it.
public struct RecordedCall: Hashable, Sendable {
  public var address: UInt64
  /// In bytes.
  public var length: UInt64
  public var protection: Protection
  /// The `MAP_…` words of the flags.
  public var flags: [String]
  /// The descriptor is said to be open for reading only.
  public var isReadOnly: Bool
  /// In bytes.
  public var offset: UInt64

  /// Reads `mmap(ADDRESS, LENGTH, PROT, FLAGS, DESCRIPTOR, OFFSET)`; nil when the text is no such call.
  public init?(_ text: String) {
    // A descriptor may carry a comment that says how it was opened.
    let parts = text.split(separator: " /* O_RDONLY */", omittingEmptySubsequences: false)
    isReadOnly = parts.count > 1
    let text = parts.joined()
    let words = text.split { "(), ".contains($0) }.map(String.init)
    guard words.count == 7, words[0] == "mmap", let address = Self.number(words[1]),
      let length = Self.number(words[2]), let protection = Self.protection(words[3]),
      let offset = Self.number(words[6])
    else { return nil }
    self.address = address
    self.length = length
    self.protection = protection
    flags = words[4].split(separator: "|").map(String.init)
    self.offset = offset
  }

  public var isShared: Bool { flags.contains("MAP_SHARED") }
  public var isFixedNoReplace: Bool { flags.contains("MAP_FIXED_NOREPLACE") }
  public var isFixed: Bool { flags.contains("MAP_FIXED") }
  public var isLocked: Bool { flags.contains("MAP_LOCKED") }
  public var growsDown: Bool { flags.contains("MAP_GROWSDOWN") }
  public var range: AddressRange { AddressRange(VirtualAddress(address), pages: Int(length >> 12)) }

  /// The range of the call, where the kernel chose the address that it gave back.
  ///
  /// - Parameter returned: what the call gave, in hexadecimal.
  public func range(returned: String?) -> AddressRange {
    guard address == 0, let start = returned.flatMap({ Self.number($0) }) else { return range }
    return AddressRange(VirtualAddress(start), pages: range.pages)
  }

  private static func number(_ text: String) -> UInt64? {
    if text == "NULL" { return 0 }
    return text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
  }

  private static func protection(_ text: String) -> Protection? {
    var rights: Protection = []
    for word in text.split(separator: "|") {
      switch word {
      case "PROT_READ": rights.insert(.read)
      case "PROT_WRITE": rights.insert(.write)
      case "PROT_EXEC": rights.insert(.execute)
      case "PROT_NONE": break
      default: return nil
      }
    }
    return rights
  }
}
