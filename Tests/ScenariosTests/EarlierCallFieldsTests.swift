import KernelRoutines
import MemoryModel
import Scenarios
import Testing

@Suite("What was mapped before, what is replaced, and what drivers count") struct EarlierCallFieldsTests {
  private let head = """
    title: t
    teaches: t
    revision: "7.3"
    files:
      f: { path: /srv/f, driver: { name: f, close: yes, counts: yes, mapped: { returns: 0 } } }

    """

  private func read(_ text: String) throws(ScenarioError) -> ScenarioSource {
    try ScenarioReader.read(text: head + text, source: "s", name: "s")
  }

  @Test("Calls before the run, touched or not, and MAP_FIXED over them")
  func before() throws {
    let scenario = try read(
      """
      before:
        - mmap: { file: f, pages: 8, prot: r, flags: shared, at: 0x10000000 }
        - mmap: { file: f, pages: 4, prot: rw, flags: private, at: 0x20000000, offset: 3 }
          touched: yes
      tasks:
        mapper:
          - mmap: { file: f, pages: 2, prot: r, flags: shared, at: 0x10000000, fixed: yes }
      """
    ).scenario
    #expect(scenario.before.map(\.isTouched) == [false, true])
    #expect(scenario.before.map(\.call.pages) == [8, 4])
    #expect(scenario.before[1].call.pageOffset == 3)
    guard case .mmap(let call) = scenario.tasks[0].calls[0] else { return #expect(Bool(false), "no mmap") }
    #expect(call.replaces && call.address == VirtualAddress(0x1000_0000))
    #expect(scenario.files[0].driver.hasClose && scenario.files[0].driver.isCounting)
  }

  @Test("MAP_FIXED needs an address; a call before the run is a call of mmap")
  func wrong() {
    let noAddress = """
      tasks:
        mapper:
          - mmap: { file: f, pages: 2, prot: r, flags: shared, fixed: yes }
      """
    #expect {
      try read(noAddress)
    } throws: { error in
      "\(error)".contains("fixed without at")
    }
    let munmap = """
      before:
        - munmap: yes
      tasks:
        mapper:
          - mmap: { file: f, pages: 2, prot: r, flags: shared }
      """
    #expect {
      try read(munmap)
    } throws: { error in
      "\(error)".contains("unknown key")
    }
  }
}
