import KernelRoutines
import MemoryModel
import Simulation

/// A change as a line of text.
enum EventText {
  static func of(_ change: Change, _ facts: MachineFacts) -> String {
    switch change {
    case .vmaAllocated: "VMA allocated"
    case .vmaFreed: "VMA freed"
    case .vma(_, let field): "vma." + vma(field, facts)
    case .treeStored: "stored in the tree"
    case .treeCleared(_, let range): "tree cleared, \(range)"
    case .rmapLinked(let file, _): "linked into i_mmap of \(path(file, facts))"
    case .rmapUnlinked(let file, _): "unlinked from i_mmap of \(path(file, facts))"
    case .tableInstalled(_, let level, let table): "\(level.name) table for \(start(level, table)) installed"
    case .tableFreed(_, let level, let table): "\(level.name) table for \(start(level, table)) freed"
    case .ptesSet(let page, let count, let first, _):
      "\(entries(page, count)) set, pfn \(first.frame) \(first.protection)"
    case .ptesCleared(let page, let count, _): "\(entries(page, count)) cleared"
    case .tlbFlushed(_, let range): "TLB flushed, \(range)"
    case .lock(let lock, let event, let mode, let task):
      "\(lock.name) \(word(event, mode)), \(facts.taskNames[Int(task.index)])"
    case .request(_, let field): "request." + stack(field, facts)
    case .map(_, let field): "map." + stack(field, facts)
    case .desc(_, let field): "desc." + desc(field, facts)
    case .vms(_, let field): "vms." + stack(field)
    case .walk(_, let field): "walk." + stack(field)
    case .look(_, let field): "look." + stack(field)
    case .action(_, let field): "action." + stack(field)
    case .returned(let task, let result): "\(facts.taskNames[Int(task.index)]) returns \(told(result))"
    default: counter(change, facts) ?? ""
    }
  }

  private static func counter(_ change: Change, _ facts: MachineFacts) -> String? {
    switch change {
    case .mmSeq(_, let value): "mm_lock_seq = \(value)"
    case .mapCount(_, let delta): "map_count \(signed(delta))"
    case .vmStat(_, _, let pages): "total_vm \(signed(pages)) pages"
    case .fileReferences(let file, let delta): "references of \(path(file, facts)) \(signed(delta))"
    case .writable(let file, let delta): "i_mmap_writable of \(path(file, facts)) \(signed(delta))"
    case .committed(let pages): "committed \(signed(pages)) pages"
    case .lockedVM(_, let pages): "locked_vm \(signed(pages)) pages"
    case .counted(let file, let delta): "mappings of \(path(file, facts)) counted \(signed(delta))"
    case .pageArrays(let delta): "arrays of pages \(signed(delta))"
    default: nil
    }
  }

  private static func vma(_ field: Change.VMAField, _ facts: MachineFacts) -> String {
    switch field {
    case .range(let range): "range = \(range)"
    case .pageOffset(let offset): "vm_pgoff = \(offset)"
    case .flags(let flags): "vm_flags = \(flags.codes.joined(separator: " "))"
    case .pageProtection(let protection): "vm_page_prot = \(protection)"
    case .ops(let ops): "vm_ops = \(name(ops))"
    case .privateData(let isSet): "vm_private_data \(isSet ? "set" : "cleared")"
    case .file(let file): "vm_file = \(file.map { path($0, facts) } ?? "NULL")"
    case .attached(let isAttached): isAttached ? "attached" : "detached"
    case .reader(let task, let reads):
      "\(reads ? "read-locked" : "let go") by \(facts.taskNames[Int(task.index)])"
    case .excluded(let isExcluded): isExcluded ? "readers kept out" : "readers let in"
    case .lockSeq(let value): "vm_lock_seq = \(value)"
    case .tracked(let isTracked): isTracked ? "memory type tracked" : "memory type not tracked"
    case .anonVMA(let has): has ? "anon_vma linked" : "anon_vma gone"
    case .anonRoot: "anon_vma shared with the VMA it is cut from"
    case .unseenTables(let has): has ? "may have tables from before" : "touched by nobody before"
    case .name: "name"
    }
  }

  private static func desc(_ field: VMAreaDesc.Field, _ facts: MachineFacts) -> String {
    switch field {
    case .range(let range): "range = \(range)"
    case .file(let file): "file = \(file.map { path($0, facts) } ?? "NULL")"
    case .vmFile(let file): "vm_file = \(file.map { path($0, facts) } ?? "NULL")"
    case .pageOffset(let offset): "pgoff = \(offset)"
    case .flags(let flags): "vm_flags = \(flags.codes.joined(separator: " "))"
    case .pageProtection(let protection): "page_prot = \(protection)"
    case .ops(let ops): "vm_ops = \(name(ops))"
    case .privateData(let isSet): "private_data \(isSet ? "set" : "cleared")"
    case .action(let field): "action." + stack(field)
    }
  }

  static func name(_ ops: VMOps?) -> String {
    switch ops {
    case .driver: "the driver's"
    case .dummy: "dummy"
    case .anonymous: "NULL"
    case nil: "not set"
    }
  }

  private static func entries(_ page: UInt64, _ count: Int32) -> String {
    let address = VirtualAddress(page << 12)
    return count == 1 ? "entry of \(address)" : "\(count) entries from \(address)"
  }

  private static func start(_ level: PageLevel, _ table: UInt64) -> String {
    level.range(ofTable: table).start.description
  }

  static func path(_ file: FileID, _ facts: MachineFacts) -> String { facts.files[Int(file.index)].path }

  private static func signed(_ number: Int) -> String { number > 0 ? "+\(number)" : String(number) }

  private static func word(_ event: LockEvent, _ mode: LockMode) -> String {
    let how = mode == .write ? "for writing" : "for reading"
    switch event {
    case .waits: return "wanted \(how)"
    case .acquired: return "taken \(how)"
    case .released: return "released"
    case .gaveUp: return "given up"
    case .downgraded: return "downgraded to reading"
    }
  }

  private static func told(_ result: Returned) -> String {
    switch result {
    case .address(let address): address.description
    case .error(let errno): "-\(errno)"
    case .done: "0"
    case .signal(let signal): signal.description
    }
  }
}
