import KernelRoutines

/// What two kernels write differently in one routine of a run: the lines of its listing.
public struct ListingDifference: Hashable, Sendable {
  public var routine: String
  public var file: String
  /// `- ` and a line of the first kernel alone, `+ ` and one of the second, in the order of the listing.
  public var lines: [String]

  /// The routines that either run entered and that the kernels write differently, in the order in which they
  /// are first entered.
  public static func between(_ first: Recording, _ second: Recording) -> [ListingDifference] {
    var seen: Set<String> = []
    let old = Listings(first)
    let new = Listings(second)
    return (old.entered + new.entered).compactMap { key in
      guard seen.insert(key.id).inserted else { return nil }
      let changes = difference(old.lines(key.id), new.lines(key.id))
      guard !changes.isEmpty else { return nil }
      return ListingDifference(routine: key.name, file: key.file, lines: changes)
    }
  }

  private static func difference(_ old: [String], _ new: [String]) -> [String] {
    var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
    for change in new.difference(from: old) {
      switch change {
      case .remove(let place, _, _): removed.insert(place)
      case .insert(let place, _, _): inserted.insert(place)
      }
    }
    var (result, place): ([String], Int) = ([], 0)
    for (number, line) in old.enumerated() {
      while place < new.count, inserted.contains(place) {
        result.append("+ " + new[place])
        place += 1
      }
      if removed.contains(number) { result.append("- " + line) } else { place += 1 }
    }
    return result + new[place...].map { "+ " + $0 }
  }
}

/// The listings of a run's program by routine.
private struct Listings {
  struct Key {
    var id: String
    var name: String
    var file: String
  }

  private let program: Program
  private var numbers: [String: Int] = [:]
  let entered: [Key]

  init(_ recording: Recording) {
    program = recording.program
    for (number, routine) in program.routines.enumerated() { numbers[Self.id(routine)] = number }
    entered = recording.invocations().map { recording.program.routines[$0.routine] }
      .map { Key(id: Self.id($0), name: $0.name, file: $0.file) }
  }

  // A function that changed its name is another function.
  private static func id(_ routine: LinkedRoutine) -> String { routine.name + " " + routine.short }

  func lines(_ id: String) -> [String] {
    guard let number = numbers[id] else { return [] }
    return program.lines[program.routines[number].lineRange].map { line in
      (line.isHandler ? "on error: " : "") + line.text
    }
  }
}
