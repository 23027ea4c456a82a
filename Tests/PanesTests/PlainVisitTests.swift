import Simulation
import Testing

@testable import Panes

/// The visit line by line.
@Suite("Plain visits") struct PlainVisitTests {
  private func visit() throws -> PlainVisit { PlainVisit(try run("device-memory")) }

  private func id(_ visit: PlainVisit, _ line: String) -> (visit: PlainVisit, first: String) {
    var visit = visit
    let answer = visit.answer(line)
    return (visit, answer.first ?? "")
  }

  @Test("It steps by the strides of the picture, on and back, by stages and to a step by name")
  func moves() throws {
    var visit = try visit()
    var session = Session(try run("device-memory"), themeCount: 1, isAnimated: false)
    for (line, key) in [("n", "right"), ("", "right"), ("]", "]"), ("n", "right"), ("p", "left"), ("[", "[")]
    {
      _ = visit.answer(line)
      session.press(key, at: 0)
      #expect(visit.position == session.position, "\(line)")
    }
    #expect(visit.answer("g action.remap.pte.3").first?.hasSuffix("action.remap.pte.3") == true)
    #expect(visit.answer("g 12").first == "12 of 67. prepare.mmap_action_prepare")
    #expect(visit.answer("g nowhere") == ["No step is called 'nowhere'."])
  }

  @Test("What a step changes for others is said in words: locks held and who sees the mapping")
  func speaks() throws {
    var visit = try visit()
    let answer = visit.answer("g action.remap.pte.3").joined(separator: "\n")
    #expect(answer.contains("changed: entry of 7f39ffff3000 set, pfn fd003 rw-; walk."), "\(answer)")
    #expect(visit.answer("? pf").first == "pf   VM_PFNMAP, bit 10")
    #expect(answer.contains("locks: mmap_lock write, VMA write, PTE lock spin"), "\(answer)")
    #expect(
      answer.contains("cpu yes, rmap walker yes, page fault waits for mmap_lock of mapper"), "\(answer)")
  }

  @Test("The step that decides a sentence of the posting says so")
  func claims() throws {
    var visit = try visit()
    let holds = "   holds: Flags are set at prepare, before there is a VMA."
    #expect(visit.answer("g prepare.mmap_action_prepare").contains(holds))
    #expect(!visit.answer("n").contains(holds))
    var broken = PlainVisit(try run("success-hook-fails"))
    let last = broken.answer("l")
    #expect(last.contains { $0.hasPrefix("   broken here: Any error of action or hook unmaps") }, "\(last)")
  }

  @Test("A step can be made to fail, and the failure taken back")
  func fails() throws {
    var visit = try visit()
    _ = visit.answer("g action.remap.pte_alloc.0")
    let place = visit.position
    _ = visit.answer("x")
    #expect(visit.answer("l").last == "mmap() returned -EAGAIN.")
    _ = visit.answer("X")
    #expect(visit.position == place)
    #expect(visit.answer("l").last?.hasPrefix("mmap() returned 7f39ffff0000") == true)
    #expect(visit.answer("X") == ["Nothing was made to fail."])
  }

  @Test("Neither ends nor unknown words stop it; only q does")
  func ends() throws {
    var visit = try visit()
    #expect(visit.answer("p") == ["This is the start."])
    _ = visit.answer("l")
    #expect(visit.answer("n").last == "This is the last step.")
    #expect(visit.answer("jump").first == "'jump' is no command; ? lists them.")
    #expect(visit.answer("?").contains("q: quit") && !visit.wantsQuit)
    #expect(visit.answer("q").isEmpty && visit.wantsQuit)
  }
}
