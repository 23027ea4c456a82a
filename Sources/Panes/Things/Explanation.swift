import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// What `e` says of a thing: a title and a few labelled lines, among them the step that set it.
public struct Explanation: Hashable, Sendable {
  public struct Row: Hashable, Sendable {
    public var label: String
    public var text: String

    init(_ label: String, _ text: String) {
      self.label = label
      self.text = text
    }
  }

  public var title: String
  public var rows: [Row]

  public init(_ thing: Thing, _ scene: Scene) {
    switch thing {
    case .step(let position): self = Self.step(position, scene)
    case .line(let pc): self = Self.line(pc, scene)
    case .ways:
      title = "ways to map pages"
      rows = Self.waysToMap(scene)
    default:
      let entry = Glossary.entry(thing, scene)
      title = entry.title
      rows = [Row("is", entry.meaning)]
      if let now = Self.now(thing, scene) { rows.append(Row("now", now)) }
      rows.append(Self.setAt(thing, scene))
      if !entry.consequence.isEmpty { rows.append(Row("so", entry.consequence)) }
    }
  }

  // MARK: Steps

  private static func step(_ position: Int, _ scene: Scene) -> Explanation {
    guard let mark = scene.recording.mark(position) else {
      let (what, why) = Narrator(scene.recording, at: 0).sentences
      return Explanation(title: "start", rows: [Row("is", what), Row("then", why)])
    }
    let routine = scene.recording.program.routine(at: mark.pc)
    let (what, why) = Narrator(scene.recording, at: position).sentences
    var rows = [Row("does", what), Row("why", why)]
    rows.append(Row("set at", "\(scene.recording.id(position)), step \(position)"))
    rows.append(Row("in", function(routine, mark, scene)))
    let ways = scene.recording.ways(at: position)
    if !ways.isEmpty { rows.append(Row("may fail", ways.joined(separator: " or ") + "; x tries it")) }
    if position == scene.position { rows += scene.verdicts.map { Row("claim", $0.text) } }
    return Explanation(title: routine.name, rows: rows)
  }

  private static func function(_ routine: LinkedRoutine, _ mark: Mark, _ scene: Scene) -> String {
    let task = scene.facts.taskNames[Int(mark.task.index)]
    let trust: String
    switch routine.fidelity {
    case .duplicated: trust = ""
    case .customised: trust = ", simplified"
    case .stubbed: trust = ", only that it happens"
    }
    let inferred = mark.evidence == .inferred ? ", order inferred from 6.19" : ""
    return "\(routine.name), \(routine.file)\(trust)\(inferred); run by \(task)"
  }

  private static func line(_ pc: Int32, _ scene: Scene) -> Explanation {
    let program = scene.recording.program
    let routine = program.routine(at: pc)
    let text = program.line(at: pc)?.text ?? routine.name
    let known = text.split(separator: "{").first.map(String.init) ?? text
    let history = ThingHistory(.line(pc), in: scene.recording)
    let next = history.next(after: scene.position)
    let when =
      next.map { "it comes at \(scene.recording.id($0)), step \($0)" } ?? "it does not run in this run"
    return Explanation(
      title: known,
      rows: [
        Row("is", "a line of \(routine.name), \(routine.file), that has not run so far"),
        Row("set at", "not yet: \(when)"),
      ])
  }

  private init(title: String, rows: [Row]) {
    self.title = title
    self.rows = rows
  }

  /// Plain lines.
  init(title: String, lines: [String]) {
    self.init(title: title, rows: lines.map { Row("", $0) })
  }

  // MARK: Things

