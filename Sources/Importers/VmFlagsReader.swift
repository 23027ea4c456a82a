import MemoryModel

/// Reads the VmFlags lines of /proc/PID/smaps.
///
/// Tolerant: what is neither a header nor a VmFlags line is passed over.
public enum VmFlagsReader {
  /// The two-letter codes of the VMA that covers an address, in the order of the line; nil when none does.
  public static func read(_ bytes: [UInt8], at address: VirtualAddress) -> [String]? {
    var range: AddressRange?
    for line in bytes.split(separator: Ascii.newline) {
      let words = line.split(separator: UInt8(ascii: " "))
      guard let first = words.first.map({ String(decoding: $0, as: UTF8.self) }) else { continue }
      if first == "VmFlags:", range?.contains(address) == true {
        return words.dropFirst().map { String(decoding: $0, as: UTF8.self) }
      }
      let ends = first.split(separator: "-").compactMap { UInt64($0, radix: 16) }
      if ends.count == 2, ends[0] < ends[1] {
        range = AddressRange(VirtualAddress(ends[0]), VirtualAddress(ends[1]))
      }
    }
    return nil
  }
}
