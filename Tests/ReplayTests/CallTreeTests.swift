import Importers
import Testing

@testable import Replay

@Suite("Call trees") struct CallTreeTests {
  private let tree = CallTree(
    "mmap", [CallTree("lock"), CallTree("inner", [CallTree("a"), CallTree("deep", [CallTree("b")])])])

  @Test("What an unknown call made moves up to where it stood")
  func projection() {
    #expect(tree.projected(onto: ["lock", "a", "b"]).outline == "mmap\n  lock\n  a\n  b")
    #expect(tree.projected(onto: ["inner", "b"]).outline == "mmap\n  inner\n    b")
    #expect(tree.projected(onto: []).outline == "mmap")
    #expect(tree.projected(onto: ["lock", "inner", "a", "deep", "b"]) == tree)
  }

  @Test("A recorded call becomes a tree without suffixes and modules")
  func recorded() {
    let node = CallNode(
      name: "mmap",
      children: [
        CallNode(name: "prepare", module: "vmalab"), CallNode(name: "merge", cloneSuffix: "constprop.0"),
      ])
    #expect(CallTree(node).outline == "mmap\n  prepare\n  merge")
  }

  @Test("Equal trees have no difference")
  func equal() { #expect(TreeDifference(tree, tree) == nil) }

  @Test("The first difference is shown in two columns")
  func differs() throws {
    let other = CallTree("mmap", [CallTree("lock"), CallTree("inner", [CallTree("deep", [CallTree("b")])])])
    let found = try #require(TreeDifference(tree, other))
    #expect(found.place == 3)
    #expect(found.left?.text == "    a")
    #expect(found.right?.text == "    deep")
    let expected = """
        the model | 6.19
        mmap      | mmap
          lock    |   lock
          inner   |   inner
      >     a     |     deep
            deep  |       b
              b   | (end)
      """
    #expect(found.text("the model", "6.19") == expected)
  }

  @Test("A name is excused under its caller only, and on the side that has it")
  func excused() {
    let names: Set = ["check", "inner", "tried", "sunk"]
    func conforms(_ model: [CallTree], _ recorded: [CallNode], _ reason: Explanation.Reason) -> [String]? {
      let function = reason == .outOfScope ? "tried" : "sunk"
      let found = Conformance(
        CallTree("mmap", model), knowing: names, against: CallNode(name: "mmap", children: recorded),
        shown: names,
        explanations: [.init(function: function, caller: "check", releases: ["7.2"], reason: reason)])
      return found.difference == nil ? found.explained.map(\.function) : nil
    }
    let plain = CallNode(name: "check")
    let trying = CallNode(name: "check", children: [CallNode(name: "tried")])
    #expect(conforms([CallTree("check")], [trying], .outOfScope) == ["tried"])
    #expect(conforms([CallTree("check")], [plain], .outOfScope) == [])
    #expect(conforms([CallTree("check")], [plain, CallNode(name: "tried")], .outOfScope) == nil)
    #expect(conforms([CallTree("check", [CallTree("tried")])], [plain], .outOfScope) == nil)
    #expect(conforms([CallTree("check", [CallTree("sunk")])], [plain], .inlined) == ["sunk"])
    #expect(conforms([CallTree("inner", [CallTree("sunk")])], [CallNode(name: "inner")], .inlined) == nil)
    #expect(conforms([CallTree("check")], [trying], .inlined) == nil)
  }

  @Test("The same names at other depths are a difference")
  func nesting() {
    let flat = CallTree("mmap", [CallTree("a"), CallTree("b")])
    let deep = CallTree("mmap", [CallTree("a", [CallTree("b")])])
    #expect(TreeDifference(flat, deep)?.place == 2)
  }

  @Test("A tree that ends early differs at its end")
  func ends() throws {
    let found = try #require(TreeDifference(CallTree("mmap"), CallTree("mmap", [CallTree("lock")])))
    #expect(found.left == nil)
    #expect(found.right?.name == "lock")
  }

  @Test("A call that is killed while it waits shows the lock and nothing behind it")
  func killed() throws {
    var scenario = try RecordedCase("lab_remap_full").scenario
    scenario.decisions = ["enter.vm_mmap_pgoff.mmap_write_lock=signal"]
    let tree = CallTree(scenario.record())
    #expect(tree.first(named: "down_write_killable") != nil)
    #expect(tree.first(named: "do_mmap") == nil)
    #expect(tree.first(named: "fput") != nil)
  }
}
