import KernelRoutines
import MemoryModel

// What the placeholders stand for, worked out from the machine behind the step and before it.

extension Narrator {
  var call: MmapCall? { recording.facts.mmapCall }
  var actor: TaskID { recording.mark(position)?.task ?? TaskID(0) }
  var task: TaskStruct { after.task(actor) }
  var taskBefore: TaskStruct { before.task(actor) }
  var subject: Recording.Subject { recording.subject(at: position, state: after) }
  var path: String { recording.mappedName }

  // The file the VMA has, which a stacked driver exchanges.
  var vmaPath: String {
    let going = (task.vms ?? taskBefore.vms)?.gathered.flatMap { after.vma($0) ?? before.vma($0) }
    guard let file = going?.file ?? subject.vma?.file ?? recording.subject(ofState: before)?.file else {
      return path
    }
    return recording.facts.files[Int(file.index)].path
  }

  // A VMA whose hook failed has lost its file; one that is unmapped has it.
  private var isBatched: Bool {
    task.vms?.gathered.map { after.vma($0)?.file != nil } ?? (subject.vma?.file != nil)
  }
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
    fact(name) ?? walkFact(name) ?? driverFact(name) ?? mergeFact(name) ?? lookFact(name) ?? kindFact(name)
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
  func neighbour(_ id: VMAID?) -> String {
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
    case "walkpages": return String(walk.range.pages)
    case "zapwhy":
      let pages = walk.piece.start.page..<walk.piece.end.page
      return before.mm(MMID(0)).pageTable.pages(in: pages) > 0
        ? "Each page loses a reference and leaves RSS; it is freed after the flush."
        : "Special entries are just dropped: no page behind them is counted."
    case "rss": return String(after.mm(MMID(0)).rss)
    case "topname": return recording.facts.levels == 5 ? "P4D" : "PGD"
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

  var hasMmapHook: Bool {
    recording.mappedFile.flatMap { recording.facts.files[Int($0.index)].driver }?.hasMmapHook == true
  }

  private func driverFact(_ name: String) -> String? {
    let desc = task.desc ?? taskBefore.desc
    switch name {
    case "pfn": return (task.action ?? desc?.action)?.frame.description
    case "walkpages": return (task.action ?? desc?.action).map { String($0.range.pages) }
    case "andaction": return desc.map { Self.wish($0.action) } ?? ""
    case "asks": return desc.map { Self.asks($0.action.kind) } ?? "no action"
    case "pgoffnote": return desc?.flags.isCow == true ? "; pgoff becomes the frame" : ""
    case "descuse":
      if recording.mappedFile == nil { return "Nobody will be shown it: anonymous memory has no driver" }
      return hasMmapHook
        ? "A driver with f_op->mmap never sees it: it is handed the VMA later"
        : "This is all the driver will see. There is no VMA it could touch"
    case "search": return searchReason
    default: return nil
    }
  }

  // What the driver asks for, behind "vm_ops".
  private static func wish(_ action: MmapAction) -> String {
    switch action.kind {
    case .nothing: ""
    case .remapPFN: " and a remap to frame \(action.frame)"
    case .ioRemapPFN: " and an I/O remap to frame \(action.frame)"
    case .simpleIORemap: " and a block of \(Amount.bytes(action.physicalBytes)) of device memory"
    case .mapKernelPages, .insertMixedPages: " and an array of \(action.range.pages) pages"
    case .insertMixed: " and a mixed map from frame \(action.frame) on"
    case .custom: " and a hook of its own"
    }
  }

  private static func asks(_ kind: MmapAction.Kind) -> String {
    switch kind {
    case .nothing: "no action"
    case .remapPFN: "asks remap"
    case .ioRemapPFN, .simpleIORemap: "asks I/O remap"
    case .mapKernelPages, .insertMixedPages: "asks pages"
    case .insertMixed: "asks mixed map"
    case .custom: "asks its hook"
    }
  }

  private var searchReason: String {
    if call?.replaces == true { return "MAP_FIXED: it gets this place, whatever lies there." }
    if let hint = call?.hint, hint == subject.range.start {
      return "The place it would like to have is free, so it gets it."
    }
    return call?.address == nil
      ? "The highest gap below the first mappings; only the lock reserves it."
      : "The program asked for this place; it is free, so it gets it."
  }
}
