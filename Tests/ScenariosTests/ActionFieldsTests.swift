import KernelRoutines
import MemoryModel
import Scenarios
import Testing

@Suite("The actions a driver asks for") struct ActionFieldsTests {
  // Lines 11 to 13 are prepare, success_hook and error_hook.
  private static func text(_ driver: [String]) -> String {
    let lines = ScenarioText.lines
    return ScenarioText.text(Array(lines[..<10]) + driver.map { "      " + $0 } + Array(lines[13...]))
  }

  private static func driver(_ lines: String...) throws -> Driver {
    try ScenarioReader.read(text: text(lines), source: "f", name: "f").scenario.files[0].driver
  }

  private static let frame = PageFrame(0xfd000)
  private static let part = Driver.Part(from: 1, pages: 2)

  @Test(
    "Each action is read with the range it fills",
    arguments: [
      ("remap_pfn: { pfn: offset, from: 1, pages: 2 }", Driver.ActionRequest.remapPFN(nil, part: part)),
      ("remap_pfn: { pfn: 0xfd000, pages: all }", .remapPFN(frame)),
      ("io_remap_pfn: { pfn: 0xfd000, from: 1, pages: 2 }", .ioRemapPFN(frame, part: part)),
      (
        "simple_ioremap: { phys: 0xfed00000, bytes: 4096 }",
        .simpleIORemap(physical: 0xfed0_0000, bytes: 4096)
      ),
      ("map_kernel_pages: { pfn: 0xfd000, bad_page: 2 }", .mapKernelPages(.init(frame: frame, badPage: 2))),
      ("insert_mixed: { pfn: 0xfd000, from: 1, pages: 2 }", .insertMixed(frame, part: part)),
      ("insert_mixed_pages: { pfn: 0xfd000 }", .insertMixedPages(.init(frame: frame))),
      (
        "custom: { cleared: no, ranges: [{ pfn: 0xfd000, from: 1, pages: 2 }] }",
        .custom(.init(pieces: [.init(frame: frame, part: part)], clearsAction: false))
      ),
    ])
  func action(text: String, expected: Driver.ActionRequest) throws {
    #expect(try Self.driver("prepare: { action: { \(text) } }").action == expected)
  }

  @Test("An error_override with a plus is one whose minus was forgotten")
  func override() throws {
    #expect(try Self.driver("error_override: EAGAIN").override == .init(.EAGAIN))
    #expect(try Self.driver("error_override: +EAGAIN").override == .init(.EAGAIN, isNegative: false))
  }

  @Test("A descriptor has one action, and a custom one does something")
  func refused() {
    let two = ScenarioText.problems(
      Self.text(["prepare: { action: { remap_pfn: { pfn: 1 }, insert_mixed: { pfn: 1 } } }"]))
    #expect(two.contains { $0.contains("insert_mixed beside remap_pfn") }, "\(two)")
    let none = ScenarioText.problems(Self.text(["prepare: { action: { custom: { ranges: [] } } }"]))
    #expect(none.contains { $0.contains("no range") }, "\(none)")
  }
}
