import KernelRoutines
import MemoryModel
import Simulation
import Testing

@testable import Scenarios

@Suite("Scenario files become scenarios") struct ReadingTests {
  private func read(_ text: String) throws -> ScenarioSource {
    try ScenarioReader.read(text: text, source: "f.yaml", name: "f")
  }

  static let full = """
    title: "All: of # it"
    teaches: >
      Folded over
      two lines.
    revision: seed-v2
    maps: |
      55d0c0a00000-55d0c0a0c000 r-xp 00001000 08:01 131081    /usr/bin/an app that has a long name

      7ffd8a1c0000-7ffd8a1e1000 rw-p 00000000 00:00 0         [stack]
      ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]
    files:
      other: { path: /dev/vga-9b, driver: { prepare: { action: nothing } } }
      mem:
        path: /dev/mem
        invented: no
        driver:
          prepare: { action: { remap_pfn: { pfn: offset } }, fails: EINVAL, may_fail: [EBUSY, EAGAIN] }
          success_hook: { returns: EIO }
          error_hook: { returns: 0 }
    tasks:
      reader: [ mmap: { file: mem, pages: 010, prot: none, flags: private, at: 0x7f3a00000000, offset: 1M } ]
    fail: [a.b=ENOMEM, c.d]
    choose: [a.b@reader, "reader/c.d=signal"]
    captions: { a.b: "at {vma} of {file}" }
    expect:
      returns: { seed-v2: EINVAL, all: address }
      leaves: charge_is_balanced
      breaks: { all: [charge_is_balanced] }
      may_break: []
      at: { c.d: { mmap_lock: write, maps: waits } }

    """

