import Importers

/// Reading the address space of a very large process.
enum ImportBenchmarks {
  static func rows(_ watch: Stopwatch) -> [Row] {
    let bytes = maps(lines: 65_000)
    let parse = watch.milliseconds { keep(MapsReader.read(bytes)) }
    return [
      Row(
        what: "parse 65,000 lines of maps, \(bytes.count / 1_000_000) MB", measured: parse, budget: 50,
        unit: "ms")
    ]
  }

  private static func maps(lines: Int) -> [UInt8] {
    var text = ""
    var start: UInt64 = 0x7f00_0000_0000
    for number in 0..<lines {
      let end = start + UInt64(1 + number % 7) << 12
      let range = String(start, radix: 16) + "-" + String(end, radix: 16)
      let name = "/usr/lib/x86_64-linux-gnu/lib\(number).so.6"
      text +=
        "\(range) r-xp 00026000 08:01 \(131_347 + number)                     \(name)\n"
      start = end + 4096
    }
    return Array(text.utf8)
  }
}
