import Testing

@testable import Importers

@Suite("Reading function_graph traces") struct FunctionGraphReaderTests {
  private func recording(_ name: String) throws -> FunctionGraph {
    FunctionGraphReader.read(try Recordings.bytes("6.19/\(name).trace.txt"))
  }

  private func read(_ lines: [String]) -> FunctionGraph {
    FunctionGraphReader.read(Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  private func expect(_ outline: String?, is expected: String) {
    let got = (outline ?? "").split(separator: "\n").map(String.init)
    let wanted = expected.split(separator: "\n").map(String.init)
    #expect(got == wanted, difference(got, from: wanted))
  }

  @Test("A recording is one tree of one task, every call closed, no complaint", arguments: Recordings.cases)
  func wholeRecording(name: String) throws {
    let graph = try recording(name)
    #expect(graph.complaints.listed == [])
    #expect(graph.tracks.map(\.task) == ["vmlab"])
    #expect(graph.tracks[0].roots.map(\.name) == ["__x64_sys_mmap"])
    var openNames: [String] = []
    graph.tracks[0].roots[0].visit { node, _ in if node.isOpen { openNames.append(node.name) } }
    #expect(openNames == [])
  }

  @Test("The mmap lock is taken and dropped beside do_mmap", arguments: Recordings.cases)
  func lockNesting(name: String) throws {
    let call = try #require(try recording(name).tracks[0].first(named: "vm_mmap_pgoff"))
    let names = call.children.map(\.name)
    let expected = [
      "security_mmap_file", "down_write_killable", "do_mmap", "up_write", "userfaultfd_unmap_complete",
    ]
    #expect(names == expected, difference(names, from: expected))
  }

  @Test("The action runs inside __mmap_region, under mmap_action_complete")
  func action() throws {
    let region = try #require(try recording("lab_remap_full").tracks[0].first(named: "__mmap_region"))
    #expect(region.children.last?.name == "mmap_action_complete")
    expect(
      region.first(named: "mmap_action_complete")?.outline,
      is: """
        mmap_action_complete
          remap_pfn_range_complete
            remap_pfn_range_track
              pfnmap_track
                pat_pagerange_is_ram
                lookup_memtype
                  pat_pagerange_is_ram
              __pud_alloc
              __pmd_alloc
              __pte_alloc
                pte_alloc_one
                pmd_install
              __pte_offset_map_lock
        """)
  }

  @Test("An action that fails is followed by do_munmap, which unlinks the rmap inside free_pgtables")
  func unwinding() throws {
    let complete = try #require(
      try recording("lab_remap_mixed").tracks[0].first(named: "mmap_action_complete"))
    #expect(complete.children.map(\.name) == ["remap_pfn_range_complete", "do_munmap"])
    expect(
      complete.first(named: "free_pgtables")?.outline,
      is: """
        free_pgtables
          unlink_anon_vmas
          unlink_file_vma_batch_init
          unlink_file_vma_batch_add
          unlink_file_vma_batch_final
            unlink_file_vma_batch_process
              down_write
              vma_interval_tree_remove
              up_write
          free_pgd_range
        """)
  }

  @Test("A prepare hook that fails ends __mmap_region; a success hook that fails leaves the VMA to stand")
  func failingHooks() throws {
    let prepare = try #require(try recording("lab_prepare_fail").tracks[0].first(named: "__mmap_region"))
    #expect(prepare.children.map(\.name) == ["may_expand_vm", "lab_mmap_prepare"])
    let success = try #require(
      try recording("lab_success_hook_fail").tracks[0].first(named: "mmap_action_complete"))
    #expect(success.children.map(\.name) == ["remap_pfn_range_complete", "lab_success_hook"])
    #expect(success.children[1].module == "vmalab")
  }

  @Test("A compiler's suffix is kept aside, the entry's line is kept")
  func suffixes() throws {
    let merge = try #require(try recording("lab_nothing").tracks[0].first(named: "vma_merge_new_range"))
    #expect(merge.children.map(\.name) == ["can_vma_merge_left", "can_vma_merge_right"])
    #expect(merge.children.map(\.cloneSuffix) == ["constprop.0", nil])
    #expect(merge.children.map(\.line) == [merge.line + 1, merge.line + 2])
  }

