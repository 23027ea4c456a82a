import MemoryModel
import Simulation

/// Which VMAs and gaps the address-space pane shows, top of the address space first.
///
/// Worked out from the process and the range of the run, never from the step: nothing moves while stepping.
struct AddressSpaceView {
  enum Item: Hashable {
    case vma(VMAID, AddressRange)
    /// A part of a VMA that sticks out of the range: a VMA of its own once MAP_FIXED has cut it off.
    case piece(VMAID, AddressRange)
    /// The range this run is about, whatever stands there now.
    case subject
    /// Free space, in bytes.
    case gap(UInt64)
    /// VMAs that had no room.
    case more(Int)
  }

  struct Row: Hashable {
    var item: Item
    var rows: Int
  }

  private struct Entry {
    var item: Item
    var range: AddressRange
    /// Its place among all, from the top of the address space.
    var number = 0
  }

  let rows: [Row]

  init(_ scene: Scene, height: Int) {
    let subjectRows = height >= 16 ? 4 : 2
    let range = scene.subject.range
    let tree = scene.recording.initial.mm(MMID(0)).tree
    let entries = tree.entries
    // What lies further from the range than there are rows is only counted: an address space may have tens of
    // thousands of VMAs.
    let centre = range.bytes > 0 ? tree.firstIndex(endingAfter: range.start) : entries.count / 2
    let near = max(0, centre - height)..<min(entries.count, centre + tree.overlapping(range).count + height)
    let wanted = Array(entries.indices.suffix(1)) + near.reversed() + Array(entries.indices.prefix(1))
    var all: [Entry] = []
    var number = 0
    var last = entries.count
    for index in wanted where index < last {
      number += last - 1 - index
      last = index
      let entry = entries[index]
      let isCovered = range.bytes > 0 && entry.range.overlaps(range)
      let parts =
        isCovered
        ? Self.parts(of: entry, around: range)
        : [Entry(item: .vma(entry.vma, entry.range), range: entry.range)]
      for part in parts {
        all.append(Entry(item: part.item, range: part.range, number: number))
        number += 1
      }
    }
    if range.bytes > 0 {
      // What is replaced stands below what replaces it.
      let place = all.firstIndex { $0.range.start < range.end } ?? all.count
      let own = place < all.count ? all[place].number : number
      for index in all.indices[place...] { all[index].number += 1 }
      all.insert(Entry(item: .subject, range: range, number: own), at: place)
      number += 1
    }
    rows = Self.spread(Self.choose(all, number, subjectRows, height), height)
  }

  // The part of a VMA that the range covers, and what sticks out of it on both sides.
  private static func parts(of entry: VMATree.Entry, around range: AddressRange) -> [Entry] {
    let whole = entry.range
    let inside = AddressRange(max(whole.start, range.start), min(whole.end, range.end))
    var parts = [Entry(item: .vma(entry.vma, inside), range: inside)]
    if whole.end > range.end {
      let tail = AddressRange(range.end, whole.end)
      parts.insert(Entry(item: .piece(entry.vma, tail), range: tail), at: 0)
    }
    if whole.start < range.start {
      let head = AddressRange(whole.start, range.start)
      parts.append(Entry(item: .piece(entry.vma, head), range: head))
    }
    return parts
  }

  // Adds VMAs in order of interest as long as all fits: the subject, its neighbours, the stack, the program,
  // then what lies nearest.
  private static func choose(
    _ entries: [Entry], _ total: Int, _ subjectRows: Int, _ height: Int
  ) -> [Row] {
    guard !entries.isEmpty else { return [] }
    let centre = entries.firstIndex { $0.item == .subject } ?? entries.count / 2
    var wanted = [centre, centre - 1, centre + 1, 0, entries.count - 1]
    for distance in 2..<max(3, min(entries.count, height)) {
      wanted += [centre - distance, centre + distance]
    }
    var chosen: [Int] = []
    var best: [Row] = []
    for place in wanted where entries.indices.contains(place) && !chosen.contains(place) {
      let tried = (chosen + [place]).sorted()
      let rows = lay(tried, entries, total, subjectRows)
      guard rows.reduce(0, { $0 + $1.rows }) <= height else { continue }
      (chosen, best) = (tried, rows)
    }
    return best
  }

  private static func lay(
    _ places: [Int], _ entries: [Entry], _ total: Int, _ subjectRows: Int
  ) -> [Row] {
    var rows: [Row] = []
    if let first = places.first, entries[first].number > 0 {
      rows.append(Row(item: .more(entries[first].number), rows: 1))
    }
    for (number, place) in places.enumerated() {
      if number > 0 {
        let above = places[number - 1]
        let between = entries[place].number - entries[above].number - 1
        if between > 0 {
          rows.append(Row(item: .more(between), rows: 1))
        } else if entries[above].range.start > entries[place].range.end {
          let free = entries[above].range.start.value - entries[place].range.end.value
          rows.append(Row(item: .gap(free), rows: 1))
        }
      }
      let item = entries[place].item
      rows.append(Row(item: item, rows: item == .subject ? subjectRows : 1))
    }
    guard let last = places.last else { return rows }
    let below = total - 1 - entries[last].number
    if below > 0 {
      rows.append(Row(item: .more(below), rows: 1))
    } else if entries[last].range.start.value > 0 {
      rows.append(Row(item: .gap(entries[last].range.start.value), rows: 1))
    }
    return rows
  }

  // Spare rows go to the gaps, the largest first: a ruler compressed by logarithm.
  private static func spread(_ rows: [Row], _ height: Int) -> [Row] {
    var rows = rows
    var spare = height - rows.reduce(0) { $0 + $1.rows }
    let limit = height > 18 ? 6 : 3
    for round in 1..<limit {
      for place in rows.indices where spare > 0 {
        guard case .gap(let bytes) = rows[place].item, bytes >> 20 > UInt64(1) << UInt64(min(round, 2) * 6)
        else { continue }
        rows[place].rows += 1
        spare -= 1
      }
    }
    return rows
  }
}
