import Testing

@testable import MemoryModel

/// The tree against an array that knows the VMA of each page.
@Suite("The VMA tree") struct VMATreeTests {
  private static let pages = 16

  private static func range(_ pages: Range<Int>) -> AddressRange {
    AddressRange(VirtualAddress(page: UInt64(pages.lowerBound)), pages: pages.count)
  }

  private struct Operation: CustomStringConvertible {
    var pages: Range<Int>
    var isStore: Bool
    var description: String { "\(isStore ? "store" : "clear") \(pages)" }
  }

  @Test("After any series of stores and clearings it finds what a plain array holds")
  func againstArray() {
    var generator = Congruential(seed: 3)
    for round in 1...400 {
      var tree = VMATree()
      var model: [VMAID?] = Array(repeating: nil, count: Self.pages)
      var history: [Operation] = []
      for number in 1...10 {
        let low = Int.random(in: 0..<Self.pages, using: &generator)
        let high = Int.random(in: low + 1...Self.pages, using: &generator)
        let operation = Operation(pages: low..<high, isStore: Int.random(in: 0..<3, using: &generator) > 0)
        history.append(operation)
        let id = VMAID(slot: UInt32(number), generation: 0)
        if operation.isStore {
          tree.store(Self.range(low..<high), id)
        } else {
          tree.clear(Self.range(low..<high))
        }
        for page in operation.pages { model[page] = operation.isStore ? id : nil }
        if let wrong = difference(tree, model) {
          let steps = history.map(\.description).joined(separator: ", ")
          Issue.record("round \(round): \(wrong) after \(steps)")
          return
        }
      }
    }
  }

  private func difference(_ tree: VMATree, _ model: [VMAID?]) -> String? {
    guard tree.isSound else { return "it is unsound: \(tree.entries.map(\.range))" }
    for page in model.indices where tree.find(VirtualAddress(page: UInt64(page))) != model[page] {
      return "page \(page) has another VMA"
    }
    // Each VMA's pages in one piece, as far as they are.
    var pieces: [(Range<Int>, VMAID)] = []
    for page in model.indices {
      guard let id = model[page] else { continue }
      if let last = pieces.last, last.1 == id, last.0.upperBound == page {
        pieces[pieces.count - 1].0 = last.0.lowerBound..<page + 1
      } else {
        pieces.append((page..<page + 1, id))
      }
    }
    let expected = pieces.map { VMATree.Entry(range: Self.range($0.0), vma: $0.1) }
    guard tree.entries == expected else { return "its entries are \(tree.entries.map(\.range))" }
    return differenceOfRanges(tree, expected)
  }

  private func differenceOfRanges(_ tree: VMATree, _ entries: [VMATree.Entry]) -> String? {
    for low in 0..<Self.pages {
      for high in low + 1...Self.pages {
        let range = Self.range(low..<high)
        let expected = entries.filter { $0.range.overlaps(range) }
        guard Array(tree.overlapping(range)) == expected else { return "wrong entries in \(low)..<\(high)" }
        guard expected.isEmpty else { continue }
        let neighbours = tree.neighbours(of: range)
        guard neighbours.previous == entries.last(where: { $0.range.end <= range.start })?.vma,
          neighbours.next == entries.first(where: { $0.range.start >= range.end })?.vma
        else { return "wrong neighbours of \(low)..<\(high)" }
      }
    }
    return nil
  }

  @Test("Clearing the middle of a VMA leaves both ends")
  func hole() {
    var tree = VMATree()
    let id = VMAID(slot: 0, generation: 0)
    tree.store(Self.range(2..<8), id)
    tree.clear(Self.range(4..<5))
    #expect(tree.entries.map(\.range) == [Self.range(2..<4), Self.range(5..<8)])
    #expect(tree.find(VirtualAddress(page: 4)) == nil)
  }
}
