import Drawing
import KernelRoutines
import MemoryModel
import Simulation

@testable import Panes

/// One of the thirty questions that the screen must answer: where the answer stands, and how the machine says
/// what it has to be.
struct Question: Sendable {
  /// Where on the screen the answer stands.
  enum Place: Sendable {
    case pane(PaneName)
    /// In the box that `e` opens over a thing.
    case explanation(Thing)
    /// In the sentences at the foot.
    case sentences
    /// In the comparison with another kernel.
    case comparison(Revision)
  }

  var number: Int
  var text: String
  var scenario: String
  var step: String
  var place: Place
  /// The texts that have to stand there, worked out from the machine.
  var facts: @Sendable (Scene) -> [String]

  init(
    _ number: Int, _ text: String, _ scenario: String, _ step: String, _ place: Place,
    _ facts: @escaping @Sendable (Scene) -> [String]
  ) {
    self.number = number
    self.text = text
    self.scenario = scenario
    self.step = step
    self.place = place
    self.facts = facts
  }

  /// What the engine has no run for, with what is missing. An answer that becomes possible belongs to `all`.
  static let unanswered: [(number: Int, missing: String)] = []
}

extension Question {
  static let all: [Question] = life + locks + sight + special
}

// MARK: What the machine says

extension Scene {
  var entriesSet: Int {
    mm.pageTable.count(in: subject.range.start.page..<subject.range.end.page)
  }

  var setOfAll: String { "\(entriesSet) of \(subject.range.pages) set" }

  /// The row of a semaphore as the lock list has to show it.
  func lockRow(_ name: String, _ lock: RWLock) -> String {
    guard let task = lock.holders.first else { return "free" }
    return facts.taskNames[Int(task.index)]
  }

  func codes(_ flags: VMAFlags) -> String { flags.codes.joined(separator: " ") }

  func name(_ task: TaskID?) -> String { task.map { facts.taskNames[Int($0.index)] } ?? "nobody" }
}

extension Question {
  private static let life: [Question] = [
    Question(
      1, "mmap returned, so the memory is there?", "device-memory", "establish.vma_link_file",
      .pane(.pageTable)
    ) { scene in
      scene.state.isInTree(scene.subject.vma?.id ?? VMAID(slot: 9, generation: 9)) ? [scene.setOfAll] : []
    },
    Question(
      2, "When are PTEs written: fault, populate, or action?", "device-memory", "return.sys_mmap.sysret",
      .explanation(.entry(5))
    ) { scene in
      let page = scene.subject.range.start.page + 5
      let first = (0...scene.recording.last).first {
        scene.recording.state(at: $0).mm(MMID(0)).pageTable.entry(at: page) != nil
      }
      return first.map { ["\(scene.recording.id($0)), step \($0)"] } ?? []
    },
    Question(
      3, "What is the descriptor for, if there is a VMA?", "device-memory", "prepare.mmap_prepare",
      .pane(.descriptor)
    ) { scene in
      guard let desc = scene.task.desc, scene.subject.vma == nil else { return [] }
      return [desc.action.kind.name, "\(desc.action.range.pages) pages from pfn \(desc.action.frame)"]
    },
    Question(
      4, "What may my prepare hook do?", "device-memory", "prepare.mmap_prepare", .pane(.descriptor)
    ) { _ in
      let words: [VMAreaDesc.Access: String] = [
        .immutable: "fixed by the core", .mutable: "the driver may change",
        .writeOnly: "the driver may only write",
      ]
      let fields: [VMAreaDesc.Field] = [
        .range(AddressRange(VirtualAddress(0), pages: 1)), .flags([]), .ops(.driver),
      ]
      return fields.compactMap { words[$0.access] }
    },
    Question(
      5, "Why is setting flags and writing PTEs split in two halves?", "device-memory",
      "prepare.mmap_action_prepare", .pane(.descriptor)
    ) { scene in
      guard scene.entriesSet == 0, let flags = scene.task.desc?.flags else { return [] }
      return [scene.codes(flags.intersection(.remap))]
    },
    Question(
      6, "What happens to my action when the range merges with a neighbour?", "merge-skips-hooks",
      "return.sys_mmap.sysret", .pane(.addressSpace)
    ) { scene in
      // The call succeeds, no action and no hook ran, and the VMA that has the range was there before.
      guard let vma = scene.recording.resultVMA, scene.recording.initial.isInTree(vma),
        scene.recording.returned?.error == nil,
        !scene.recording.marks.contains(where: { $0.stage == .action || $0.stage == .hooks })
      else { return [] }
      return ["merged below"]
    },
    Question(
      7, "desc->file and vm_file differ, which one is mapped?", "stacked-remap", "return.sys_mmap.sysret",
      .pane(.rmap)
    ) { scene in
      scene.subject.vma?.file.map { ["\(scene.facts.files[Int($0.index)].path), i_mmap", "linked"] } ?? []
    },
    Question(
      8, "Which offset does vm_pgoff hold?", "dev-mem", "return.sys_mmap.sysret", .pane(.rmap)
    ) { scene in
      guard let vma = scene.subject.vma else { return [] }
      return ["\(vma.pageOffset)-\(vma.pageOffset + UInt64(vma.range.pages) - 1)"]
    },
    Question(
      9, "Is open() called on the first mmap?", "device-memory", "return.sys_mmap.sysret",
      .explanation(.field(.ops))
    ) { scene in
      let names = scene.recording.marks.map { scene.recording.program.routine(at: $0.pc).name }
      return names.contains { $0.contains("->open") } ? [] : ["open() among them is not called for"]
    },
    Question(
      10, "When exactly does user space see the new address?", "device-memory", "return.sys_mmap.sysret",
      .sentences
    ) { scene in
      guard case .address(let address)? = scene.task.result else { return [] }
      return ["returns \(address) to"]
    },
  ]

