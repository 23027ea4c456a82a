import MemoryModel

/// Reads the VmFlags lines of /proc/PID/smaps.
///
/// Tolerant: what is neither a header nor a VmFlags line is passed over.
public enum VmFlagsReader {
  /// The two-letter codes by the start of the VMA, in the order of the line. Only looked up, never iterated.
  public static func read(_ bytes: [UInt8]) -> [VirtualAddress: [String]] {
    var flags: [VirtualAddress: [String]] = [:]
    var start: VirtualAddress?
    for line in bytes.split(separator: Ascii.newline) {
      let words = line.split(separator: UInt8(ascii: " "))
      guard let first = words.first.map({ String(decoding: $0, as: UTF8.self) }) else { continue }
      if first == "VmFlags:" {
        guard let start else { continue }
        flags[start] = words.dropFirst().map { String(decoding: $0, as: UTF8.self) }
      } else if let dash = first.firstIndex(of: "-"), let address = UInt64(first[..<dash], radix: 16) {
        start = VirtualAddress(address)
      }
    }
    return flags
  }
}
