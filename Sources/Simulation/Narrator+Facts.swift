import KernelRoutines
import MemoryModel

// What the placeholders stand for, worked out from the machine behind the step and before it.

extension Narrator {
  var call: MmapCall? { recording.facts.mmapCall }
  var actor: TaskID { recording.mark(position)?.task ?? TaskID(0) }
  var task: TaskStruct { after.task(actor) }
  var taskBefore: TaskStruct { before.task(actor) }
  var subject: Recording.Subject { recording.subject(at: position, state: after) }
  private var path: String { recording.facts.files[Int(recording.mappedFile.index)].path }

  // The file the VMA has, which a stacked driver exchanges.
  private var vmaPath: String {
    let file = subject.vma?.file ?? recording.subject(ofState: before)?.file ?? recording.mappedFile
    return recording.facts.files[Int(file.index)].path
  }

  // A VMA whose hook failed has lost its file; one that is unmapped has it.
  private var isBatched: Bool { task.vms?.gathered != nil || subject.vma?.file != nil }
  var isInTree: Bool { !after.mm(MMID(0)).tree.overlapping(subject.range).isEmpty }

  private var opsAtLink: String {
    subject.vma?.ops == .dummy
      ? "is still the dummy table: for a moment it is visible half-built"
      : "was set by the driver's hook: nobody ever meets it half-built"
  }

  func error(_ state: MachineState) -> Errno? { state.task(actor).frames.last?.error }

  // The error that a hook was called with, or that was pending before the step: in the frame that called the
  // hook, in the step's own, or in one below.
  var pendingBefore: Errno? {
    guard let mark = recording.mark(position) else { return nil }
    let isHook = recording.program.routine(at: mark.pc).file == "the driver"
    let place = task.frames.count - (isHook ? 2 : 1)
    guard taskBefore.frames.indices.contains(place) else { return nil }
    // Where the hook comes right behind the failure, the error is still on its way up to that frame.
    return taskBefore.frames[place...].last { $0.error != nil }?.error
  }

  func value(_ name: String) -> String? {
    fact(name) ?? walkFact(name) ?? driverFact(name) ?? lookFact(name)
  }

  private func fact(_ name: String) -> String? {
    let space = after.mm(MMID(0))
    switch name {
    case "app": return recording.facts.processName
    case "task", "actor": return recording.facts.taskNames[Int(actor.index)]
    case "file": return path
    case "vmfile": return vmaPath
    case "opsatlink": return opsAtLink
    case "nofile": return isBatched ? "" : ", but it has none"
    case "batched": return isBatched ? "1 VMA" : "no file"
    case "notthere": return isInTree ? "" : ": it is not there, nothing is done"
    case "found": return isInTree ? "found" : "nothing"
    case "pages": return call.map { String($0.pages) }
    case "size": return call.map { Amount.bytes(UInt64($0.pages) * VirtualAddress.pageSize) }
    case "vma": return subject.range.start.description
    case "range": return subject.range.description
    case "flags": return (task.map?.flags ?? task.request?.flags ?? []).codes.joined(separator: " ")
    case "perms": return (subject.vma?.flags ?? task.map?.flags ?? []).mapsLetters
    case "errno": return (error(after) ?? task.result?.error)?.name ?? "0"
    case "olderrno": return pendingBefore.map { "-\($0)" } ?? "0"
    case "seq": return String(space.seq)
    case "mapcount": return String(space.mapCount)
    case "prev": return neighbour(task.map?.previous)
    case "next": return neighbour(task.map?.next)
    case "nextstep": return nextStep
    case "SHARING": return call?.isShared == true ? "SHARED" : "PRIVATE"
    case "result": return resultText
    case "floor": return (task.vms ?? taskBefore.vms)?.floor.description
    case "ceiling": return (task.vms ?? taskBefore.vms)?.ceiling.description
    default: return nil
    }
  }

  private var resultText: String {
    switch task.result {
    case .address(let address): address.description
    case .error(let errno): "-\(errno)"
    case .done: "0"
    case .signal(let signal): signal.description
    case nil: "nothing yet"
    }
  }

  // What the next step that is not a sub-step is called.
  private var nextStep: String {
    guard position < recording.last else { return "the end" }
    return recording.id(position + 1)
  }

  /// The name a VMA shows, cut from its path.
  private func neighbour(_ id: VMAID?) -> String {
    guard let area = id.flatMap({ after.vma($0) }) else { return "none" }
    return recording.facts.name(of: area)
  }

  private func walkFact(_ name: String) -> String? {
    guard let walk = task.walk ?? taskBefore.walk else { return nil }
    let index = Int(recording.mark(position)?.index ?? 0)
    let address = walk.range.start.advanced(byPages: max(index, 0))
    switch name {
    case "va": return address.description
    case "pfn": return walk.frame(of: address).description
    case "pfns": return "\(walk.frame)-\(walk.frame.advanced(by: max(walk.range.pages - 1, 0)))"
    case "i": return String(max(index, 0))
    case "pteindex": return String(PageLevel.pte.entry(of: address))
    case "written": return String(task.walk?.written ?? walk.written)
    case "mmapruns": return after.task(TaskID(0)).result == nil ? ", mmap() still runs" : ""
    case "dirty": return String(task.walk?.dirty ?? walk.dirty)
    case "prot": return Amount.rights(walk.protection)
    case "pudspan": return PageLevel.pud.range(ofTable: PageLevel.pud.table(of: walk.piece.start)).description
    case "pmdspan": return PageLevel.pmd.range(ofTable: PageLevel.pmd.table(of: walk.piece.start)).description
    case "ptespan": return PageLevel.pte.range(ofTable: PageLevel.pte.table(of: walk.piece.start)).description
    case "piecepages":
      let pages = walk.piece.start.page..<walk.piece.end.page
      return String(before.mm(MMID(0)).pageTable.count(in: pages))
    default: return nil
    }
  }

  private var hasMmapHook: Bool {
    recording.facts.files[Int(recording.mappedFile.index)].driver?.hasMmapHook == true
  }

  private func driverFact(_ name: String) -> String? {
    let desc = task.desc ?? taskBefore.desc
    switch name {
    case "pfn": return desc?.action.frame.description
    case "andaction":
      guard let action = desc?.action, action.kind != .nothing else { return "" }
      return " and a remap to frame \(action.frame)"
    case "asks": return desc?.action.kind == .remapPFN ? "asks remap" : "no action"
    case "pgoffnote": return desc?.flags.isCow == true ? "; pgoff becomes the frame" : ""
    case "whynomerge": return mergeReason
    case "mergeskips": return hasMmapHook ? "the driver's hook" : "the action and the hooks"
    case "descuse":
      return hasMmapHook
        ? "A driver with f_op->mmap never sees it: it is handed the VMA later"
        : "This is all the driver will see. There is no VMA it could touch"
    case "nomerge": return desc?.flags.isDisjoint(with: .special) == false ? "no: special" : "no"
    case "search": return searchReason
    default: return nil
    }
  }

  private var mergeReason: String {
    if task.desc?.flags.isDisjoint(with: .special) == false { return "a remapped VMA is special" }
    return "none of them maps this file"
  }

  private var searchReason: String {
    call?.address == nil
      ? "The highest gap below the first mappings; only the lock reserves it."
      : "The program asked for this place; it is free, so it gets it."
  }
}
