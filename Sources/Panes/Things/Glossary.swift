import MemoryModel
import Simulation

/// What the things on the screen are, in our words; the kernel's names in the titles.
struct Glossary {
  struct Entry: Hashable {
    var title: String
    /// What it is.
    var meaning: String
    /// What follows from it.
    var consequence: String

    init(_ title: String, _ meaning: String, so consequence: String = "") {
      self.title = title
      self.meaning = meaning
      self.consequence = consequence
    }
  }

  static func entry(_ thing: Thing, _ scene: Scene) -> Entry {
    switch thing {
    case .mapping: mapping
    case .neighbour(let id): neighbour(id, scene)
    case .flag(let flag): self.flag(flag)
    case .lamp(let lamp): self.lamp(lamp)
    case .table(let level): table(level, levels: scene.facts.levels)
    case .entry(let page): pageEntry(page)
    case .lock(let lock): self.lock(lock)
    case .rights: rights
    case .sight(let sight): self.sight(sight)
    case .field(let field): self.field(field)
    case .compared(let field): compared(field)
    case .account(let line): account(line)
    case .stage(let number): stage(number)
    case .step, .line, .ways: Entry("", "")
    }
  }

  private static let mapping = Entry(
    "the mapping", "the vm_area_struct of this call: a range, its rights and what stands behind it",
    so: "It exists before any page does. Others find it through the tree and the rmap.")

  private static func neighbour(_ id: VMAID, _ scene: Scene) -> Entry {
    let area = scene.state.vma(id)
    let name = area.map { scene.facts.name(of: $0) } ?? "gone"
    let flags = area.map { ", " + $0.flags.codes.joined(separator: " ") } ?? ""
    return Entry(
      name.isEmpty ? "a VMA" : name, "a VMA the process had before: \(area?.range.description ?? "")\(flags)",
      so: "What lies beside the new range may merge with it, and shows which page tables exist.")
  }

  private static let rights = Entry(
    "rights", "what the locks held by the running task allow it with the VMA",
    so: "Most fields need the write lock of mmap and of the VMA; start, end and pgoff of a VMA that is in "
      + "the rmap need the rmap lock for writing too.")

  private static func lamp(_ lamp: Thing.Lamp) -> Entry {
    switch lamp {
    case .allocated:
      Entry("allocated", "the VMA object exists", so: "Nobody but the mapper knows it yet.")
    case .tree:
      Entry(
        "tree", "the VMA is in the maple tree of the process, mm->mm_mt",
        so: "Faults, /proc/PID/maps and munmap find it by address.")
    case .rmap:
      Entry(
        "rmap", "the VMA is in the file's i_mmap tree",
        so: "Truncate, revoke and writeback find it from a page of the file, without mmap_lock.")
    }
  }

  private static func table(_ level: PageLevel, levels: Int) -> Entry {
    let covers = Amount.bytes(level.entrySpan(levels: levels))
    let what = level == .pte ? "each entry maps one page" : "each entry points at a table below"
    return Entry(
      "\(level.name) table", "one page of 512 entries, \(what) and covers \(covers)",
      so: level == .pgd
        ? "It lives as long as the process." : "It is allocated when the first entry below is needed.")
  }

  private static func pageEntry(_ page: Int) -> Entry {
    Entry(
      "entry \(page) of the range", "the page-table entry that the hardware reads for this page",
      so: "Once set, any CPU of the process uses the page at once: the hardware takes no lock.")
  }

  private static func lock(_ lock: LaneTrack.Lock) -> Entry {
    switch lock {
    case .mmap:
      Entry(
        "mmap_lock", "the read-write semaphore of the whole address space",
        so: "A writer keeps out every other writer, and every reader that finds no VMA lock to take.")
    case .vma:
      Entry(
        "VMA lock", "no lock word: a VMA is write-locked while its vm_lock_seq equals mm_lock_seq",
        so: "It ends with mmap_lock, for all VMAs at once. It does not guard pages or page tables.")
    case .iMmap:
      Entry(
        "i_mmap", "i_mmap_rwsem, the semaphore of the file's rmap tree",
        so: "Held for writing it hides the file's VMAs from every walker: they sleep.")
    case .pageTable:
      Entry(
        "page-table lock", "a spin lock for one table page; page_table_lock for the levels above",
        so: "Entries are written under it. Whoever wants it spins, so nothing sleeps inside.")
    }
  }

  private static func sight(_ sight: Thing.Sight) -> Entry {
    switch sight {
    case .tree:
      Entry("tree lookup", "a reader that looks an address up under RCU", so: "It takes no lock to look.")
    case .cpu:
      Entry(
        "another CPU", "the hardware of another thread, walking the page table",
        so: "It uses whatever entry is set, whoever holds which lock.")
    case .fault:
      Entry(
        "page fault", "a fault of another thread on a page without an entry",
        so: "It tries to read-lock the VMA; refused, it asks for mmap_lock and sleeps.")
    case .maps:
      Entry(
        "/proc/PID/maps", "a reader that prints the VMAs one by one",
        so: "It read-locks each VMA in turn; a write-locked one makes it wait for mmap_lock.")
    case .rmap:
      Entry(
        "rmap walker", "truncate, revoke or writeback, coming from the file",
        so: "It needs i_mmap for reading only: neither mmap_lock nor the VMA lock stops it.")
    case .gup:
      Entry(
        "fast GUP", "get_user_pages_fast, which pins a page for O_DIRECT, RDMA or vfio",
        so: "It reads the entry without a lock. Special entries and empty ones send it to mmap_lock.")
    case .fork:
      Entry(
        "fork", "a copy of the address space, VMA by VMA",
        so: "It needs mmap_lock for writing before it looks.")
    case .reclaim:
      Entry(
        "reclaim", "whoever frees memory, coming from a page on the lists of pages",
        so: "A remapped frame has no struct page: it is on no list, and reclaim never comes to it.")
    }
  }

  private static func stage(_ number: Int) -> Entry {
    let entries = [
      Entry("enter", "from the system call to do_mmap: checks, mmap_lock, an address"),
      Entry("PREPARE", "the driver edits a description; there is no VMA it could touch yet"),
      Entry("ESTABLISH", "the VMA is allocated, put into the tree and into the rmap: others can find it"),
      Entry("ACTION", "the kernel does what the driver asked for, such as filling the page table"),
      Entry("HOOKS", "the driver hears how it went, while the locks are still held"),
      Entry("RETURN", "locks are dropped and the program gets its answer"),
    ]
    return entries[number]
  }
}
