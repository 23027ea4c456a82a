import KernelRoutines
import MemoryModel
import Simulation
import Testing

/// What is mapped other than by a driver's own hook: anonymous memory, /dev/zero, and what is refused.
@Suite("Kinds of mappings") struct KindTests {
  private func run(_ name: String, _ revision: Revision) throws -> Recording {
    var scenario = try Runs.bundled(name)
    scenario.revision = revision
    return scenario.record()
  }

  @Test(
    "Up to 6.19 the file behind a shared /dev/zero has a reference too many", arguments: Revision.allCases)
  func extraReference(revision: Revision) throws {
    let recording = try run("zero-shared", revision)
    let end = recording.state(at: recording.last)
    let area = try #require(recording.subject(at: recording.last).vma)
    let file = try #require(area.file)
    let isLeaky = revision == .seedV2 || revision == .v6_19
    #expect(recording.facts.files[Int(file.index)].path == "/dev/zero (deleted)")
    #expect(end.file(file).references == (isLeaky ? 2 : 1))
    #expect(end.file(file).iMmap == [area.id])
    #expect(recording.findings.map(\.violation.law) == (isLeaky ? ["references_have_owners"] : []))
  }

  @Test("A private /dev/zero is anonymous with a file; in the seed it keeps the dummy vm_ops")
  func privateZero() throws {
    for revision in Revision.allCases {
      let recording = try run("zero-private", revision)
      let area = try #require(recording.subject(at: recording.last).vma)
      #expect(area.ops == (revision == .seedV2 ? .dummy : .anonymous), "\(revision)")
      #expect(area.file == recording.mappedFile)
    }
  }

  @Test("Locked pages come after mmap_lock was dropped, and are counted before")
  func locked() throws {
    let recording = try run("locked-memory", .v7_3)
    let unlock = try #require(
      (1...recording.last).first { recording.id($0) == "return.vm_mmap_pgoff.mmap_write_unlock" })
    let range = recording.subjectRange
    let pages = range.start.page..<range.end.page
    #expect(recording.state(at: unlock).mm(MMID(0)).pageTable.count(in: pages) == 0)
    #expect(recording.state(at: unlock).mm(MMID(0)).lockedVM == range.pages)
    #expect(recording.state(at: recording.last).mm(MMID(0)).pageTable.count(in: pages) == range.pages)
  }

  @Test("A page that cannot be had later does not make mmap() fail")
  func populateFails() throws {
    let recording = try Runs.bundled("locked-memory")
      .record(adding: [Decision("return.mm_populate.anon.pte_alloc.0=ENOMEM")])
    #expect(recording.unused.isEmpty)
    #expect(recording.returned == .address(recording.subjectRange.start))
    #expect(recording.findings.isEmpty)
  }

  @Test("A closed descriptor and an odd offset are refused before any lock, the others under mmap_lock")
  func refusals() throws {
    var odd = Runs.variant()
    var call = MmapCall(pages: 1, protection: [.read], isShared: true)
    call.oddBytes = 123
    odd.tasks = [.init(name: "mapper", calls: [call])]
    let cases: [(Recording, Errno, locks: Bool)] = [
      (odd.record(), .EINVAL, false), (try run("closed-descriptor", .v7_3), .EBADF, false),
      (try run("memlock-limit", .v7_3), .EAGAIN, true),
      (try run("address-space-limit", .v7_3), .ENOMEM, true),
    ]
    for (recording, errno, locks) in cases {
      let isTaken = recording.changes.contains {
        if case .lock(.mmap, .acquired, .write, _) = $0 { true } else { false }
      }
      #expect(recording.returned == .error(errno))
      #expect(isTaken == locks, "\(errno)")
      #expect(recording.findings.isEmpty)
    }
  }

  @Test("A hint is taken where it is free, and is only a hint where it is not")
  func hint() throws {
    func chosen(_ address: UInt64) -> VirtualAddress {
      var scenario = Runs.variant()
      var call = MmapCall(pages: 4, protection: [.read], isShared: true)
      call.hint = VirtualAddress(address)
      scenario.tasks = [.init(name: "mapper", calls: [call])]
      return scenario.record().subjectRange.start
    }
    #expect(chosen(0x1000_0000_0000) == VirtualAddress(0x1000_0000_0000))
    let libc = ProcessImage.small.mappings[1].range.start
    #expect(chosen(libc.value) < libc)
  }
}
