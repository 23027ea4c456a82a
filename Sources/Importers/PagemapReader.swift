import MemoryModel

/// Reads the pages that a recorded `pagemap` shows before the call: `ADDRESS RAW STATE pfn=FRAME …`.
///
/// Tolerant: what is no such line is passed over, and what stands behind `# after` is not read.
public enum PagemapReader {
  /// The present pages in the order of the file.
  public static func read(_ bytes: [UInt8]) -> [ImageMapping.PresentPage] {
    var pages: [ImageMapping.PresentPage] = []
    for line in bytes.split(separator: Ascii.newline) {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      if words == ["#", "after"] { return pages }
      guard words.count >= 4, words[2] == "present", words[3].hasPrefix("pfn="),
        let address = UInt64(words[0], radix: 16), let frame = UInt64(words[3].dropFirst(4), radix: 16)
      else { continue }
      pages.append(.init(address: VirtualAddress(address), frame: PageFrame(frame)))
    }
    return pages
  }
}

/// Reads from /proc/PID/smaps which mappings have no page at all.
public enum UntouchedReader {
  /// The starts of the mappings whose Rss is zero.
  public static func read(_ bytes: [UInt8]) -> Set<VirtualAddress> {
    var found: Set<VirtualAddress> = []
    var start: VirtualAddress?
    for line in bytes.split(separator: Ascii.newline) {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard let first = words.first else { continue }
      if first == "Rss:", words.count > 1, words[1] == "0", let start { found.insert(start) }
      if let dash = first.firstIndex(of: "-"), let address = UInt64(first[..<dash], radix: 16) {
        start = VirtualAddress(address)
      }
    }
    return found
  }
}