  /// The function column with other columns in front of it.
  static let layouts = [
    " 0)               |  ", " 0)   1.234 us    |  ", " 3) + 12.345 us   |  ", "               |  ",
    "   29.807711 |   0)   5.6 us    |  ", "   29.807711 |   0)   my-task-247    |               |  ",
    " 0)   vmlab-1     | ! 180.191 us  |  ", " 0)   vmlab-1     |  d..1. |   5.6 us    |  ",
    " 0)  two words-17 | $ 1234567 us  |  ", "   29.807711 |   0)  <idle>-0 |  .N.2. | @ 401738.0 us |  ",
  ]

  @Test("Columns that an option adds or takes away do not matter", arguments: layouts)
  func columns(layout: String) {
    let body = [
      "outer(a=0x1, flags=0x10 [A|B]) {", "  leaf [ext4](); /* ret=0x0 */", "  /* event: x=1 */",
      "  clone.isra.0.cold() {",
      "  } /* clone ret=-5 */", "} /* outer */",
    ]
    let graph = read(body.map { layout + $0 })
    #expect(graph.complaints.listed == [])
    expect(graph.tracks.first?.roots.first?.outline, is: "outer\n  leaf\n  clone")
    #expect(graph.tracks.first?.first(named: "leaf")?.module == "ext4")
    #expect(graph.tracks.first?.first(named: "clone")?.cloneSuffix == "isra.0.cold")
  }

  @Test("Each task has its own tree, whether the lines name it or only the switch between tasks")
  func taskSwitch() {
    let rule = " ------------------------------------------"
    let graph = read([
      " 0)               |  first() {", rule, " 0)   a b-1    =>   reader-22", rule, "",
      " 0)               |  second() {", " 0)   0.1 us      |    inner();", " 0)               |  }",
    ])
    #expect(graph.tracks.map(\.task) == ["", "reader"])
    #expect(graph.tracks.map(\.pid) == [nil, 22])
    expect(graph.tracks[1].roots.first?.outline, is: "second\n  inner")
    #expect(graph.complaints.listed.map(\.description) == ["8:1: the trace ends inside first of line 1"])
    #expect(graph.tracks[0].roots.map(\.isOpen) == [true])
  }

  @Test("A trace that begins and ends in the middle keeps what it has and says so")
  func middle() {
    let graph = read([
      " 0)               |      inner();", " 0)               |    }", " 0)               |    outer() {",
      " 0)               |      last() {",
    ])
    expect(graph.tracks[0].roots.map(\.outline).joined(separator: "\n"), is: "inner\nouter …\n  last …")
    #expect(
      graph.complaints.listed.map(\.description) == [
        "2:24: an exit without its call, the trace begins inside it or lost it",
        "4:1: the trace ends inside last of line 4",
      ])
  }

  @Test("A lost exit spoils its own call only")
  func lostExit() {
    let graph = read([
      " 0)               |  outer() {", " 0)               |    lost() {", "CPU:0 [LOST 12 EVENTS]",
      " 0)               |    next();", " 0)               |  } /* other */", " 0)               |  after();",
    ])
    expect(graph.tracks[0].roots.map(\.outline).joined(separator: "\n"), is: "outer\n  lost …\n  next\nafter")
    #expect(
      graph.complaints.listed.map(\.description) == [
        "3:1: \"CPU:0 [LOST 12 EVENTS]\": calls and exits are missing here",
        "4:1: lost of line 2 has no exit before this line",
        "5:22: the exit of other at the place of outer",
      ])
  }

  @Test("Lines of another format are told, one by one, and passed over")
  func foreign() {
    let graph = read([
      "# tracer: nop", "hello", " 0)               |  cut_off_na", " 0)               |  whole();",
      " 0)   ==========> |", "a | b | c",
    ])
    expect(graph.tracks[0].roots.first?.outline, is: "whole")
    #expect(
      graph.complaints.listed.map(\.description) == [
        "1:1: the trace is of the tracer \"nop\", expected function_graph",
        "2:1: \"hello\", expected a line of the function_graph tracer",
        "3:22: \"cut_off_na\", expected a call, a closing brace or a comment",
        "6:1: no column for the duration, expected a line of the function_graph tracer",
      ])
    #expect(FunctionGraphReader.read([]).complaints.count == 1)
  }

  @Test("Calls nested without end are cut at 256 levels")
  func endless() {
    let lines = (0..<2000).map { " 0) |" + String(repeating: " ", count: 2 * $0) + "f() {" }
    let graph = read(lines)
    var depthMost = 0
    graph.tracks[0].roots[0].visit { _, depth in depthMost = max(depthMost, depth) }
    #expect(depthMost == 256)
    #expect(graph.complaints.count > 1000)
  }
}
