import KernelRoutines
import MemoryModel
import Scenarios
import Testing

@Suite("Drivers that are handed a VMA") struct MmapHookFieldsTests {
  // Lines 11 to 13 are prepare, success_hook and error_hook.
  private func text(_ driver: String...) -> String {
    let lines = ScenarioText.lines
    return ScenarioText.text(Array(lines[..<10]) + driver.map { "      " + $0 } + Array(lines[13...]))
  }

  private func driver(_ text: String) throws -> Driver {
    try ScenarioReader.read(text: text, source: "f", name: "f").scenario.files[0].driver
  }

  @Test("A legacy hook: what it maps, and where it gives up")
  func legacy() throws {
    let plain = try driver(text("legacy: { remap_pfn: { pfn: offset } }"))
    #expect(plain.legacy == Driver.LegacyHook(action: .remapPFN(nil)))
    #expect(plain.hasMmapHook && plain.action == .nothing)
    let failing = try driver(
      text("legacy: { remap_pfn: { pfn: 5, pages: all }, fails: EIO, fails_after: 3 }"))
    #expect(
      failing.legacy == Driver.LegacyHook(action: .remapPFN(PageFrame(5)), error: .EIO, failsAfter: 3))
  }

  @Test("A stacked file on another one")
  func stacked() throws {
    #expect(try driver(text("stacked: yes")).stackedOn == "anon_inode:lab-inner")
    #expect(try driver(text("stacked: /mnt/lower/f")).stackedOn == "/mnt/lower/f")
    #expect(try driver(text("stacked: no")).stackedOn == nil)
  }

  @Test("A file on a mount that allows no execution")
  func noExec() throws {
    let text = ScenarioText.replacing(8, with: "    noexec: yes")
    #expect(try ScenarioReader.read(text: text, source: "f", name: "f").scenario.files[0].isNoExec)
  }

  @Test(
    "What does not go together is refused with its place",
    arguments: [
      (
        ["legacy: { fails: EIO }", "prepare: { fails: EIO }"],
        "f:12:7: prepare beside legacy, expected one of them: f_op->mmap has no action"
      ),
      (
        ["legacy: { fails_after: 3 }"],
        "f:11:17: fails_after without fails, expected fails: the error it returns"
      ),
      (["stacked: below"], "f:11:16: \"below\", expected yes, or the path of the file beneath"),
    ])
  func refused(lines: [String], problem: String) {
    let source = ScenarioText.text(
      Array(ScenarioText.lines[..<10]) + lines.map { "      " + $0 } + Array(ScenarioText.lines[13...]))
    #expect(ScenarioText.problems(source) == [problem])
  }
}
