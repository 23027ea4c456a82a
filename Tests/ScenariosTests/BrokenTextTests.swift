import Scenarios
import Testing

/// Whatever the text, the reader ends with a scenario or with problems in order, and does not crash.
@Suite("Broken scenario files") struct BrokenTextTests {
  private func expectOrdered(_ text: String, _ what: @autoclosure () -> Comment) {
    do throws(ScenarioError) {
      _ = try ScenarioReader.read(text: text, source: "f", name: "f")
    } catch {
      let places = error.problems.map { [$0.line, $0.column] }
      #expect(!places.isEmpty, what())
      #expect(
        zip(places, places.dropFirst()).allSatisfy { $0[0] < $1[0] || ($0[0] == $1[0] && $0[1] <= $1[1]) },
        what())
      let lineCount =
        text.unicodeScalars.count { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) } + 1
      #expect(places.allSatisfy { $0[0] >= 1 && $0[1] >= 1 && $0[0] <= lineCount }, what())
    }
  }

  @Test("Every beginning of a scenario is read")
  func prefixes() {
    let text = ReadingTests.full
    for count in 0..<text.count { expectOrdered(String(text.prefix(count)), "first \(count) characters") }
  }

  @Test("Scenarios with any bytes changed, dropped or swapped are read", arguments: 1...6)
  func mutations(seed: UInt64) {
    var numbers = Congruential(seed: seed)
    for round in 0..<150 {
      let text = seed % 2 == 0 ? ReadingTests.full : ScenarioText.right
      expectOrdered(mutated(Array(text.utf8), &numbers), "seed \(seed), round \(round)")
    }
  }

  private static let signs = Array("{}[]:,#&*!|>'\"%@`?-\n\t \u{0}\u{1b}~é".utf8)

  private func mutated(_ bytes: [UInt8], _ numbers: inout Congruential) -> String {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &numbers) {
      let index = Int.random(in: bytes.indices, using: &numbers)
      let sign = Self.signs[Int.random(in: Self.signs.indices, using: &numbers)]
      switch Int.random(in: 0..<5, using: &numbers) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &numbers)
      case 1: bytes.remove(at: index)
      case 2: bytes.insert(sign, at: index)
      case 3: bytes[index] = sign
      default: bytes.swapAt(index, Int.random(in: bytes.indices, using: &numbers))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A generator with known numbers: the same run every time.
struct Congruential: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 33)
  }
}
