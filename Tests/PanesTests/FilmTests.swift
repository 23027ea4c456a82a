import Drawing
import Exporters
import Panes
import Scenarios
import Simulation
import Testing
import Themes

/// Casts: the same bytes every time, and a replay shows the source frames.
@Suite("Films")
struct FilmTests {
  private func film(_ name: String, animated: Bool = true) throws -> Film {
    let scenario = try #require(try ScenarioCatalogue.scenario(named: name)).scenario
    var film = Film(scenario.record(), size: Size(columns: 80, rows: 24))
    film.isAnimated = animated
    return film
  }

  private func lines(_ film: Film) throws -> [String] {
    let theme = try #require(ThemeCatalogue.all.first)
    var lines: [String] = []
    Asciicast(theme: theme, title: "A \"title\"").write(film) { lines.append($0) }
    return lines
  }

  @Test("The same run gives the same cast, byte for byte")
  func deterministic() throws {
    #expect(try lines(film("device-memory")) == lines(film("device-memory")))
  }

  @Test("A cast is a header and events whose times never go back, one line each, without controls")
  func structure() throws {
    let lines = try lines(film("pte-table-fails"))
    #expect(lines[0].hasPrefix("{\"version\":2,\"width\":80,\"height\":24,\"title\":\"A \\\"title\\\"\""))
    var last = 0.0
    for line in lines.dropFirst() {
      #expect(line.hasPrefix("[") && line.hasSuffix("]\n"))
      let isClean = line.dropLast().unicodeScalars.allSatisfy { $0.value >= 0x20 }
      #expect(isClean, "a control stands in the line")
      let time = try #require(Double(line.dropFirst().prefix { $0 != "," }))
      #expect(time >= last)
      last = time
    }
    #expect(last > 10)
  }

  @Test("Replaying a cast shows every source frame, cell by cell")
  func replay() throws {
    let film = try film("device-memory")
    var frames: [Frame] = []
    _ = film.play { frames.append($0.frame) }
    var screen = Replay(columns: 80, rows: 24)
    var shown: [String] = []
    for line in try lines(film).dropFirst() {
      guard let output = Self.output(line) else { continue }
      screen.feed(output)
      shown.append(screen.text)
    }
    // Frames that do not differ from the one before write nothing; the last event only shows the cursor.
    var expected: [String] = []
    for (number, frame) in frames.enumerated() where number == 0 || frame != frames[number - 1] {
      expected.append(frame.text)
    }
    #expect(shown.count == expected.count + 1)
    for (number, text) in expected.enumerated() where shown[number] != text {
      Issue.record("frame \(number) is shown wrong")
      return
    }
  }

  @Test("Without motion a film has one picture a step")
  func still() throws {
    let film = try film("device-memory", animated: false)
    var count = 0
    _ = film.play { _ in count += 1 }
    let tour = Tour(try #require(try ScenarioCatalogue.scenario(named: "device-memory")).scenario.record())
    let stops = (0...tour.strides.last).filter { tour.strides.isStop($0) }
    #expect(count == stops.count)
  }

  // The data of an output event with its escapes undone; nil for other events.
  private static func output(_ line: String) -> String? {
    guard let start = line.range(of: ", \"o\", \"") else { return nil }
    var result = ""
    var rest = line[start.upperBound...].dropLast(3)
    while let character = rest.popFirst() {
      guard character == "\\" else {
        result.append(character)
        continue
      }
      let code = rest.popFirst()
      guard code == "u" else {
        if let code { result.append(code) }
        continue
      }
      let value = UInt32(rest.prefix(4), radix: 16) ?? 0
      rest = rest.dropFirst(4)
      result.unicodeScalars.append(Unicode.Scalar(value) ?? "?")
    }
    return result
  }
}

/// A terminal that knows what our casts say: cursor moves, clearing, colours (passed over) and text.
private struct Replay {
  private var cells: [[Unicode.Scalar]]
  private var x = 0
  private var y = 0

  init(columns: Int, rows: Int) {
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  var text: String {
    cells.map { row in
      var line = String.UnicodeScalarView(row)
      while line.last == " " { line.removeLast() }
      return String(line) + "\n"
    }.joined()
  }

  mutating func feed(_ output: String) {
    var rest = Substring(output).unicodeScalars
    while let scalar = rest.popFirst() {
      guard scalar == "\u{1b}" else {
        cells[y][x] = scalar
        x += 1
        continue
      }
      _ = rest.popFirst()
      var parameters = ""
      while let next = rest.popFirst() {
        if next.properties.isAlphabetic {
          sequence(next, parameters)
          break
        }
        parameters.unicodeScalars.append(next)
      }
    }
  }

  private mutating func sequence(_ final: Unicode.Scalar, _ parameters: String) {
    switch final {
    case "H":
      let numbers = parameters.split(separator: ";").compactMap { Int($0) }
      (y, x) = numbers.count == 2 ? (numbers[0] - 1, numbers[1] - 1) : (0, 0)
    case "J": self = Replay(columns: cells[0].count, rows: cells.count)
    default: break
    }
  }
}
