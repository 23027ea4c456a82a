import MemoryModel

/// The address space of a scenario, written under `maps: |` as /proc/PID/maps prints it.
///
/// Strict where the importer of real files is tolerant: a scenario's author can mend a line.
enum MapsBlock {
  /// nil after a problem was told.
  static func read(_ node: TextNode, source: SourceText, problems: inout ProblemList) -> ProcessImage? {
    guard case .scalar(let scalar) = node.content, scalar.style == .block else {
      problems.add(at: node.position, node.found, expected: "lines of /proc/PID/maps behind |")
      return nil
    }
    var mappings: [ImageMapping] = []
    var isWhole = true
    for (index, line) in scalar.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let letters = Array(line.unicodeScalars)
      if letters.allSatisfy(SourceText.isBlank) { continue }
      // The block begins in the line behind the bar; what it is indented by is not part of it.
      let number = node.position.line + 1 + index
      let width = source.lines.indices.contains(number - 1) ? source.lines[number - 1].count : letters.count
      let indent = max(0, width - letters.count)
      do throws(MapsLine.Fault) {
        let mapping = try MapsLine.parse(letters)
        guard mapping.range.start < .taskSize else { continue }
        if let last = mappings.last, mapping.range.start < last.range.end {
          throw MapsLine.Fault(
            column: 1, found: "\(mapping.range)", expected: "a start from \(last.range.end) on")
        }
        mappings.append(mapping)
      } catch {
        isWhole = false
        problems.add(
          at: SourcePosition(line: number, column: indent + error.column), error.found,
          expected: error.expected)
      }
    }
    guard isWhole else { return nil }
    guard !mappings.isEmpty else {
      problems.add(at: node.position, "no mapping", expected: "lines of /proc/PID/maps behind |")
      return nil
    }
    return ProcessImage(name: name(of: mappings), pid: ProcessImage.small.pid, mappings: mappings)
  }

  /// The last part of the first mapped path, 15 bytes at most as in /proc/PID/comm.
  private static func name(of mappings: [ImageMapping]) -> String {
    let path = mappings.first { $0.name.hasPrefix("/") }?.name ?? ""
    let last = path.split(separator: "/").last ?? Substring(ProcessImage.small.name)
    return String(last.prefix(15))
  }
}

/// One line of /proc/PID/maps. Format: `show_map_vma`, fs/proc/task_mmu.c.
enum MapsLine {
  struct Fault: Error {
    /// From 1, in scalars of the line.
    var column: Int
    var found: String
    var expected: String
  }

  static func parse(_ line: [Unicode.Scalar]) throws(Fault) -> ImageMapping {
    var fields = fields(of: line)
    let range = try range(fields.next("a range START-END"))
    let rights = try rights(fields.next("rights such as r-xp"))
    let offset = try hexadecimal(fields.next("an offset in hexadecimal"), "an offset in hexadecimal")
    let device = try fields.next("a device MAJOR:MINOR")
    let numbers = device.text.split(separator: ":", omittingEmptySubsequences: false)
    guard numbers.count == 2, numbers.allSatisfy({ UInt64($0, radix: 16) != nil && !$0.hasPrefix("+") })
    else {
      throw fault(device, "a device MAJOR:MINOR")
    }
    let inode = try fields.next("an inode number")
    guard let number = UInt64(inode.text), !inode.text.hasPrefix("+") else {
      throw fault(inode, "an inode number")
    }
    return ImageMapping(
      range: range, protection: rights.protection, isShared: rights.isShared, offset: offset,
      device: device.text, inode: number, name: fields.rest)
  }

  struct Field {
    var text: String
    var column: Int
  }

  struct Fields {
    var line: [Unicode.Scalar]
    var index = 0

    mutating func next(_ expected: String) throws(Fault) -> Field {
      skipSpaces()
      let start = index
      while index < line.count, line[index] != " " { index += 1 }
      guard index > start else { throw Fault(column: index + 1, found: "the line ends", expected: expected) }
      return Field(text: Self.text(line[start..<index]), column: start + 1)
    }

    /// The name with its spaces, without those that pad the column.
    var rest: String {
      Self.text(line[index...].drop { $0 == " " })
    }

    mutating func skipSpaces() {
      while index < line.count, line[index] == " " { index += 1 }
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
      String(String.UnicodeScalarView(scalars))
    }
  }

  private static func fields(of line: [Unicode.Scalar]) -> Fields { Fields(line: line) }

  private static func range(_ field: Field) throws(Fault) -> AddressRange {
    let ends = field.text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2 else { throw fault(field, "a range START-END") }
    let start = try hexadecimal(Field(text: String(ends[0]), column: field.column), "a start in hexadecimal")
    let behind = field.column + ends[0].unicodeScalars.count + 1
    let end = try hexadecimal(Field(text: String(ends[1]), column: behind), "an end in hexadecimal")
    let range = AddressRange(VirtualAddress(start), VirtualAddress(end))
    guard range.start < range.end else { throw fault(field, "a start below the end") }
    guard range.start.isPageAligned, range.end.isPageAligned else { throw fault(field, "multiples of 4096") }
    guard range.start >= .taskSize || range.end <= .taskSize else {
      throw fault(field, "an end in the user half, at most \(VirtualAddress.taskSize)")
    }
    return range
  }

  private static func hexadecimal(_ field: Field, _ expected: String) throws(Fault) -> UInt64 {
    guard let value = UInt64(field.text, radix: 16), !field.text.hasPrefix("+") else {
      throw fault(field, expected)
    }
    return value
  }

  private static func rights(_ field: Field) throws(Fault) -> (protection: Protection, isShared: Bool) {
    let letters = Array(field.text.unicodeScalars)
    let known: [[Unicode.Scalar]] = [["r", "-"], ["w", "-"], ["x", "-"], ["s", "p"]]
    guard letters.count == known.count, zip(letters, known).allSatisfy({ $1.contains($0) }) else {
      throw fault(field, "rights such as r-xp")
    }
    var protection = Protection()
    if letters[0] == "r" { protection.insert(.read) }
    if letters[1] == "w" { protection.insert(.write) }
    if letters[2] == "x" { protection.insert(.execute) }
    return (protection, letters[3] == "s")
  }

  private static func fault(_ field: Field, _ expected: String) -> Fault {
    Fault(column: field.column, found: quoted(field.text), expected: expected)
  }
}
