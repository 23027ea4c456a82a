import KernelRoutines
import MemoryModel
import Simulation
import Testing

@Suite("Variants of one mmap") struct VariantTests {
  private let space = MMID(0)

  @Test("A prepare hook that fails on a private writable mapping leaks the charge")
  func leakedCharge() {
    let recording = Runs.variant(Driver(symbol: "lab", prepareError: .EBUSY), isShared: false).record()
    #expect(recording.returned == .error(.EBUSY))
    #expect(recording.brokenLaws == ["charge_matches_vmas", "charge_is_balanced"])
    #expect(recording.state(at: recording.last).committed == 16)
  }

  @Test("A VMA that cannot be allocated gives the charge back")
  func returnedCharge() {
    let recording = Runs.variant(isShared: false, decisions: ["establish.vm_area_alloc=ENOMEM"]).record()
    #expect(recording.returned == .error(.ENOMEM))
    #expect(recording.brokenLaws.isEmpty)
    #expect(recording.ids.contains("unwind.mmap_region.vm_unacct_memory"))
    #expect(recording.state(at: recording.last).committed == 0)
  }

  @Test("A private remap keeps the first frame as its page offset")
  func privateOffset() throws {
    let recording = Runs.variant(isShared: false).record()
    let area = try #require(recording.subject(at: recording.last).vma)
    #expect(area.pageOffset == 0xfd000)
    #expect(area.flags.contains(.account))
    #expect(recording.state(at: recording.last).committed == 16)
  }

  @Test("Entries without rights that name high frames may be refused, others may not")
  func highFrames() throws {
    func ways(_ frame: UInt64, _ protection: Protection) throws -> [String] {
      let driver = Driver(symbol: "lab", action: .remapPFN(PageFrame(frame)))
      let recording = Runs.variant(driver, pages: 4, protection: protection).record()
      return recording.ways(at: try recording.position(of: "action.remap.pte.2"))
    }
    #expect(try ways(1 << 33, []) == ["EACCES"])
    #expect(try ways((1 << 33) - 2, []) == ["EACCES"])
    #expect(try ways((1 << 33) - 3, []).isEmpty)
    #expect(try ways(1 << 33, [.read]).isEmpty)
    #expect(try ways(0xfd000, []).isEmpty)
  }

  @Test("A refused entry takes those before it down")
  func refusedEntry() throws {
    let driver = Driver(symbol: "lab", action: .remapPFN(PageFrame(1 << 33)))
    let recording = Runs.variant(
      driver, pages: 4, protection: [], decisions: ["action.remap.pte.3=EACCES"]
    ).record()
    #expect(recording.returned == .error(.EACCES))
    #expect(recording.brokenLaws.isEmpty)
    let before = recording.state(at: try recording.position(of: "action.remap.pte.2"))
    #expect(before.mm(space).pageTable.runs.map(\.count) == [3])
    #expect(recording.state(at: recording.last).mm(space).pageTable.runs.isEmpty)
  }

  @Test("A table that cannot be allocated takes the entries of the first table down")
  func secondTable() throws {
    let recording = try Runs.bundled("pte-table-fails").record()
    let failed = try recording.position(of: "action.remap.pte_alloc.1")
    #expect(recording.state(at: failed).mm(space).pageTable.runs.map(\.count) == [5])
    #expect(recording.state(at: failed).mm(space).pageTable.tableCount == 1)

    let zapped = try recording.position(of: "unwind.zap.pte_unlock.0")
    #expect(recording.state(at: zapped).mm(space).pageTable.runs.isEmpty)
    #expect(recording.state(at: zapped).mm(space).pageTable.tableCount == 1)

    let end = recording.state(at: recording.last).mm(space)
    #expect(end.pageTable.tableCount == 0)
    #expect(end.tree.entries.count == 3)
    #expect(recording.returned == .error(.EAGAIN))
  }

