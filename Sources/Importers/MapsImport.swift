import MemoryModel

/// What a file in the format of /proc/PID/maps says, and what in it could not be used.
public struct MapsImport: Hashable, Sendable {
  /// In address order, without overlaps, all in the user half of four-level paging.
  public internal(set) var mappings: [ImageMapping] = []
  /// The line of each mapping, counted from 1.
  public internal(set) var lines: [Int] = []
  /// In line order.
  public internal(set) var complaints = Complaints()
  /// Lines in the file, a last one without line end included.
  public internal(set) var lineCount = 0
  /// Legal lines with addresses outside the user half, such as [vsyscall]; they are not among the mappings.
  public internal(set) var kernelLineCount = 0
  /// Detail lines of smaps (`Size: 4 kB`, `VmFlags: rd wr`); they are not read.
  public internal(set) var detailLineCount = 0
  /// Lines that are not among the mappings although they should be: unreadable or overlapping.
  public internal(set) var leftOutLineCount = 0
  /// Names in which bytes were replaced, because they are no UTF-8 or would steer the terminal.
  public internal(set) var replacedNameCount = 0

  public init() {}

  /// The address space that starts from these mappings.
  public func image(name: String, pid: Int) -> ProcessImage {
    ProcessImage(name: name, pid: pid, mappings: mappings)
  }

  /// What was read and what was not, one sentence each; a faultless file gives one.
  public var summary: [String] {
    var sentences = ["\(counted(mappings.count, "mapping")) from \(counted(lineCount, "line"))."]
    if kernelLineCount > 0 {
      sentences.append(
        "\(counted(kernelLineCount, "line")) outside the user half (such as [vsyscall]) not used.")
    }
    if detailLineCount > 0 {
      sentences.append("\(counted(detailLineCount, "detail line")) of smaps passed over.")
    }
    if leftOutLineCount > 0 { sentences.append("\(counted(leftOutLineCount, "line")) could not be used.") }
    if replacedNameCount > 0 {
      sentences.append("\(counted(replacedNameCount, "name")) with unprintable bytes replaced.")
    }
    if !complaints.isEmpty { sentences.append("\(counted(complaints.count, "complaint")) in all.") }
    return sentences
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
