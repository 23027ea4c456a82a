import KernelRoutines
import MemoryModel
import Simulation

/// When a thing changed: the positions, in order. Worked out by one pass over the changes of a run.
public struct ThingHistory: Sendable {
  public private(set) var positions: [Int] = []

  public init(_ thing: Thing, in recording: Recording) {
    switch thing {
    case .step(let position): positions = recording.positions(ofStepAt: position)
    case .line(let pc): positions = recording.positions { $0.pc == pc }
    case .stage(let number): positions = recording.positions { $0.stage == Stage.rail[number] }
    case .sight(let sight): positions = Self.sights(sight, in: recording)
    case .rights: positions = Self.rights(in: recording)
    case .compared: positions = MergeMoment.all(in: recording).map(\.position)
    default:
      var watch = Watch(thing, recording)
      for position in 1..<max(recording.last + 1, 1) {
        // No short cut: what a change means may depend on those before it in the same step.
        let touched = recording.changes(at: position).reduce(false) { watch.sees($1) || $0 }
        if touched { positions.append(position) }
      }
    }
  }

  /// The latest change up to a position.
  public func last(upTo position: Int) -> Int? { positions.last { $0 <= position } }
  public func last(before position: Int) -> Int? { positions.last { $0 < position } }
  public func next(after position: Int) -> Int? { positions.first { $0 > position } }

  // An observer depends on the whole machine: what it would do is worked out at every position.
  private static func sights(_ sight: Thing.Sight, in recording: Recording) -> [Int] {
    var state = recording.initial
    var positions: [Int] = []
    var known: Observers.Sight?
    for position in 0...recording.last {
      for change in recording.changes(at: position) { state.apply(change) }
      let now = Observers(recording, at: position, state: state).view(sight).sight
      if let known, known != now { positions.append(position) }
      known = now
    }
    return positions
  }

  private static func rights(in recording: Recording) -> [Int] {
    var state = recording.initial
    var positions: [Int] = []
    var known: Rights?
    for position in 0...recording.last {
      for change in recording.changes(at: position) { state.apply(change) }
      let now = Rights(state, of: recording.subject(at: position, state: state).vma, for: TaskID(0))
      if let known, known != now { positions.append(position) }
      known = now
    }
    return positions
  }
}

extension Observers {
  /// One of the observers by its name.
  func view(_ sight: Thing.Sight) -> View {
    switch sight {
    case .tree: tree
    case .cpu: cpu
    case .fault: fault
    case .maps: maps
    case .rmap: rmap
    case .gup: gup
    case .fork: fork
    case .reclaim: reclaim
    }
  }
}

extension Recording {
  fileprivate func positions(where test: (Mark) -> Bool) -> [Int] {
    marks.indices.filter { test(marks[$0]) }.map { $0 + 1 }
  }

  // All turns and all returns to the statement of a step.
  fileprivate func positions(ofStepAt position: Int) -> [Int] {
    guard let mark = mark(position) else { return [] }
    return positions { $0.pc == mark.pc && $0.task == mark.task }
  }
}

/// Follows the changes of a run and says which of them touch a thing.
private struct Watch {
  let thing: Thing
  private let base: UInt64
  private let levels: [PageLevel: UInt64]
  // The VMA that the mapper makes; a neighbour is another one.
  private let made: Set<VMAID>
  private var flags: [Place: VMAFlags] = [:]

  private enum Place: Hashable {
    case request, map, desc
    case vma(VMAID)
  }

  init(_ thing: Thing, _ recording: Recording) {
    self.thing = thing
    let range = recording.subjectRange
    base = range.start.page
    levels = Dictionary(
      uniqueKeysWithValues: PageLevel.allCases.map { ($0, $0 <= .p4d ? 0 : $0.table(of: range.start)) })
    made = Set(
      recording.changes.compactMap { if case .vmaAllocated(let id, _) = $0 { id } else { nil } })
  }

  mutating func sees(_ change: Change) -> Bool {
    switch thing {
    case .flag(let flag): return flips(flag, change)
    case .mapping: return isOfMapping(change)
    case .neighbour(let id): return concerns(id, change)
    case .lamp(let lamp): return lights(lamp, change)
    case .table(let level): return isTable(level, change)
    case .entry(let page): return isEntry(UInt64(page) + base, change)
    case .lock(let lock): return change.isAbout(lock)
    case .field(let field): return change.isAbout(field)
    case .account(let line): return change.isAbout(line)
    case .rights, .sight, .step, .line, .stage, .compared, .ways: return false
    }
  }

  private func concerns(_ id: VMAID, _ change: Change) -> Bool {
    switch change {
    case .vma(id, _), .vmaAllocated(id, _), .vmaFreed(id), .treeStored(id), .rmapLinked(_, id),
      .rmapUnlinked(_, id):
      true
    default: false
    }
  }

  private func isOfMapping(_ change: Change) -> Bool {
    switch change {
    case .vma(_, .lockSeq), .vma(_, .reader): false
    case .vma(let id, _), .vmaAllocated(let id, _), .vmaFreed(let id), .treeStored(let id),
      .rmapLinked(_, let id), .rmapUnlinked(_, let id):
      made.contains(id)
    case .treeCleared, .request(_, .range): true
    default: false
    }
  }

  private func lights(_ lamp: Thing.Lamp, _ change: Change) -> Bool {
    switch (lamp, change) {
    case (.allocated, .vmaAllocated), (.allocated, .vmaFreed): true
    case (.tree, .treeStored), (.tree, .treeCleared): true
    case (.rmap, .rmapLinked(_, let id)), (.rmap, .rmapUnlinked(_, let id)): made.contains(id)
    default: false
    }
  }

  private func isTable(_ level: PageLevel, _ change: Change) -> Bool {
    switch change {
    case .tableInstalled(_, level, let table), .tableFreed(_, level, let table): table == levels[level]
    default: false
    }
  }

  private func isEntry(_ page: UInt64, _ change: Change) -> Bool {
    switch change {
    case .ptesSet(let first, let count, _, _), .ptesCleared(let first, let count, _):
      (first..<first + UInt64(count)).contains(page)
    default: false
    }
  }

  // A flag is touched where it comes or goes, in whichever object carries the flags at that time.
  private mutating func flips(_ flag: VMAFlags, _ change: Change) -> Bool {
    let (place, new): (Place, VMAFlags)
    switch change {
    case .request(_, .flags(let value)): (place, new) = (.request, value)
    case .map(_, .flags(let value)): (place, new) = (.map, value)
    case .desc(_, .flags(let value)): (place, new) = (.desc, value)
    case .vma(let id, .flags(let value)): (place, new) = (.vma(id), value)
    default: return false
    }
    let old = flags[place] ?? []
    flags[place] = new
    return old.contains(flag) != new.contains(flag)
  }
}
