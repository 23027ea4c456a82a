/// The table of `Sources/README.md`: each room, its duty, and the modules it may import.
struct RoomTable {
  struct Room {
    var name: String
    var duty: String
    var doors: [String]
  }

  var rooms: [Room] = []

  init(_ readme: String) {
    let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
    guard let head = lines.firstIndex(where: { Self.cells($0) == ["room", "duty", "may import"] }) else {
      return
    }
    for line in lines[(head + 2)...] {
      let cells = Self.cells(line)
      guard cells.count == 3 else { break }
      rooms.append(Room(name: Self.words(cells[0]).first ?? "", duty: cells[1], doors: Self.words(cells[2])))
    }
  }

  func room(_ name: String) -> Room? { rooms.first { $0.name == name } }

  private static func cells(_ line: Substring) -> [String] {
    guard line.hasPrefix("|") else { return [] }
    return line.dropFirst().split(separator: "|").map { cell in
      String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// The words in backquotes.
  private static func words(_ cell: String) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }
}