  private static let locks: [Question] = [
    Question(
      11, "Which locks are held right now, in which mode, by whom?", "device-memory", "action.remap.pte.5",
      .pane(.locks)
    ) { scene in
      guard let writer = scene.mm.mmapLock.writer, let spin = scene.mm.spins.last else { return [] }
      return [
        "W \u{2713}mmap_lock \(scene.name(writer))", "W  VMA lock  \(scene.name(writer))",
        "W \u{2713}PTE lock  \(scene.name(spin.task))",
        "i_mmap    \(scene.lockRow("i_mmap", scene.file?.lock ?? RWLock()))",
      ]
    },
    Question(
      12, "Only the VMA write lock is held, really?", "device-memory", "action.remap.pfnmap_track",
      .pane(.locks)
    ) { scene in
      guard let vma = scene.subject.vma, scene.state.isWriteLocked(vma),
        scene.file?.lock.isFree == true
      else {
        return []
      }
      return ["mmap_lock \(scene.name(scene.mm.mmapLock.writer))", "i_mmap    free"]
    },
    Question(
      13, "When is a VMA write lock released?", "device-memory", "return.vm_mmap_pgoff.mmap_write_unlock",
      .pane(.locks)
    ) { scene in
      guard let old = scene.recording.subject(at: scene.position - 1).vma, let vma = scene.subject.vma,
        scene.before.isWriteLocked(old), !scene.state.isWriteLocked(vma)
      else { return [] }
      return ["lapsed", "sequence: mm \(scene.mm.seq), VMA \(vma.lockSeq)"]
    },
    Question(
      14, "mmap lock or VMA lock for a page fault?", "fault-meets-mmap", "faulter/fault.mmap_read_lock",
      .pane(.waits)
    ) { scene in
      let faulter = scene.actor.id
      guard scene.actor.status == .waiting, let lock = scene.actor.waitsFor else { return [] }
      let holder = WaitGraph(scene.state).blockers(of: faulter).first
      return [scene.name(faulter), lock.name, "wants R", "held by \(scene.name(holder))"]
    },
    Question(
      15, "May I take the mmap lock while holding a VMA read lock?", "mmap-lock-under-vma-lock",
      "reader/fault.vma.overstep", .pane(.waits)
    ) { scene in
      let reader = scene.actor.id
      guard case .mmap? = scene.actor.waitsFor, let ring = WaitGraph(scene.state).ring(from: reader),
        ring.count == 2, scene.subject.vma?.readers.contains(reader) == true
      else { return [] }
      // The ring is drawn with double lines: each wants what the other has.
      return [
        "a ring of 2 tasks", "\u{2550}wants R\u{2550}", "\u{2550}wants W\u{2550}",
        "held by \(scene.name(ring[1]))",
        "held by \(scene.name(reader))",
      ]
    },
    Question(
      16, "Which field needs which lock?", "device-memory", "establish.vma_iter_store", .pane(.locks)
    ) { scene in
      let needed = scene.changes.flatMap { scene.before.neededLocks(for: $0, by: scene.actor.id) }
      return Set(needed.map(\.lock.name)).map { "\u{2713}\($0)" }.sorted()
    },
    Question(
      17, "Why did the assertion pass although I do not hold it?", "fault-meets-mmap",
      "faulter/fault.lock_vma_under_rcu", .pane(.locks)
    ) { scene in
      guard let vma = scene.subject.vma, scene.state.isWriteLocked(vma), scene.actor.id != TaskID(0),
        !Rights(scene.state, of: vma, for: scene.actor.id).mayRead
      else { return [] }
      return ["W  VMA lock  \(scene.name(TaskID(0)))", "no right to the VMA"]
    },
    Question(
      18, "Does a VMA lock protect the memory or the page tables?", "device-memory", "action.remap.pte.5",
      .pane(.observers)
    ) { scene in
      guard let vma = scene.subject.vma, scene.state.isWriteLocked(vma) else { return [] }
      return ["rmap walker    \(scene.observers.rmap.reason)", "another cpu    uses \(scene.entriesSet) of"]
    },
    Question(
      19, "Who holds what across the error path?", "pte-table-fails", "unwind.do_munmap.free_pgtables",
      .pane(.locks)
    ) { scene in
      [
        "mmap_lock \(scene.lockRow("mmap_lock", scene.mm.mmapLock))",
        "\u{2713}i_mmap    \(scene.lockRow("i_mmap", scene.file?.lock ?? RWLock()))",
      ]
    },
  ]

