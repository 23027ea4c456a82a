import MemoryModel
import Testing

@testable import Importers

@Suite("Reading /proc/PID/maps") struct MapsReaderTests {
  static let stack = "7ffd8a1c0000-7ffd8a1e1000 rw-p 00000000 00:00 0                  [stack]\n"

  private func read(_ text: String) -> MapsImport { MapsReader.read(Array(text.utf8)) }

  @Test("Every field of a line is kept")
  func fields() throws {
    let line = "7f3a12000000-7f3a12166000 r-xs 00026000 fd:0a 131347    /usr/lib/libc.so.6\n"
    let mapping = try #require(read(line).mappings.first)
    #expect(mapping.range == AddressRange(VirtualAddress(0x7f3a_1200_0000), VirtualAddress(0x7f3a_1216_6000)))
    #expect(mapping.protection == [.read, .execute])
    #expect(mapping.isShared)
    #expect(mapping.offset == 0x26000)
    #expect(mapping.device == "fd:0a")
    #expect(mapping.inode == 131_347)
    #expect(mapping.name == "/usr/lib/libc.so.6")
    #expect(read(line).complaints.isEmpty)
  }

  @Test(
    "A name keeps what the kernel put into it",
    arguments: [
      "/dev/zero (deleted)", "/tmp/two words  here", "/tmp/line\\012end", "[anon:jit code]", "/tmp/naïve",
      "anon_inode:[perf_event]", "/trailing ",
    ])
  func names(name: String) {
    let result = read("10000-11000 rw-p 00000000 00:00 0      \(name)\n")
    #expect(result.mappings.map(\.name) == [name])
    #expect(result.complaints.isEmpty)
  }

