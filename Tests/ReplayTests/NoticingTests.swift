import Simulation
import Testing

@testable import Replay

/// The comparison is worth something only if it notices: runs with a step lost, moved or nested elsewhere.
@Suite("The comparison notices") struct NoticingTests {
  private func difference(_ name: String, _ edit: (CallTree) -> CallTree) throws -> TreeDifference? {
    let recorded = try RecordedCase(name)
    let recording = recorded.scenario.record()
    let tree = try recorded.conformance(of: recording).simulated
    let changed = edit(tree)
    let isEdited = changed != tree
    #expect(isEdited, "the edit changed nothing")
    let conformance = Conformance(
      changed, knowing: recording.program.functions, against: recorded.graph,
      shown: try RecordedCase.shown())
    return conformance.difference
  }

  static let steps = [
    "down_write_killable", "__get_unmapped_area", "may_expand_vm", "lab_mmap_prepare",
    "mmap_action_prepare", "vma_merge_new_range", "vm_area_alloc", "__vma_start_write", "down_write",
    "vma_interval_tree_insert", "vms_complete_munmap_vmas", "vm_stat_account", "pfnmap_track",
  ]
  static let unmapping = [
    "do_munmap", "vma_mark_detached", "uprobe_munmap", "unlink_file_vma_batch_process",
    "vma_interval_tree_remove", "free_pgd_range", "tlb_finish_mmu", "fput", "vm_area_free",
  ]

  @Test("A step that is lost", arguments: steps + unmapping)
  func lost(step: String) throws {
    let found = try difference("lab_remap_mixed") { $0.dropping(step) }
    let place = try #require(found, "without \(step) it is said to agree")
    #expect(place.right?.name == step)
  }

  /// Calls without a neighbour to change places with.
  static let onlyChildren = ["pfnmap_track", "vma_mark_detached", "unlink_file_vma_batch_process"]

  @Test(
    "A step that changes places with its neighbour",
    arguments: (steps + unmapping).filter { !onlyChildren.contains($0) })
  func swapped(step: String) throws {
    let found = try difference("lab_remap_mixed") { $0.swapping(step) }
    let place = try #require(found, "with \(step) in another place it is said to agree")
    #expect(place.left?.name == step || place.right?.name == step)
  }

  @Test("A step that runs twice", arguments: steps + unmapping)
  func doubled(step: String) throws {
    let found = try difference("lab_remap_mixed") { $0.doubling(step) }
    #expect(found?.left?.name == step)
  }

  @Test("The munmap that runs inside the remap instead of behind it")
  func nested() throws {
    let found = try difference("lab_remap_mixed") { tree in
      guard let munmap = tree.first(named: "do_munmap") else { return tree }
      return tree.dropping("do_munmap").appending(munmap, to: "remap_pfn_range_complete")
    }
    #expect(found?.right == CallTree.Line(depth: 7, name: "do_munmap"))
    #expect(found?.left == CallTree.Line(depth: 8, name: "do_munmap"))
  }

  @Test("A run that goes further than the kernel did")
  func further() throws {
    let recorded = try RecordedCase("lab_prepare_fail")
    var scenario = recorded.scenario
    scenario.files[0].driver.prepareError = nil
    let conformance = try recorded.conformance(of: scenario.record())
    #expect(conformance.difference?.left?.name == "mmap_action_prepare")
    #expect(conformance.difference?.right?.name == "up_write")
  }
}

extension CallTree {
  /// Without the first call of a name, and without what it called.
  fileprivate func dropping(_ name: String) -> CallTree {
    edited(name) { children, place in children.remove(at: place) }
  }

  /// With the first call of a name behind the call that follows it, or before the one that leads to it.
  fileprivate func swapping(_ name: String) -> CallTree {
    edited(name) { children, place in
      if place + 1 < children.count {
        children.swapAt(place, place + 1)
      } else if place > 0 {
        children.swapAt(place, place - 1)
      }
    }
  }

  fileprivate func doubling(_ name: String) -> CallTree {
    edited(name) { children, place in children.insert(children[place], at: place) }
  }

  fileprivate func appending(_ call: CallTree, to name: String) -> CallTree {
    edited(name) { children, place in children[place].children.append(call) }
  }

  private func edited(_ name: String, _ edit: (inout [CallTree], Int) -> Void) -> CallTree {
    var isDone = false
    return edited(name, &isDone, edit)
  }

  private func edited(
    _ name: String, _ isDone: inout Bool, _ edit: (inout [CallTree], Int) -> Void
  ) -> CallTree {
    var copy = self
    if let place = children.firstIndex(where: { $0.name == name }), !isDone {
      edit(&copy.children, place)
      isDone = true
      return copy
    }
    for place in children.indices where !isDone {
      copy.children[place] = children[place].edited(name, &isDone, edit)
    }
    return copy
  }
}
