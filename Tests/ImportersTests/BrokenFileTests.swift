import MemoryModel
import Testing

@testable import Importers

/// Readers of other people's files meet everything: they may complain, they may not crash, and
/// what they hand on must hold.
@Suite("Broken files") struct BrokenFileTests {
  private func expectOrdered(_ result: MapsImport, _ what: @autoclosure () -> Comment) {
    let pairs = zip(result.mappings, result.mappings.dropFirst())
    #expect(pairs.allSatisfy { $0.range.end <= $1.range.start }, what())
    #expect(result.mappings.allSatisfy { $0.range.start < $0.range.end && $0.range.end <= .taskSize }, what())
    #expect(result.lines.count == result.mappings.count, what())
  }

  @Test("Every beginning of a maps file is read")
  func mapsPrefixes() throws {
    let bytes = try Recordings.bytes("6.19/lab_remap_full.maps.after.txt")
    for count in bytes.indices {
      expectOrdered(MapsReader.read(Array(bytes[..<count])), "first \(count) bytes")
    }
  }

  @Test("Maps files with any bytes changed, dropped or swapped are read", arguments: 1...4)
  func mapsMutations(seed: UInt64) throws {
    let bytes = try Recordings.bytes("6.19/devmem_vga_shared.maps.after.txt")
    var numbers = Congruential(seed: seed)
    for round in 0..<500 {
      expectOrdered(MapsReader.read(mutated(bytes, &numbers)), "seed \(seed), round \(round)")
    }
  }

  @Test("Traces with any bytes changed, dropped or swapped are read", arguments: 1...2)
  func traceMutations(seed: UInt64) throws {
    let bytes = try Recordings.bytes("6.19/lab_remap_mixed.trace.txt")
    var numbers = Congruential(seed: seed)
    for _ in 0..<100 { _ = FunctionGraphReader.read(mutated(bytes, &numbers)) }
    for count in stride(from: 0, to: bytes.count, by: 97) {
      _ = FunctionGraphReader.read(Array(bytes[..<count]))
    }
  }

  private func mutated(_ bytes: [UInt8], _ numbers: inout Congruential) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...8, using: &numbers) {
      let index = Int.random(in: bytes.indices, using: &numbers)
      switch Int.random(in: 0..<4, using: &numbers) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &numbers)
      case 1: bytes.remove(at: index)
      case 2: bytes.insert(UInt8(ascii: "f"), at: index)
      default: bytes.swapAt(index, Int.random(in: bytes.indices, using: &numbers))
      }
    }
    return bytes
  }
}