  @Test("The first table stays when its neighbour needs it too")
  func sharedTable() throws {
    let scenario = Runs.variant(pages: 4, at: 0x7f3a_0016_8000)
    let recording = scenario.record()
    #expect(!recording.ids.contains { $0.contains("_alloc.") })
    #expect(recording.state(at: recording.last).mm(space).pageTable.tableCount == 0)
    #expect(recording.state(at: recording.last).mm(space).pageTable.runs.map(\.count) == [4])
  }

  @Test("An error hook that clears the error returns the address of a range that is unmapped")
  func clears() {
    let driver = Driver(symbol: "lab", action: .remapPFN(PageFrame(0xfd000)), errorHook: .clears)
    let recording = Runs.variant(driver, decisions: ["action.remap.pfnmap_track=EINVAL"]).record()
    #expect(recording.returned?.error == nil)
    #expect(recording.brokenLaws == ["returned_range_is_mapped", "failed_action_unmaps"])
    #expect(recording.subject(at: recording.last).vma == nil)
  }

  @Test(
    "An error hook decides what the caller hears",
    arguments: [(nil, Errno.ENOMEM), (.keeps, .ENOMEM), (.filters(to: .EAGAIN), .EAGAIN)]
      as [(Driver.ErrorHook?, Errno)])
  func filters(hook: Driver.ErrorHook?, expected: Errno) {
    let driver = Driver(symbol: "lab", action: .remapPFN(PageFrame(0xfd000)), errorHook: hook)
    let recording = Runs.variant(driver, decisions: ["action.remap.pte_alloc=ENOMEM"]).record()
    #expect(recording.returned == .error(expected))
    #expect(recording.brokenLaws.isEmpty)
  }

  @Test("A driver without an action and hooks has no steps for either")
  func nothing() throws {
    let recording = Runs.variant(Driver(symbol: "lab")).record()
    #expect(recording.returned?.error == nil)
    #expect(!recording.ids.contains { $0.hasPrefix("action.") || $0.hasPrefix("hooks.") })
    let end = recording.state(at: recording.last).mm(space)
    #expect(end.pageTable.tableCount == 0)
    #expect(try #require(recording.subject(at: recording.last).vma).flags.isDisjoint(with: .remap))
  }

  @Test("A mapping larger than the address space gets ENOMEM without being told to")
  func tooLarge() throws {
    for pages in [1 << 35, 1 << 36, 1 << 51, 1 << 52, (1 << 52) + 1, Int.max] {
      for address in [nil, 0x7f00_0000_0000] as [UInt64?] {
        let recording = Runs.variant(pages: pages, at: address).record()
        #expect(recording.returned == .error(.ENOMEM), "\(pages) pages")
        #expect(recording.ids.contains("enter.get_unmapped_area.no_room"))
        #expect(recording.brokenLaws.isEmpty)
      }
    }
  }

  @Test("MAP_FIXED_NOREPLACE over a VMA gets EEXIST and leaves it alone")
  func taken() throws {
    let recording = Runs.variant(pages: 4, at: 0x7f39_ffff_e000).record()
    #expect(recording.returned == .error(.EEXIST))
    #expect(recording.brokenLaws.isEmpty)
    let end = recording.state(at: recording.last).mm(space)
    #expect(end.tree == recording.initial.mm(space).tree)
    #expect(Runs.variant(pages: 2, at: 0x7f39_ffff_e000).record().returned?.error == nil)
  }

  @Test("A signal while it waits for mmap_lock costs nothing but the reference")
  func signal() {
    let recording = Runs.variant(decisions: ["enter.vm_mmap_pgoff.mmap_write_lock=signal"]).record()
    #expect(recording.returned == .error(.EINTR))
    #expect(recording.brokenLaws.isEmpty)
    #expect(recording.state(at: recording.last).mm(space).seq == recording.initial.mm(space).seq)
    let expected = [
      "enter.ksys_mmap_pgoff.fget", "enter.vm_mmap_pgoff.security_mmap_file",
      "enter.vm_mmap_pgoff.mmap_write_lock", "return.ksys_mmap_pgoff.fput", "return.sys_mmap.sysret",
    ]
    #expect(recording.ids == expected, difference(recording.ids, from: expected))
  }
}
