import KernelRoutines
import MemoryModel
import Simulation

// Changes of the kernel's stack objects, by the kernel's names of their fields.

extension EventText {
  static func stack(_ field: MmapRequest.Field, _ facts: MachineFacts) -> String {
    switch field {
    case .range(let range): "range = \(range)"
    case .flags(let flags): "vm_flags = \(codes(flags))"
    case .pageOffset(let offset): "pgoff = \(offset)"
    case .file(let file): "file = \(file.map { path($0, facts) } ?? "NULL")"
    }
  }

  static func stack(_ field: MmapState.Field, _ facts: MachineFacts) -> String {
    switch field {
    case .range(let range): "range = \(range)"
    case .pageOffset(let offset): "pgoff = \(offset)"
    case .flags(let flags): "vm_flags = \(codes(flags))"
    case .file(let file): "file = \(file.map { path($0, facts) } ?? "NULL")"
    case .pageProtection(let protection): "page_prot = \(protection)"
    case .ops(let ops): "vm_ops = \(name(ops))"
    case .privateData(let isSet): "vm_private_data \(isSet ? "set" : "not set")"
    case .charged(let pages): "charged = \(pages) pages"
    case .previous(let vma): "prev \(vma == nil ? "none" : "found")"
    case .next(let vma): "next \(vma == nil ? "none" : "found")"
    case .vma(let vma): "vma \(vma == nil ? "none" : "set")"
    case .allocatedNew(let isNew): "a new VMA: \(isNew ? "yes" : "no")"
    case .holdsRmap(let holds): "rmap lock \(holds ? "kept" : "not kept")"
    case .runsHook(let runs): "f_op->mmap \(runs ? "runs" : "is done")"
    case .target(let vma): vma == nil ? "no neighbour takes the range" : "a neighbour takes the range"
    case .removed(let vma): vma == nil ? "no VMA goes" : "the VMA behind goes"
    case .clonedAnon(let isCloned): "anon_vma \(isCloned ? "cloned" : "not cloned")"
    }
  }

  static func stack(_ field: VMAMunmap.Field) -> String {
    switch field {
    case .range(let range): "range = \(range)"
    case .reach(let floor, let ceiling): "tables between \(floor) and \(ceiling)"
    case .gathered(let vma): vma == nil ? "nothing gathered" : "VMA gathered"
    case .added: "one more VMA gathered"
    case .emptied: "nothing left to finish"
    case .piece(let vma): vma == nil ? "no piece" : "a piece split off"
    case .pages(let pages): "nr_pages = \(pages)"
    case .accounted(let pages): "nr_accounted = \(pages)"
    case .clearPTEs(let clears): "clear_ptes = \(clears)"
    case .downgrades(let downgrades): "unlock = \(downgrades)"
    case .batch(let pages): "\(pages) pages gathered"
    }
  }

  static func stack(_ field: Walk.Field) -> String {
    switch field {
    case .range(let range): "range = \(range)"
    case .frame(let frame): "pfn = \(frame)"
    case .piece(let range): "this table = \(range)"
    case .protection(let protection): "prot = \(protection)"
    case .written(let count): "\(count) written"
    case .stride(let pages): "pfn grows by \(pages) a page"
    case .isStopped(let isStopped): isStopped ? "the loop has ended early" : "the loop goes on"
    case .dirty(let count): "\(count) dirty"
    }
  }

  static func stack(_ field: Look.Field) -> String {
    switch field {
    case .address(let address): "address = \(address)"
    case .seen(let vma): vma == nil ? "no VMA seen" : "a VMA seen"
    case .isLocked(let isLocked): isLocked ? "read-locked" : "not locked"
    case .holdsMmap(let holds): holds ? "mmap_lock read" : "mmap_lock not held"
    case .entry(let entry): entry.map { "entry pfn \($0.frame)" } ?? "the entry is empty"
    case .isServed(let isServed): isServed ? "served" : "to be tried again"
    case .signal(let signal): "signal \(signal?.description ?? "none")"
    }
  }

  static func stack(_ field: MmapAction.Field) -> String {
    switch field {
    case .kind(let kind): "type = \(kind.name)"
    case .range(let range): "range = \(range)"
    case .frame(let frame): "pfn = \(frame)"
    case .physical(let address, let bytes): "phys = \(PageFrame(address)), \(Amount.bytes(bytes))"
    case .hooks(let success, let error):
      "hooks: success \(success ? "set" : "none"), error \(error ? "set" : "none")"
    case .hides(let hides): hides ? "hidden from the rmap until complete" : "not hidden"
    case .errorOverride(let errno, _): "error_override = \(errno.map { "-\($0)" } ?? "none")"
    case .ownsArray(let owns): owns ? "its array is to be freed" : "no array to free"
    case .isCleared(let isCleared): isCleared ? "cleared" : "not cleared"
    }
  }

  private static func codes(_ flags: VMAFlags) -> String { flags.codes.joined(separator: " ") }
}
