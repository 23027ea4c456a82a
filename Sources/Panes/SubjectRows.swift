import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// The rows of the mapping this run is about: planned, allocated, in the tree, in the rmap, or torn down.
enum SubjectRows {
  enum Phase: Hashable {
    case planned, allocated, mapped, dying, gone
  }

  /// Worked out from the machine: whether the VMA exists, where it can be found, and whether a munmap has it.
  static func phase(_ scene: Scene) -> Phase {
    guard let vma = scene.subject.vma else {
      return wasAllocated(scene) ? .gone : .planned
    }
    if scene.state.tasks.contains(where: { $0.vms?.isGoing(vma.id) == true }) { return .dying }
    return scene.state.isInTree(vma.id) ? .mapped : .allocated
  }

  private static func wasAllocated(_ scene: Scene) -> Bool {
    guard let id = scene.recording.resultVMA, id.slot < scene.state.vmas.count else { return false }
    let slot = scene.state.vmas[Int(id.slot)]
    return slot.id == id && !slot.isAllocated
  }

  static func draw(_ scene: Scene, into canvas: inout Canvas) {
    let phase = phase(scene)
    let vma = scene.subject.vma
    let shownAddress = scene.subject.isChosen || scene.call?.address != nil
    if shownAddress {
      let style = Style(phase == .planned || phase == .gone ? .dim : .text, bold: phase == .mapped)
      canvas.text(scene.subject.range.start.description, x: 1, y: 0, style)
    }
    for y in 0..<canvas.height { block(phase, vma, scene, row: y, into: &canvas) }
    let letters = (vma?.flags ?? scene.task.map?.flags ?? requested(scene)).mapsLetters
    let isThere = phase == .mapped || phase == .dying
    let name = name(phase, scene)
    AddressSpacePane.row(name, letters, scene.subject.range, Style(.text, bold: isThere), into: &canvas)
    canvas.note(.mapping, x: 1, y: 0, width: canvas.width - 2)
    if canvas.height >= 4 {
      tall(phase, vma, scene, into: &canvas)
    } else {
      flags(phase, vma, isOver: scene.task.result != nil, y: 1, into: &canvas)
      lamps(phase, scene, y: 1, into: &canvas)
    }
    if didChange(scene) { for y in 0..<canvas.height { mark(row: y, first: y == 0, into: &canvas) } }
  }

  private static func name(_ phase: Phase, _ scene: Scene) -> String {
    switch phase {
    case .planned: scene.task.result == nil ? "asked for" : "not mapped"
    case .gone: "unmapped"
    case .allocated, .mapped, .dying: joined(scene) ?? shortName(scene)
    }
  }

  // A neighbour has grown over the range: it has no VMA of its own.
  private static func joined(_ scene: Scene) -> String? {
    guard let vma = scene.subject.vma, let first = scene.recording.initial.vma(vma.id) else { return nil }
    return first.range.start < scene.subject.range.start ? "merged below" : "merged above"
  }

  private static func mark(row: Int, first: Bool, into canvas: inout Canvas) {
    if first { canvas.markChanged(row: row) } else { canvas.ground(row: row) }
  }

  private static func requested(_ scene: Scene) -> VMAFlags {
    var flags: VMAFlags = scene.call?.isShared == true ? [.mayShare] : []
    if scene.call?.protection.contains(.read) == true { flags.insert(.read) }
    if scene.call?.protection.contains(.write) == true { flags.insert(.write) }
    if scene.call?.protection.contains(.execute) == true { flags.insert(.exec) }
    return flags
  }

  private static func shortName(_ scene: Scene) -> String {
    guard scene.file != nil else { return "anon" }
    let path = scene.fileName
    if path.count <= 11 { return path }
    let last = String(path.split { "/:".contains($0) }.last ?? "file")
    // maps tells so of a file without a name; the Rmap pane has the room to say it.
    return last.hasSuffix(" (deleted)") ? String(last.dropLast(10)) : last
  }

  // MARK: The block

  private static func block(
    _ phase: Phase, _ vma: VMArea?, _ scene: Scene, row: Int, into canvas: inout Canvas
  ) {
    let x = AddressSpacePane.blockColumn
    let kind = vma.map { AddressSpacePane.block($0) } ?? (.blockPlanned, .vmaNew)
    for column in 0..<3 {
      let (glyph, role) = cell(phase, kind, column: column, filled: filled(scene))
      if let glyph { canvas.put(glyph, x: x + column, y: row, Style(role)) }
    }
  }

  private static func cell(_ phase: Phase, _ kind: (Glyph, Role), column: Int, filled: Int) -> (Glyph?, Role)
  {
    let dotted: Glyph? = column == 1 ? nil : .blockPlanned
    switch phase {
    case .planned, .gone: return (dotted, .vmaNew)
    case .allocated: return (.blockPlanned, kind.1)
    case .mapped: return column < filled ? kind : (.blockPlanned, kind.1)
    case .dying: return column == 1 ? kind : (.blockDying, .error)
    }
  }

