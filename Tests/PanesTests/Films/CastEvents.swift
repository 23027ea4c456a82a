import Foundation
import Testing

/// A cast taken apart: its header, and its events with times in whole milliseconds from the start.
struct CastEvents {
  struct Event: Hashable {
    var milliseconds: Int
    var code: String
    var data: String
  }

  let header: [String: Any]
  let events: [Event]

  init(_ text: String) throws {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    try #require(lines.count > 2 && lines.last == "", "a line is not ended")
    header = try #require(Self.json(lines[0]) as? [String: Any], "the header is no object")
    let isRelative = header["version"] as? Int == 3
    var now = 0
    events = try lines.dropFirst().dropLast().map { line in
      try #require(line.hasPrefix("["), "an event begins otherwise: \(line.prefix(40))")
      let parts = try #require(Self.json(line) as? [Any])
      let code = try #require(parts.count == 3 ? parts[1] as? String : nil)
      let data = try #require(parts[2] as? String, "data is no string")
      let written = String(line.dropFirst().prefix { $0 != "," })
      let time = try Self.milliseconds(written, decimals: isRelative)
      now = isRelative ? now + time : time
      return Event(milliseconds: now, code: code, data: data)
    }
  }

  private static func json(_ line: Substring) -> Any? {
    try? JSONSerialization.jsonObject(with: Data(line.utf8))
  }

  // v2: at least one decimal and no zero behind it; v3: exactly three.
  private static func milliseconds(_ text: String, decimals isExact: Bool) throws -> Int {
    let match = try #require(text.wholeMatch(of: #/(\d+)\.(\d{1,3})/#), "time \(text)")
    let fraction = String(match.2)
    #expect(isExact ? fraction.count == 3 : fraction.count == 1 || !fraction.hasSuffix("0"), "time \(text)")
    return (Int(match.1) ?? 0) * 1000 + (Int(fraction.padding(toLength: 3, withPad: "0", startingAt: 0)) ?? 0)
  }
}