  private static func setAt(_ thing: Thing, _ scene: Scene) -> Row {
    let history = ThingHistory(thing, in: scene.recording)
    let label = "set at"
    if let last = history.last(upTo: scene.position) {
      // A flag is born once and then copied from object to object.
      if case .flag = thing, let first = history.positions.first, first < last {
        let birth = "\(scene.recording.id(first)), step \(first)"
        return Row(label, "\(birth); copied last at \(scene.recording.id(last)), step \(last)")
      }
      return Row(label, "\(scene.recording.id(last)), step \(last)")
    }
    guard let next = history.next(after: scene.position) else {
      return Row(label, "no step of this run: it is as it was before")
    }
    return Row(label, "not yet; first at \(scene.recording.id(next)), step \(next)")
  }

  // What holds at this moment, in words.
  private static func now(_ thing: Thing, _ scene: Scene) -> String? {
    switch thing {
    case .mapping, .neighbour, .stage, .step, .line, .field, .ways: nil
    case .flag(let flag):
      (scene.subject.vma?.flags ?? scene.task.desc?.flags ?? scene.task.map?.flags ?? []).contains(flag)
        ? "set" : "not set"
    case .lamp(let lamp): isLit(lamp, scene) ? "on" : "off"
    case .table(let level): PageTableView(scene).levels.first { $0.level == level }?.existence.sentence
    case .entry(let page): entry(page, scene)
    case .lock(let lock): holder(lock, scene)
    case .compared(let field): compared(field, scene)
    case .rights: Rights(scene.state, of: scene.subject.vma, for: scene.actor.id).sentence
    case .sight(let sight): words(scene.observers.view(sight))
    case .account(let line):
      String(Ledger(scene.state, mm: MMID(0), file: scene.ledgerFile)[line])
    }
  }

  private static func isLit(_ lamp: Thing.Lamp, _ scene: Scene) -> Bool {
    guard let vma = scene.subject.vma else { return false }
    switch lamp {
    case .allocated: return true
    case .tree: return scene.state.isInTree(vma.id)
    case .rmap: return scene.state.isInRmap(vma.id)
    }
  }

  private static func entry(_ page: Int, _ scene: Scene) -> String {
    guard let entry = PageTableView(scene).entry(page) else { return "empty" }
    let kind = entry.kind == .special ? "special" : "an ordinary page"
    return "frame \(entry.frame), \(Amount.rights(entry.protection)), \(kind)"
  }

  private static func waysToMap(_ scene: Scene) -> [Row] {
    let driver = scene.recording.mappedFile.flatMap { scene.facts.files[Int($0.index)].driver }
    let kind = driver?.legacy?.action.kind ?? driver?.action.kind
    return WaysToMap.rows(
      scene.recording.program.revision, chosen: kind, faults: driver?.hasFault ?? false
    ).map { Row($0.0, $0.1) }
  }

  private static func compared(_ field: Thing.Compared, _ scene: Scene) -> String? {
    guard let view = MergeView(scene),
      let row = MergeRows(view, scene).all.first(where: { $0.field == field })
    else { return nil }
    func word(_ fits: Bool?) -> String { fits.map { $0 ? "fits" : "does not fit" } ?? "is not asked" }
    return "asked for \(row.asked); left \(row.left), \(word(row.leftFits)); "
      + "right \(row.right), \(word(row.rightFits))"
  }

  private static func words(_ view: Observers.View) -> String {
    view.cause.isEmpty ? view.reason : "\(view.reason): \(view.cause)"
  }

  private static func holder(_ lock: LaneTrack.Lock, _ scene: Scene) -> String {
    guard let row = LockRow.all(scene, isTerse: false).first(where: { $0.lock == lock }) else {
      return "free"
    }
    let mode = row.mode == .write ? "held for writing by " : row.mode == .read ? "held for reading by " : ""
    return mode + row.holder + (row.note.isEmpty ? "" : "; \(row.note)")
  }
}

extension PageTableView.Existence {
  fileprivate var sentence: String {
    switch self {
    case .top: "there, as long as the process lives"
    case .new: "there, allocated by this run"
    case .before: "there, from before this run"
    case .inferred: "must be there: a neighbour's pages lie under it"
    case .none: "there is none"
    }
  }
}