  @Test("Every key of the format arrives")
  func everyKey() throws {
    let scenario = try read(Self.full).scenario
    #expect(scenario.name == "f")
    #expect(scenario.title == "All: of # it")
    #expect(scenario.teaches == "Folded over two lines.")
    #expect(scenario.process.name == "an app that has")
    #expect(scenario.process.mappings.map(\.name) == ["/usr/bin/an app that has a long name", "[stack]"])
    #expect(scenario.process.mappings[0].offset == 0x1000)
    #expect(scenario.files.map(\.key) == ["other", "mem"])
    #expect(scenario.files.map(\.isInvented) == [false, false])
    #expect(scenario.files[0].driver == Driver(symbol: "vga9b"))
    #expect(
      scenario.files[1].driver
        == Driver(
          symbol: "mem", action: .remapPFN(nil), prepareError: .EINVAL, prepareMayFail: [.EBUSY, .EAGAIN],
          successHook: Driver.SuccessHook(error: .EIO), errorHook: .clears))
    let call = MmapCall(
      file: 1, pages: 10, protection: [], isShared: false, address: VirtualAddress(0x7f3a_0000_0000),
      pageOffset: 1 << 20)
    #expect(scenario.tasks == [Scenario.Task(name: "reader", calls: [call])])
    #expect(scenario.decisions == ["a.b=ENOMEM", "c.d", "a.b@reader", "reader/c.d=signal"])
    #expect(scenario.captions == [Scenario.Caption(step: "a.b", text: "at {vma} of {file}")])
  }

  @Test("The example of the format's page is read, comments and all")
  func example() throws {
    let source = try read(
      """
      title: Map device memory with an action
      teaches: The driver only describes; the kernel maps once the VMA is established.
      revision: seed-v2
      process: small                  # or a maps text under `maps: |`
      files:
        device:
          path: /dev/vmalab
          driver:
            prepare: { action: { remap_pfn: { pfn: 0xfd000, pages: all } } }
            success_hook: { returns: 0 }
            error_hook: { filters_to: EAGAIN }
      tasks:
        mapper:
          - mmap: { file: device, pages: 16, prot: rw, flags: shared }
      fail: []                        # ids of steps that fail, one a line
      choose: []                      # who runs next, where not the plain course
      captions:
        establish.vma_link_file: "From here a walker of the file's rmap can find the VMA."
      expect:
        returns: address              # or an errno; per revision: { seed-v2: address, 6.19: EIO }
        leaves: everything            # nothing | everything | the named fault of a revision
        at:
          action.remap.pte.5: { mmap_lock: write, vma_lock: write, i_mmap: free, rmap: visible }
      """)
    #expect(source.scenario.files[0].driver.symbol == "vmalab")
    #expect(source.marks.map(\.line) == [18, 23])
  }

  @Test("Anonymous memory with limits needs no file")
  func anonymous() throws {
    let source = try read(
      """
      title: t
      teaches: t
      revision: "7.3"
      levels: 5
      limits: { address_space: 1G, data: 8K, memlock: 4K, map_count: 3, may_lock_all: yes }
      tasks:
        mapper:
          - mmap: { anonymous: yes, pages: none, prot: rw, flags: private, locked: yes, odd_bytes: 1 }
      """)
    var call = MmapCall(file: nil, pages: 0, protection: [.read, .write], isShared: false)
    call.isLocked = true
    call.oddBytes = 1
    #expect(source.scenario.tasks[0].calls == [.mmap(call)])
    #expect(source.scenario.levels == 5)
    let limits = source.scenario.limits
    #expect(limits.addressSpace == 1 << 18 && limits.data == 2 && limits.memlock == 1)
    #expect(limits.mapCount == 3 && limits.mayLockAll)
  }

  @Test("A caption is written for every revision or for one")
  func captions() throws {
    let text = ScenarioText.replacing(
      19, with: "captions: { a.b: { \"7.0\": \"{vma} stays\", all: \"{vma} goes\" }, c.d: \"both\" }")
    #expect(
      try read(text).scenario.captions == [
        Scenario.Caption(step: "a.b", text: "{vma} stays", revision: .v7_0),
        Scenario.Caption(step: "a.b", text: "{vma} goes"), Scenario.Caption(step: "c.d", text: "both"),
      ])
  }

  @Test("Expectations hold for a revision or for all")
  func expectations() throws {
    let expect = try read(Self.full).scenario.expectations
    #expect(expect.returns.map(\.revision) == [.seedV2, nil])
    #expect(Expectations.value(expect.returns, for: .seedV2) == .error(.EINVAL))
    #expect(Expectations.value(expect.leaves, for: .seedV2) == .fault("charge_is_balanced"))
    #expect(expect.breaks == [Expectations.PerRevision(value: ["charge_is_balanced"])])
    #expect(expect.mayBreak == [Expectations.PerRevision(value: [])])
    #expect(
      expect.at == [
        Expectations.Moment(
          step: "c.d",
          facts: [
            Expectations.Fact(subject: .mmapLock, value: "write"),
            Expectations.Fact(subject: .maps, value: "waits"),
          ])
      ])
  }

  @Test("Every step id and law has a mark with its place, and an unknown one its message")
  func marks() throws {
    let source = try read(Self.full)
    let got = source.marks.map { "\($0.line):\($0.column) \($0.use) \($0.word) \($0.answer ?? "")" }
    let expected = [
      "22:8 fail a.b ENOMEM", "22:20 fail c.d ", "23:10 choose a.b reader", "23:22 choose reader/c.d signal",
      "24:13 caption a.b ", "27:11 law charge_is_balanced ", "28:19 law charge_is_balanced ",
      "30:9 moment c.d ",
    ]
    #expect(got == expected, difference(got, from: expected))
    #expect(
      source.unknown(source.marks[1], among: ["c.c", "c.dd", "x.y"]).description
        == "f.yaml:22:20: unknown step \"c.d\", expected a step of this scenario's run; did you mean c.c?")
    #expect(
      source.unknown(source.marks[5], among: []).description
        == "f.yaml:27:11: unknown law \"charge_is_balanced\", expected a law of this scenario's run")
  }

  @Test("The full file uses every key of the schema, so the schema has no key that the reader does not know")
  func schema() throws {
    let words = Set(Self.full.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    let ofScenarios = ScenarioKeys.all.filter { key in
      !["demo.", "config."].contains { key.path.hasPrefix($0) }
    }
    let names = Set(ofScenarios.map(\.name)).subtracting(["NAME", "ID"])
    let more: Set = [
      "process", "keeps", "filters_to", "function", "hide_from_rmap", "mapped", "munmap", "page",
      "read_maps", "touch", "truncate", "vma_lock", "i_mmap", "pte_lock", "rmap", "tree", "cpu",
      "fault", "legacy", "fails_after", "stacked", "noexec", "read_only", "closed", "zero", "overlay",
      "levels", "limits", "address_space", "data", "memlock", "map_count", "may_lock_all", "anonymous",
      "hint",
      "odd_bytes", "locked", "grows_down",
      "by", "gup_fast", "oversteps",
      "populate", "populates_from", "revoke", "untouched", "deadlock", "before", "touched", "fixed",
      "close", "counts", "error_override", "bad_page", "bytes", "cleared", "custom", "from", "insert_mixed",
      "insert_mixed_pages", "io_remap_pfn", "map_kernel_pages", "phys", "ranges", "simple_ioremap",
    ]
    #expect(names.subtracting(words).sorted() == more.sorted())
    #expect(Set(ScenarioKeys.all.map(\.path)).count == ScenarioKeys.all.count)
    #expect(ScenarioKeys.all.allSatisfy { !$0.meaning.isEmpty && !$0.type.isEmpty })
    let rest = ScenarioText.replacing(13, with: "      error_hook: { keeps: yes }")
    #expect(try read(rest).scenario.files[0].driver.errorHook == .keeps)
  }

  /// A line of a maps block, and the problem with its column in the file.
  static let mapLines = [
    ("10000-11000 rw-p 0 00:00", "7:27: the line ends, expected an inode number"),
    ("10000-11000 rwp 0 00:00 0", "7:15: \"rwp\", expected rights such as r-xp"),
    ("10000-1100g rw-p 0 00:00 0", "7:9: \"1100g\", expected an end in hexadecimal"),
    ("10000-10800 rw-p 0 00:00 0", "7:3: \"10000-10800\", expected multiples of 4096"),
    ("11000-10000 rw-p 0 00:00 0", "7:3: \"11000-10000\", expected a start below the end"),
    ("10000-11000 rw-p 0 0 0", "7:22: \"0\", expected a device MAJOR:MINOR"),
    (
      "10000-800000001000 rw-p 0 00:00 0",
      "7:3: \"10000-800000001000\", expected an end in the user half, at most 7ffffffff000"
    ),
    ("1000-3000 rw-p 0 00:00 0", "7:3: 000000001000-000000003000, expected a start from 000000003000 on"),
    ("Size: 4 kB", "7:3: \"Size:\", expected a range START-END"),
  ]

  @Test("A bad line of a maps block is an error at its place", arguments: mapLines)
  func mapsBlock(line: String, message: String) {
    let got = ScenarioText.problems(
      ScenarioText.replacing(4, with: "maps: |", "  2000-3000 r--p 0 00:00 0", "", "  \(line)"))
    #expect(got == ["f:\(message)"], difference(got, from: ["f:\(message)"]))
  }

  @Test("A maps text needs the bar, some line, and no process beside it")
  func mapsForm() {
    let line = "2000-3000 r--p 0 00:00 0"
    #expect(
      ScenarioText.problems(ScenarioText.replacing(4, with: "maps: \(line)")) == [
        "f:4:7: \"\(line)\", expected lines of /proc/PID/maps behind |"
      ])
    #expect(
      ScenarioText.problems(ScenarioText.replacing(4, with: "maps: |", "")) == [
        "f:4:7: no mapping, expected lines of /proc/PID/maps behind |"
      ])
    #expect(
      ScenarioText.problems(ScenarioText.replacing(4, with: "process: small", "maps: |", "  \(line)")) == [
        "f:5:1: maps beside process, expected one of the two"
      ])
  }

  @Test(
    "Numbers are decimal or 0x, with K, M, G, up to 64 bits; 010 is ten",
    arguments: [
      ("0", 0), ("010", 10), ("0x10", 16), ("0xFf", 255), ("4K", 4096), ("0x2M", 2 << 20), ("3G", 3 << 30),
      ("18446744073709551615", UInt64.max), ("0xffffffffffffffff", UInt64.max),
    ] as [(String, UInt64)])
  func numbers(text: String, value: UInt64) throws { #expect(try NumberText.value(of: text) == value) }

  @Test(
    "What is no number is none",
    arguments: [
      "", "0x", "K", "-1", "+1", "1.5", "12:30", "1e3", "0b1", "0o7", "ff", "1KK", "1 ", "١",
      "18446744073709551616", "16777216G" + "G",
      "0x1ffffffffffffffff", "17179869184G",
    ])
  func noNumbers(text: String) { #expect(throws: NumberText.Fault.self) { try NumberText.value(of: text) } }

  @Test("The nearest word is the one that was meant, or none")
  func nearest() {
    let words = ["play", "narrate", "render", "check", "list"]
    #expect(NearestWord.to("paly", in: words) == "play")
    #expect(NearestWord.to("NARATE", in: words) == "narrate")
    #expect(NearestWord.to("rendre", in: words) == "render")
    #expect(NearestWord.to("device-memory", in: words) == nil)
    #expect(NearestWord.to("", in: words) == nil)
    #expect(NearestWord.to("x", in: ["a"]) == nil)
    #expect(NearestWord.to(String(repeating: "x", count: 100_000), in: words) == nil)
  }
}
