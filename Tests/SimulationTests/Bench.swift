import KernelRoutines
import MemoryModel
import Testing

/// A machine made by hand: one address space, one file, three tasks, and a VMA as an mmap() of the file holds
/// it in the middle of its action: write-locked, in the tree, in the rmap, its first page mapped.
struct Bench {
  static let mm = MMID(0)
  static let file = FileID(0)
  static let mapper = TaskID(0)
  static let other = TaskID(1)
  static let third = TaskID(2)
  static let range = AddressRange(VirtualAddress(0x7000_0000_0000), pages: 4)
  static let vma = VMAID(slot: 0, generation: 0)
  static let entry = PTE(kind: .special, frame: PageFrame(0xfd000), protection: [.read, .write])

  private(set) var state: MachineState

  /// Nothing mapped, nothing locked.
  init() {
    let tasks = [Self.mapper, .init(1), .init(2)].map { TaskStruct(id: $0, mm: Self.mm) }
    let files = [FileMapping(id: Self.file, references: 1), FileMapping(id: FileID(1), references: 1)]
    state = MachineState(mms: [MMStruct(id: Self.mm, seq: 2)], files: files, tasks: tasks)
  }

  static func midAction() -> Bench {
    var bench = Bench()
    bench.apply(bench.establishing + bench.mapping)
    return bench
  }

  /// After the unlock.
  static func mapped() -> Bench {
    var bench = midAction()
    bench.apply([.mmSeq(mm, 4), .lock(.mmap(mm), .released, .write, mapper)])
    return bench
  }

  mutating func apply(_ changes: [Change]) { for change in changes { state.apply(change) } }

  func applying(_ changes: Change...) -> MachineState {
    var copy = self
    copy.apply(changes)
    return copy.state
  }

  private var establishing: [Change] {
    [
      .lock(.mmap(Self.mm), .acquired, .write, Self.mapper), .mmSeq(Self.mm, 3),
      .vmaAllocated(Self.vma, Self.mm), .vma(Self.vma, .range(Self.range)),
      .vma(Self.vma, .flags([.read, .write, .shared, .mayWrite, .pfnMap])), .vma(Self.vma, .file(Self.file)),
      .fileReferences(Self.file, 1), .vma(Self.vma, .lockSeq(3)), .vma(Self.vma, .attached(true)),
      .treeStored(Self.vma), .mapCount(Self.mm, 1), .lock(.iMmap(Self.file), .acquired, .write, Self.mapper),
      .rmapLinked(Self.file, Self.vma), .lock(.iMmap(Self.file), .released, .write, Self.mapper),
      .vma(Self.vma, .ops(.driver)), .vmStat(Self.mm, .none, 4),
    ]
  }

  private var mapping: [Change] {
    let tables = [PageLevel.pud, .pmd, .pte].map { level in
      Change.tableInstalled(Self.mm, level, level.table(of: Self.range.start))
    }
    return tables + [.ptesSet(page: Self.range.start.page, count: 1, Self.entry, Self.mm)]
  }
}
