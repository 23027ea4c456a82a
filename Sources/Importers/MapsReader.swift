import MemoryModel

/// Reads /proc/PID/maps, and the header lines of smaps, in one pass over the bytes.
///
/// Never stops at a bad line: it is left out and complained about. Ranges out of order are sorted in and
/// complained about; of ranges that overlap one is kept. Format: `show_map_vma`, fs/proc/task_mmu.c.
public struct MapsReader {
  private let bytes: [UInt8]
  private var result = MapsImport()
  /// Lines that stand behind a higher address; they are sorted in at the end.
  private var late: [(line: Int, mapping: ImageMapping)] = []
  private var isCarriageReturnReported = false
  private var isDetailReported = false

  /// Reads all of `bytes`; the work is linear in their number.
  public static func read(_ bytes: [UInt8]) -> MapsImport {
    var reader = MapsReader(bytes: bytes)
    reader.readLines()
    reader.sortInLateLines()
    reader.result.complaints.sort()
    return reader.result
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func readLines() {
    guard !bytes.isEmpty else {
      result.complaints.add(line: 1, column: 1, "the file is empty, expected lines of /proc/PID/maps")
      return
    }
    // An ordinary line has about a hundred bytes; growing the array in steps costs as much as reading.
    result.mappings.reserveCapacity(bytes.count / 100)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: Ascii.newline) ?? bytes.count
      result.lineCount += 1
      if end == bytes.count {
        result.complaints.add(
          line: result.lineCount, column: end - start + 1,
          "no line end after the last line, the file may have been cut here")
      }
      readLine(from: start, to: end)
      start = end + 1
    }
  }

  private mutating func readLine(from start: Int, to lineEnd: Int) {
    var end = lineEnd
    if end > start, bytes[end - 1] == Ascii.carriageReturn {
      end -= 1
      if !isCarriageReturnReported {
        isCarriageReturnReported = true
        complain(at: end, start, "line ends are CR LF; the CR is dropped here and in every later line")
      }
    }
    if isDetail(from: start, to: end) {
      result.detailLineCount += 1
      guard !isDetailReported else { return }
      isDetailReported = true
      complain(at: start, start, "a detail line of smaps; this and all later ones are passed over")
      return
    }
    do throws(LineFault) {
      try accept(parse(from: start, to: end), start: start)
    } catch {
      result.leftOutLineCount += 1
      complain(at: error.index, start, error.text)
    }
  }

  /// One line such as `7ffd8a1c0000-7ffd8a1e1000 rw-p 00000000 00:00 0    [stack]`.
  private mutating func parse(from lineStart: Int, to end: Int) throws(LineFault) -> ImageMapping {
    var cursor = FieldCursor(bytes, from: lineStart, to: end)
    let start = try cursor.hexadecimal("a start address in hexadecimal")
    try cursor.expect(Ascii.dash, "- between start and end address")
    let endAddress = try cursor.hexadecimal("an end address in hexadecimal")
    try cursor.spaces(before: "a space before the rights")
    let (protection, isShared) = try rights(&cursor)
    try cursor.spaces(before: "a space before the offset")
    let offset = try cursor.hexadecimal("a file offset in hexadecimal")
    try cursor.spaces(before: "a space before the device")
    let deviceStart = cursor.index
    _ = try cursor.hexadecimal("a device as MAJOR:MINOR")
    try cursor.expect(Ascii.colon, ": in a device MAJOR:MINOR")
    _ = try cursor.hexadecimal("a device's minor number")
    let device = String(decoding: bytes[deviceStart..<cursor.index], as: UTF8.self)
    try cursor.spaces(before: "a space before the inode")
    let inode = try cursor.decimal("an inode number")
    if !cursor.isAtEnd { try cursor.spaces(before: "a space before the name") }
    let range = AddressRange(VirtualAddress(start), VirtualAddress(endAddress))
    try check(range, at: lineStart)
    let name = PrintableName.text(cursor.rest)
    if name.isReplaced {
      result.replacedNameCount += 1
      complain(at: cursor.index, lineStart, "unprintable bytes in the name, shown as \u{fffd}")
    }
    return ImageMapping(
      range: range, protection: protection, isShared: isShared, offset: offset, device: device, inode: inode,
      name: name.text)
  }

  private func rights(_ cursor: inout FieldCursor) throws(LineFault) -> (Protection, isShared: Bool) {
    let what: StaticString = "rights such as r-xp or rw-s"
    var protection = Protection()
    if try cursor.letter(UInt8(ascii: "r"), or: Ascii.dash, what) { protection.insert(.read) }
    if try cursor.letter(UInt8(ascii: "w"), or: Ascii.dash, what) { protection.insert(.write) }
    if try cursor.letter(UInt8(ascii: "x"), or: Ascii.dash, what) { protection.insert(.execute) }
    return (protection, try cursor.letter(UInt8(ascii: "s"), or: UInt8(ascii: "p"), what))
  }

  private func check(_ range: AddressRange, at index: Int) throws(LineFault) {
    if range.start >= range.end {
      throw LineFault(index: index, text: "\(range) has no bytes, expected a start below the end")
    }
    if !range.start.isPageAligned || !range.end.isPageAligned {
      throw LineFault(index: index, text: "\(range) is not aligned, expected multiples of 4096")
    }
    if range.start < .taskSize, range.end > .taskSize {
      let text = "\(range) leaves the user half, expected an end of at most \(VirtualAddress.taskSize)"
      throw LineFault(index: index, text: text)
    }
  }

  private mutating func accept(_ mapping: ImageMapping, start: Int) throws(LineFault) {
    guard mapping.range.start < .taskSize else {
      result.kernelLineCount += 1
      return
    }
    guard let last = result.mappings.last, mapping.range.start < last.range.end else {
      result.mappings.append(mapping)
      result.lines.append(result.lineCount)
      return
    }
    late.append((result.lineCount, mapping))
  }

  /// A key and a colon in front of anything else: `Size:`, `VmFlags:`, `Private_Clean:`.
  private func isDetail(from start: Int, to end: Int) -> Bool {
    guard start < end, !Ascii.isDecimal(bytes[start]) else { return false }
    var index = start
    while index < end, Ascii.isWord(bytes[index]) { index += 1 }
    guard index > start, index < end, bytes[index] == Ascii.colon else { return false }
    return index + 1 == end || bytes[index + 1] == Ascii.space
  }

  private mutating func complain(at index: Int, _ start: Int, _ text: @autoclosure () -> String) {
    result.complaints.add(line: result.lineCount, column: index - start + 1, text())
  }
}

