import KernelRoutines
import MemoryModel

/// The ways in which pages of a driver come to be mapped, side by side: what stands behind the entries, the
/// flags that go with it, and who does it when.
///
/// Kernel: `mmap_action_prepare` and `mmap_action_complete`, mm/util.c; `vm_ops->fault`, mm/memory.c.
enum WaysToMap {
  /// A row for each way that the kernel of a revision has; the one in use is marked.
  static func rows(_ revision: Revision, chosen: MmapAction.Kind?, faults: Bool) -> [(String, String)] {
    let special = VMAFlags.remap.codes.joined(separator: " ")
    let mixed = VMAFlags.mixedMap.codes.joined(separator: " ")
    let when = revision.hasActions ? "done by the core once the VMA is established" : "done in f_op->mmap"
    let ways: [(label: String, kinds: [MmapAction.Kind], text: String)] = [
      ("remap", [.remapPFN, .ioRemapPFN, .simpleIORemap], "frames without a struct page; flags \(special)"),
      ("mixed", [.insertMixed], "frames with or without a struct page; flag \(mixed)"),
      ("pages", [.mapKernelPages, .insertMixedPages], "pages of the kernel, counted; flag \(mixed)"),
    ]
    var rows = ways.filter { way in
      // Before there were actions a hook remapped by itself.
      way.kinds.contains { revision.has($0) } || (way.label == "remap" && !revision.hasActions)
    }.map { way in
      let isChosen = chosen.map { way.kinds.contains($0) } ?? false
      return (way.label, "\(way.text); \(when)\(isChosen ? ": asked for here" : "")")
    }
    rows.append(
      ("fault", "vm_ops->fault finds each page when it is touched; no flag\(faults ? ": so here" : "")"))
    return rows
  }
}