  /// How many of the block's cells the VMA has grown into.
  private static func filled(_ scene: Scene) -> Int {
    guard let id = scene.subject.vma?.id, scene.didChange({ $0 == .treeStored(id) }) else { return 3 }
    return scene.motion.phase(of: 4) ?? 3
  }

  // MARK: Flags and lamps

  // The codes that say more than the four letters do.
  private static let plain: VMAFlags = [
    .read, .write, .exec, .shared, .mayRead, .mayWrite, .mayExec, .mayShare, .softDirty,
  ]

  private static func flags(
    _ phase: Phase, _ vma: VMArea?, isOver: Bool, y: Int, into canvas: inout Canvas
  ) {
    let x = AddressSpacePane.nameColumn
    let limit = canvas.width - 13 - x
    switch phase {
    case .planned:
      let text = isOver ? "refused: nothing here" : "nothing here yet"
      canvas.text(text, x: x, y: y, limit: canvas.width - x - 1, Style(.dim))
    case .gone: canvas.text("nothing left here", x: x, y: y, limit: canvas.width - x - 1, Style(.dim))
    case .allocated: canvas.text("no one's yet", x: x, y: y, limit: limit, Style(.dim))
    case .dying:
      canvas.text(vma?.attached == true ? "gathered" : "detached", x: x, y: y, limit: limit, Style(.error))
    case .mapped:
      codes((vma?.flags ?? []).subtracting(plain), x: x, y: y, limit: limit, into: &canvas)
    }
  }

  private static func tall(_ phase: Phase, _ vma: VMArea?, _ scene: Scene, into canvas: inout Canvas) {
    let x = AddressSpacePane.nameColumn
    let limit = canvas.width - x - 1
    guard let vma, phase != .planned, phase != .gone else {
      return flags(phase, vma, isOver: scene.task.result != nil, y: 1, into: &canvas)
    }
    let all = vma.flags
    codes(all.intersection(plain), x: x, y: 1, limit: limit, into: &canvas)
    if phase == .dying {
      canvas.text(vma.attached ? "gathered" : "detached", x: x, y: 2, limit: limit, Style(.error))
      return lamps(phase, scene, y: 3, into: &canvas)
    }
    let special = all.subtracting(plain)
    if special.isEmpty {
      canvas.text("no further flags", x: x, y: 2, limit: limit, Style(.dim))
    } else {
      codes(special, x: x, y: 2, limit: limit, into: &canvas)
    }
    lamp(.allocated, isOn: true, x: x, y: 3, into: &canvas)
    lamps(phase, scene, y: 3, into: &canvas)
  }

  // Each code is a thing of its own.
  private static func codes(_ flags: VMAFlags, x: Int, y: Int, limit: Int, into canvas: inout Canvas) {
    canvas.text(flags.codes.joined(separator: " "), x: x, y: y, limit: limit, Style(.text))
    for (number, code) in flags.codes.enumerated() where (number + 1) * 3 - 1 <= limit {
      guard let flag = VMAFlags(code: code) else { continue }
      canvas.note(.flag(flag), x: x + number * 3, y: y, width: 2)
    }
  }

  /// The two lamps: in the tree, in the rmap.
  private static func lamps(_ phase: Phase, _ scene: Scene, y: Int, into canvas: inout Canvas) {
    guard let vma = scene.subject.vma, phase != .planned, phase != .gone else { return }
    let right = canvas.width - 1
    // A VMA that grows is in the tree, but not yet with this range.
    let isFound = scene.mm.tree.find(scene.subject.range.start) == vma.id
    let inTree = lit(scene.state.isInTree(vma.id) && isFound, by: .treeStored(vma.id), scene)
    lamp(.tree, isOn: inTree, x: right - 11, y: y, into: &canvas)
    guard let file = vma.file ?? scene.recording.mappedFile else { return }
    let inRmap = lit(scene.state.isInRmap(vma.id), by: .rmapLinked(file, vma.id), scene)
    lamp(.rmap, isOn: inRmap, x: right - 5, y: y, into: &canvas)
  }

  // A lamp that goes on in this step lights up half-way through its motion.
  private static func lit(_ isOn: Bool, by change: Change, _ scene: Scene) -> Bool {
    guard isOn, scene.didChange({ $0 == change }), let phase = scene.motion.phase(of: 4) else { return isOn }
    return phase >= 2
  }

  private static func lamp(_ lamp: Thing.Lamp, isOn: Bool, x: Int, y: Int, into canvas: inout Canvas) {
    let name = lamp.rawValue
    canvas.put(isOn ? .sees : .cannotSee, x: x, y: y, Style(isOn ? .rmapVisible : .rmapHidden))
    canvas.text(name, x: x + 1, y: y, Style(isOn ? .text : .dim))
    canvas.note(.lamp(lamp), x: x, y: y, width: name.count + 1)
  }

  private static func didChange(_ scene: Scene) -> Bool {
    scene.didChange { change in
      switch change {
      case .vmaAllocated, .vmaFreed, .treeStored, .treeCleared, .rmapLinked, .rmapUnlinked: true
      case .vma(_, let field):
        switch field {
        case .flags, .range, .attached, .pageProtection, .ops: true
        default: false
        }
      case .request(_, .range): true
      default: false
      }
    }
  }
}