  private static let sight: [Question] = [
    Question(
      20, "From which moment can others find this VMA?", "device-memory", "establish.vma_link_file.unlock",
      .pane(.observers)
    ) { scene in Thing.Sight.allCases.map { scene.observers.view($0).reason } },
    Question(
      21, "What does hide-from-rmap hide, and from whom?", "hidden-until-complete", "action.remap.pte.5",
      .pane(.observers)
    ) { scene in
      guard let vma = scene.subject.vma, scene.state.isInRmap(vma.id), scene.file?.lock.writer != nil else {
        return []
      }
      return ["rmap walker    \(scene.observers.rmap.reason)"]
    },
    Question(
      22, "rmap for files and for anonymous memory, the same thing?", "device-memory",
      "return.sys_mmap.sysret",
      .pane(.rmap)
    ) { scene in
      scene.subject.vma?.flags.contains(.shared) == true
        ? ["anon_vma  none: shared mapping", "file pages"] : []
    },
    Question(
      23, "Can truncate walk in during my action?", "truncate-during-action", "truncate/truncate.zap.0",
      .pane(.pageTable)
    ) { scene in
      let before = scene.recording.state(at: scene.position - 1).mm(MMID(0)).pageTable
      let range = scene.subject.range
      guard before.count(in: range.start.page..<range.end.page) > 0, scene.mm.mmapLock.writer == TaskID(0)
      else { return [] }
      return [scene.setOfAll]
    },
    Question(
      24, "Why does maps show another device than stat?", "stacked-remap", "return.sys_mmap.sysret",
      .pane(.addressSpace)
    ) { scene in
      guard let file = scene.subject.vma?.file, file != scene.recording.mappedFile else { return [] }
      return [String(scene.facts.files[Int(file.index)].path.split { "/:".contains($0) }.last ?? "")]
    },
  ]
}
