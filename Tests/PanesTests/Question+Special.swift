import Drawing
import KernelRoutines
import MemoryModel
import Simulation

@testable import Panes

// Special mappings, failures, merging.

extension Question {
  static let special: [Question] = [
    Question(
      25, "remap_pfn, insert page, insert mixed, fault handler: which?", "device-memory",
      "prepare.mmap_prepare", .explanation(.ways)
    ) { scene in
      guard scene.task.desc?.action.kind == .remapPFN, scene.recording.program.revision.has(.insertMixed)
      else { return [] }
      return [
        "flags \(scene.codes(.remap))", "flag \(scene.codes(.mixedMap))", "frames without a struct page",
        "with or without a struct page", "pages of the kernel, counted", "vm_ops->fault finds each page",
        "asked for here",
      ]
    },
    Question(
      26, "Why RSS 0 although the device memory works?", "device-memory", "return.sys_mmap.sysret",
      .explanation(.account(.entries))
    ) { scene in
      guard scene.mm.rss == 0, scene.entriesSet > 0 else { return [] }
      return [String(scene.entriesSet), "no struct page: they count for no"]
    },
    Question(
      27, "Why do GUP, O_DIRECT, ptrace or KVM fail on it?", "device-memory", "return.sys_mmap.sysret",
      .explanation(.flag(.pfnMap))
    ) { scene in
      scene.subject.vma?.flags.contains(.pfnMap) == true ? ["VM_PFNMAP, bit 10", "fast GUP refuses it"] : []
    },
    Question(
      28, "What if an entry in the middle fails?", "pte-table-fails", "return.sys_mmap.sysret", .pane(.ledger)
    ) { scene in
      guard scene.task.result?.error != nil else { return [] }
      let start = Ledger(scene.recording.initial, mm: MMID(0), file: scene.recording.mappedFile)
      let now = Ledger(scene.state, mm: MMID(0), file: scene.recording.mappedFile)
      let isBalanced = Ledger.Line.allCases.allSatisfy { start[$0] == now[$0] }
      return isBalanced ? ["must be as at the start", "entries set                0      0      0"] : []
    },
    Question(
      29, "What if my success hook fails?", "success-hook-fails", "return.sys_mmap.sysret", .comparison(.v7_1)
    ) { scene in
      (scene.compare?.comparison.runs ?? []).map { Comparison.told($0) }
    },
    Question(
      30, "Why did these two neighbours not merge?", "neighbours-refuse", "prepare.vma_merge_new_range",
      .pane(.merge)
    ) { scene in
      guard let map = scene.task.map, map.target == nil else { return [] }
      let (left, right) = (map.previous.flatMap(scene.state.vma), map.next.flatMap(scene.state.vma))
      let sticky = VMAFlags.softDirty
      guard let left, let right, left.file == map.file,
        right.flags.subtracting(sticky) == map.flags.subtracting(sticky)
      else { return [] }
      let lacking = left.flags.symmetricDifference(map.flags).subtracting(sticky)
      return ["\u{2717} flags", "\u{2717} file object", "rw-p \(scene.codes(lacking))", "now AABBCC"]
    },
  ]
}
