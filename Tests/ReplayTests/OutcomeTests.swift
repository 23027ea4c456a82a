import MemoryModel
import Simulation
import Testing

@testable import Replay

@Suite("What a real kernel leaves behind") struct OutcomeTests {
  @Test("mmap() returns the same address or error", arguments: RecordedCase.conforming)
  func returned(name: String) throws {
    let recorded = try RecordedCase(name)
    let recording = recorded.scenario.record()
    let expected = recorded.errno.map { Returned.error($0) } ?? .address(recorded.range.start)
    #expect(
      recorded.errno != nil || recorded.facts.returned == "0x" + String(recorded.call.address, radix: 16))
    #expect(recording.returned == expected)
    #expect(recording.outcome == .completed)
    #expect(recording.unused.isEmpty)
    #expect(recording.brokenLaws.isEmpty)
  }

  @Test("The address space afterwards is the same", arguments: RecordedCase.conforming)
  func maps(name: String) throws {
    let recorded = try RecordedCase(name)
    let lines = MapsText.lines(recorded.scenario.record())
    let expected = recorded.after.map { MapsText.line($0) }
    #expect(expected.count >= 12)
    #expect(lines == expected, difference(lines, from: expected))
  }

  @Test("The recorded range is empty before the call", arguments: RecordedCase.conforming)
  func before(name: String) throws {
    let recorded = try RecordedCase(name)
    #expect(recorded.range.pages == 4)
    #expect(!recorded.before.contains { $0.range.overlaps(recorded.range) })
  }
}
