import Testing

/// The walls, on the real house.
@Suite("The house")
struct HouseTests {
  private static let repository = Repository.here

  private func table() throws -> RoomTable { RoomTable(try Self.repository.text("Sources/README.md")) }

  private static let files = Result { try repository.swiftFiles(below: "Sources") }

  private func files() throws -> [SourceFile] { try Self.files.get() }

  private func expectNone(_ findings: [Finding]) {
    #expect(findings.isEmpty, "\n\(findings.map(\.description).joined(separator: "\n"))")
  }

  @Test("No file imports what its room has no door to")
  func walls() throws {
    let (table, files) = (try table(), try files())
    #expect(!files.isEmpty)
    expectNone(files.flatMap { HouseRules.breaches($0, table) })
  }

  @Test("Doors lead only to rooms above, so there is no way round in circles")
  func noCycles() throws {
    let table = try table()
    for (index, room) in table.rooms.enumerated() {
      let later = Set(table.rooms[index...].map(\.name))
      #expect(later.isDisjoint(with: room.doors), "\(room.name) has a door to a later room or itself")
    }
  }

  @Test("The core has no door to Foundation, to C or to a clock")
  func core() throws {
    let table = try table()
    let rooms = Set(table.rooms.map(\.name))
    for name in ["MemoryModel", "KernelRoutines", "Simulation", "Panes", "Drawing"] {
      let room = try #require(table.room(name), "\(name) is missing from the table")
      #expect(room.doors.allSatisfy(rooms.contains), "\(name) opens to \(room.doors)")
    }
  }

  @Test("Rooms and folders are the same, and no room is empty")
  func rooms() throws {
    let table = try table()
    let folders = Self.repository.names(in: "Sources").filter { $0 != "README.md" }
    #expect(table.rooms.map(\.name).sorted() == folders)
    for folder in folders {
      #expect(!Self.repository.names(in: "Sources/" + folder).isEmpty, "\(folder) is empty")
    }
    #expect(table.rooms.allSatisfy { !$0.duty.isEmpty })
  }

  @Test("Files, lines and functions keep their lengths")
  func lengths() throws {
    expectNone(try files().flatMap { HouseRules.lengths($0) + FunctionLengths.findings($0) })
  }

  @Test("A file with one type is named after it")
  func naming() throws {
    let files = try files()
    let paths = Set(files.map(\.path))
    expectNone(files.flatMap { HouseRules.naming($0, siblings: paths) })
  }

  @Test("Nothing outside the tests is forced")
  func force() throws { expectNone(try files().flatMap(HouseRules.force)) }

  @Test("The top level of the repository is as small as the design wants it")
  func topLevel() {
    let allowed: Set = ["Package.swift", "README.md", "Sources", "Tests", "themes"]
    let others = Self.repository.topLevel().filter { !allowed.contains($0) }
    #expect(others.isEmpty, "\(others)")
  }

  @Test("Tests keep the lengths of files and lines too")
  func tests() throws {
    let files = try Self.repository.swiftFiles(below: "Tests")
    #expect(!files.isEmpty)
    expectNone(files.flatMap(HouseRules.lengths))
  }
}
