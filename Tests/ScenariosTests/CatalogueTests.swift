import KernelRoutines
import MemoryModel
import Simulation
import Testing

@testable import Scenarios

@Suite("The bundled scenarios") struct CatalogueTests {
  @Test("Every bundled scenario is right", arguments: ScenarioCatalogue.names)
  func isRight(name: String) throws {
    let source = try #require(try ScenarioCatalogue.scenario(named: name))
    #expect(source.scenario.name == name)
    #expect(source.source == "\(name).yaml")
    #expect(!source.scenario.expectations.returns.isEmpty, "it claims nothing about its run")
    for file in source.scenario.files {
      let isOurs = file.driver.symbol == "lab"
      #expect(file.isInvented == isOurs, "the driver lab is ours, the screen must say so")
    }
  }

  @Test(
    "A caption fits its line of 76 columns when its placeholders are filled",
    arguments: ScenarioCatalogue.names)
  func captionsFit(name: String) throws {
    let samples = [
      "{vma}": "7f3a0fdfb000", "{pfn}": "fd000", "{errno}": "EAGAIN", "{file}": "/dev/vmalab",
      "{pages}": "16",
    ]
    for caption in try #require(try ScenarioCatalogue.scenario(named: name)).scenario.captions {
      var text = caption.text
      for (word, sample) in samples {
        text = text.split(separator: word, omittingEmptySubsequences: false).joined(separator: sample)
      }
      #expect(text.count <= 76, "\(caption.step): \(text.count) columns: \(text)")
    }
  }

  @Test("The default is among them and an unknown name is none")
  func names() throws {
    #expect(ScenarioCatalogue.names.contains(ScenarioCatalogue.defaultName))
    #expect(ScenarioCatalogue.names == ScenarioCatalogue.names.sorted())
    #expect(try ScenarioCatalogue.scenario(named: "device-memroy") == nil)
    #expect(NearestWord.to("device-memroy", in: ScenarioCatalogue.names) == "device-memory")
  }

  @Test("The default maps 16 pages of an invented device")
  func defaultScenario() throws {
    let scenario = try #require(try ScenarioCatalogue.scenario(named: "device-memory")).scenario
    #expect(scenario.title == "Map device memory with an action")
    #expect(scenario.process == .small)
    #expect(
      scenario.files.map(\.driver) == [
        Driver(
          symbol: "lab", action: .remapPFN(PageFrame(0xfd000)), successHook: Driver.SuccessHook(),
          errorHook: .filters(to: .EAGAIN))
      ])
    #expect(
      scenario.tasks[0].calls
        == [.mmap(MmapCall(pages: 16, protection: [.read, .write], isShared: true))])
  }

  @Test("PTE 5 of the failing scenario is the first entry of a second page table")
  func secondTable() throws {
    let scenario = try #require(try ScenarioCatalogue.scenario(named: "pte-table-fails")).scenario
    guard case .mmap(let call) = scenario.tasks[0].calls[0] else {
      Issue.record("the first task does not map")
      return
    }
    let address = try #require(call.address)
    let tableBytes: UInt64 = 2 << 20
    #expect(address.advanced(byPages: 5).value % tableBytes == 0)
    #expect(address.advanced(byPages: 4).value / tableBytes == address.value / tableBytes)
    let range = AddressRange(address, pages: call.pages)
    #expect(!ProcessImage.small.mappings.contains { $0.range.overlaps(range) })
  }

  @Test("The small process is in order, without overlaps, in the user half")
  func smallProcess() {
    let ranges = ProcessImage.small.mappings.map(\.range)
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.end <= $1.start })
    #expect(ranges.allSatisfy { $0.start.isPageAligned && $0.start < $0.end && $0.end <= .taskSize })
    #expect(ranges.map { $0.bytes >> 10 } == [48, 1440, 132])
  }
}