extension MapsReader {
  /// Puts lines that came too late where they belong, unless they overlap what is already there.
  private mutating func sortInLateLines() {
    guard !late.isEmpty else { return }
    late.sort { ($0.mapping.range.start, $0.line) < ($1.mapping.range.start, $1.line) }
    let earlier = zip(result.lines, result.mappings).map { (line: $0, mapping: $1) }
    var merged: [(line: Int, mapping: ImageMapping)] = []
    merged.reserveCapacity(earlier.count + late.count)
    var next = 0
    for entry in late {
      while next < earlier.count, earlier[next].mapping.range.start <= entry.mapping.range.start {
        merged.append(earlier[next])
        next += 1
      }
      let behind = next < earlier.count ? earlier[next] : nil
      let neighbours = [merged.last, behind].compactMap { $0 }
      if let other = neighbours.first(where: { $0.mapping.range.overlaps(entry.mapping.range) }) {
        result.leftOutLineCount += 1
        let text = "\(entry.mapping.range) overlaps line \(other.line), the line is left out"
        result.complaints.add(line: entry.line, column: 1, text)
      } else {
        merged.append(entry)
        let text = "\(entry.mapping.range) is out of order, it is sorted in"
        result.complaints.add(line: entry.line, column: 1, text)
      }
    }
    merged.append(contentsOf: earlier[next...])
    result.mappings = merged.map(\.mapping)
    result.lines = merged.map(\.line)
  }
}