  @Test("Bytes a terminal would obey, and bytes that are no UTF-8, are shown as U+FFFD and told")
  func unprintableNames() {
    let line = Array("10000-11000 rw-p 00000000 00:00 0 /a".utf8)
    for (bytes, shown) in [
      ([0x1b], "\u{fffd}"), ([0xff], "\u{fffd}"), ([0], "\u{fffd}"), ([0xc2, 0x9b], "\u{fffd}"),
    ]
      as [([UInt8], String)]
    {
      let result = MapsReader.read(line + bytes + Array("b\n".utf8))
      #expect(result.mappings.map(\.name) == ["/a\(shown)b"])
      #expect(result.replacedNameCount == 1)
      #expect(
        result.complaints.listed.map(\.description) == [
          "1:35: unprintable bytes in the name, shown as \u{fffd}"
        ])
    }
  }

  /// A line, and the complaint about it with its column.
  static let faults: [(String, String)] = [
    ("", "1: the line ends, expected a start address in hexadecimal"),
    ("hello", "1: \"hello\", expected a start address in hexadecimal"),
    (" 10000-11000 rw-p 0 00:00 0", "1: a space, expected a start address in hexadecimal"),
    ("10000", "6: the line ends, expected - between start and end address"),
    ("10000-", "7: the line ends, expected an end address in hexadecimal"),
    ("10000-11000", "12: the line ends, expected a space before the rights"),
    ("10000-11000 ", "13: the line ends, expected rights such as r-xp or rw-s"),
    ("10000-11000 rwxq 0 00:00 0", "16: \"q\", expected rights such as r-xp or rw-s"),
    ("10000-11000 wr-p 0 00:00 0", "13: \"wr-p\", expected rights such as r-xp or rw-s"),
    ("10000-11000 rw-p0 00:00 0", "17: \"0\", expected a space before the offset"),
    ("10000-11000 rw-p x 00:00 0", "18: \"x\", expected a file offset in hexadecimal"),
    ("10000-11000 rw-p 0 0000 0", "24: a space, expected : in a device MAJOR:MINOR"),
    ("10000-11000 rw-p 0 00:00 1f", "27: \"f\", expected a space before the name"),
    ("10000-11000 rw-p 0 00:00 99999999999999999999", "26: \"99999999999999999999\" does not fit 64 bits"),
    ("10000000000000000-11000 rw-p 0 00:00 0", "1: \"10000000000000000\" does not fit 64 bits"),
    ("10000-11000 rw-p 123456789abcdef01 00:00 0", "18: \"123456789abcdef01\" does not fit 64 bits"),
    ("11000-11000 rw-p 0 00:00 0", "1: 000000011000-000000011000 has no bytes"),
    ("12000-11000 rw-p 0 00:00 0", "1: 000000012000-000000011000 has no bytes"),
    ("10001-11000 rw-p 0 00:00 0", "1: 000000010001-000000011000 is not aligned"),
    ("10000-11fff rw-p 0 00:00 0", "1: 000000010000-000000011fff is not aligned"),
    ("7ffffffff000-800000000000 rw-p 0 00:00 0", ""),
    ("7fffffffe000-800000000000 rw-p 0 00:00 0", "1: 7fffffffe000-800000000000 leaves the user half"),
    ("100\u{0}00-11000 rw-p 0 00:00 0", "4: \"\u{fffd}00-11000\", expected - between"),
  ]

  @Test("A bad line is left out, with its line and column, and the next one is read", arguments: faults)
  func badLine(line: String, complaint: String) {
    let result = read("\(line)\n\(Self.stack)")
    #expect(result.mappings.map(\.name) == ["[stack]"])
    #expect(result.lines == [2])
    if complaint.isEmpty {
      #expect(result.complaints.isEmpty)
    } else {
      let got = result.complaints.listed.map(\.description)
      #expect(got.count == 1 && got[0].hasPrefix("1:\(complaint)"), "\(got)")
      #expect(result.leftOutLineCount == 1)
    }
  }

  @Test("Kernel addresses are legal, counted and not used")
  func vsyscall() {
    let result = read(
      Self.stack + "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0      [vsyscall]\n")
    #expect(result.mappings.map(\.name) == ["[stack]"])
    #expect(result.kernelLineCount == 1)
    #expect(result.complaints.isEmpty)
    #expect(
      result.summary == [
        "1 mapping from 2 lines.", "1 line outside the user half (such as [vsyscall]) not used.",
      ])
  }

  @Test("Detail lines of smaps are foreign: counted, told once")
  func smaps() {
    let details = "Size:                  4 kB\nVmFlags: rd wr mr mw me ac sd\nTHPeligible:           0\n"
    let result = read(Self.stack + details)
    #expect(result.mappings.count == 1)
    #expect(result.detailLineCount == 3)
    #expect(result.leftOutLineCount == 0)
    #expect(
      result.complaints.listed.map(\.description) == [
        "2:1: a detail line of smaps; this and all later ones are passed over"
      ])
  }

  @Test("A line out of order is sorted in and told; of overlapping lines one is kept and the other told")
  func order() {
    let result = read(
      """
      30000-40000 rw-p 0 00:00 0 third
      10000-20000 rw-p 0 00:00 0 first
      3f000-50000 rw-p 0 00:00 0 overlaps third
      20000-30000 rw-p 0 00:00 0 second
      1f000-21000 rw-p 0 00:00 0 overlaps first
      40000-50000 rw-p 0 00:00 0 fourth

      """)
    #expect(result.mappings.map(\.name) == ["first", "second", "third", "fourth"])
    #expect(result.lines == [2, 4, 1, 6])
    #expect(
      result.complaints.report(source: "m") == [
        "m:2:1: 000000010000-000000020000 is out of order, it is sorted in",
        "m:3:1: 00000003f000-000000050000 overlaps line 1, the line is left out",
        "m:4:1: 000000020000-000000030000 is out of order, it is sorted in",
        "m:5:1: 00000001f000-000000021000 overlaps line 2, the line is left out",
      ])
    #expect(result.leftOutLineCount == 2)
  }

  @Test("CR LF is read and told once, a missing last line end is told, an empty file is told")
  func lineEnds() {
    let line = "10000-11000 rw-p 00000000 00:00 0 /a"
    let windows = read("\(line)\r\n\(Self.stack.dropLast())\r\n")
    #expect(windows.mappings.map(\.name) == ["/a", "[stack]"])
    #expect(
      windows.complaints.listed.map(\.description) == [
        "1:37: line ends are CR LF; the CR is dropped here and in every later line"
      ])
    let cut = read(line)
    #expect(cut.mappings.map(\.name) == ["/a"])
    #expect(
      cut.complaints.listed.map(\.description) == [
        "1:37: no line end after the last line, the file may have been cut here"
      ])
    #expect(
      read("").complaints.listed.map(\.description) == [
        "1:1: the file is empty, expected lines of /proc/PID/maps"
      ])
    #expect(read("").summary == ["0 mappings from 0 lines.", "1 complaint in all."])
  }

  @Test("A wrong file of many lines is counted in full and listed up to a thousand")
  func manyComplaints() {
    let result = read(String(repeating: "nonsense\n", count: 1500))
    #expect(result.complaints.count == 1500)
    #expect(result.complaints.listed.count == 1000)
    #expect(result.complaints.report(source: "m").last == "m: 500 more, 1000 are listed at most")
    #expect(result.leftOutLineCount == 1500)
  }

  @Test("The maps of recorded processes are read without a complaint", arguments: Recordings.cases)
  func recordings(name: String) throws {
    for moment in ["before", "after"] {
      let bytes = try Recordings.bytes("6.19/\(name).maps.\(moment).txt")
      let result = MapsReader.read(bytes)
      #expect(result.complaints.listed == [])
      #expect(result.mappings.count == result.lineCount)
      #expect(result.mappings.last?.name == "[stack]")
    }
  }

  @Test("The maps of the process that runs this test are read without a complaint")
  func ownMaps() throws {
    let result = MapsReader.read(try Recordings.bytes(path: "/proc/self/maps"))
    #expect(result.complaints.report(source: "maps") == [])
    #expect(result.mappings.count + result.kernelLineCount == result.lineCount)
    #expect(result.mappings.contains { $0.name == "[stack]" })
  }

  @Test("65,000 lines are read completely")
  func manyLines() {
    var text = ""
    for index in 0..<65_000 {
      let start = 0x1000_0000 + index * 0x2000
      text +=
        "\(String(start, radix: 16))-\(String(start + 0x1000, radix: 16)) rw-p 00000000 08:01 \(index) /n\n"
    }
    let result = read(text)
    #expect(result.mappings.count == 65_000)
    #expect(result.complaints.isEmpty)
  }
}
