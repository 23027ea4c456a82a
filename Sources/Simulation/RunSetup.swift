import KernelRoutines
import MemoryModel

/// A scenario made ready: facts, program and the machine before anything happened.
struct RunSetup: Sendable {
  let scenario: Scenario
  let facts: MachineFacts
  var program: Program
  let initial: MachineState

  /// Builds the machine from the scenario's process: its VMAs are in the tree, files among them are known,
  /// page tables, locks held elsewhere and counters of others are not.
  init(_ scenario: Scenario) {
    self.scenario = scenario
    var builder = MachineBuilder(scenario)
    let start = builder.build()
    facts = builder.facts
    initial = EarlierCalls(calls: scenario.before, revision: scenario.revision).made(in: start, facts)
    program = Program(scenario.revision, calls: facts.calls, drivers: facts.files.map(\.driver))
  }

  /// What a recording started from.
  init(of recording: Recording) {
    (scenario, facts) = (recording.scenario, recording.facts)
    (program, initial) = (recording.program, recording.initial)
  }
}

/// Turns a process image and a list of files into a machine.
private struct MachineBuilder {
  private let scenario: Scenario
  private(set) var facts: MachineFacts
  private var fileNumbers: [String: Int] = [:]
  private var nameNumbers: [String: Int32] = [:]

  init(_ scenario: Scenario) {
    self.scenario = scenario
    facts = MachineFacts(
      processName: scenario.process.name, pid: scenario.process.pid,
      files: scenario.files.map { .init(path: $0.path, driver: $0.driver.of(scenario.revision)) }, names: [],
      taskNames: scenario.tasks.map(\.name), calls: scenario.tasks.map(\.calls))
    facts.limits = scenario.limits
    facts.levels = scenario.levels
    for (place, file) in scenario.files.enumerated() {
      facts.files[place].isNoExec = file.isNoExec
      facts.files[place].isReadOnly = file.isReadOnly
      facts.files[place].isClosed = file.isClosed
      guard let path = file.driver.stackedOn else { continue }
      facts.files[place].inner = facts.files.count
      // Through overlayfs /proc/PID/maps prints the path that was opened.
      facts.files.append(.init(path: file.driver.isOverlay ? file.path : path, driver: nil))
    }
    for task in facts.calls.indices {
      for place in facts.calls[task].indices { findShmemFile(task, place) }
    }
  }

  // shmem makes a file for shared memory that has none of its own.
  private mutating func findShmemFile(_ task: Int, _ place: Int) {
    guard case .mmap(var call) = facts.calls[task][place], call.isShared,
      call.file.map({ facts.files[$0].driver?.isZero == true }) ?? true
    else { return }
    call.shmemFile = facts.files.count
    facts.calls[task][place] = .mmap(call)
    var file = MachineFacts.File(path: "/dev/zero (deleted)", driver: nil)
    file.isUnlinked = true
    facts.files.append(file)
  }

  mutating func build() -> MachineState {
    let places = scenario.process.mappings.map { place($0) }
    // The descriptor that is mapped holds one reference; a mapped file that is open elsewhere has others,
    // which no import shows.
    let files = facts.files.indices.map {
      FileMapping(
        id: FileID($0), references: facts.files[$0].isOpen ? 1 : 0, isUnlinked: facts.files[$0].isUnlinked)
    }
    // Tasks of other processes share one address space of which nothing is shown.
    let tasks = scenario.tasks.enumerated().map { number, task in
      TaskStruct(id: TaskID(number), mm: MMID(task.calls.allSatisfy(\.isOfMapper) ? 0 : 1))
    }
    let spaces = tasks.contains { $0.mm != MMID(0) } ? 2 : 1
    let mms = (0..<spaces).map { MMStruct(id: MMID($0), seq: 0) }
    var state = MachineState(mms: mms, files: files, tasks: tasks)
    establish(places, in: &state)
    return state
  }

  private struct Place {
    var mapping: ImageMapping
    var file: FileID?
    var name: Int32
  }

  private mutating func place(_ mapping: ImageMapping) -> Place {
    if mapping.inode != 0, facts.files.count < Int(UInt16.max) {
      let key = mapping.device + ":" + String(mapping.inode) + ":" + mapping.name
      if let known = fileNumbers[key] { return Place(mapping: mapping, file: FileID(known), name: -1) }
      fileNumbers[key] = facts.files.count
      facts.files.append(.init(path: mapping.name, driver: nil))
      return Place(mapping: mapping, file: FileID(facts.files.count - 1), name: -1)
    }
    guard !mapping.name.isEmpty else { return Place(mapping: mapping, file: nil, name: -1) }
    if let known = nameNumbers[mapping.name] { return Place(mapping: mapping, file: nil, name: known) }
    let number = Int32(facts.names.count)
    nameNumbers[mapping.name] = number
    facts.names.append(mapping.name)
    return Place(mapping: mapping, file: nil, name: number)
  }

  private func establish(_ places: [Place], in state: inout MachineState) {
    let mm = MMID(0)
    state.apply(.mmSeq(mm, 1))
    for (slot, place) in places.enumerated() {
      let id = VMAID(slot: UInt32(slot), generation: 0)
      state.apply(.vmaAllocated(id, mm))
      for field in fields(of: place) { state.apply(.vma(id, field)) }
      state.apply(.treeStored(id))
      if let file = place.file {
        state.apply(.rmapLinked(file, id))
        state.apply(.fileReferences(file, 1))
      }
      state.apply(.mapCount(mm, 1))
      let flags = Self.flags(place.mapping)
      state.apply(.vmStat(mm, AccountClass(flags), place.mapping.range.pages))
      fill(place.mapping, in: &state)
    }
    state.apply(.mmSeq(mm, 2))
  }

  // The entries that are known, and the tables they need.
  private func fill(_ mapping: ImageMapping, in state: inout MachineState) {
    let protection = Self.flags(mapping).protection
    for page in mapping.present {
      for level in PageLevel.installed {
        let table = level.table(of: page.address)
        guard !state.mm(MMID(0)).pageTable.contains(level, table) else { continue }
        state.apply(.tableInstalled(MMID(0), level, table))
      }
      let entry = PTE(kind: .page, frame: page.frame, protection: protection)
      state.apply(.ptesSet(page: page.address.page, count: 1, entry, MMID(0)))
    }
  }

  private func fields(of place: Place) -> [Change.VMAField] {
    let flags = Self.flags(place.mapping)
    return [
      .range(place.mapping.range), .pageOffset(place.mapping.offset >> 12), .flags(flags),
      .pageProtection(flags.protection), .ops(place.file == nil ? .anonymous : .driver), .file(place.file),
      .name(place.name), .attached(true), .lockSeq(1),
      .unseenTables(!place.mapping.isUntouched && place.mapping.present.isEmpty),
      .anonVMA(place.file == nil && !place.mapping.isUntouched),
    ]
  }

  // What the four letters of maps tell; the other flags are not printed there.
  private static func flags(_ mapping: ImageMapping) -> VMAFlags {
    var flags: VMAFlags = [.mayRead, .mayWrite, .mayExec]
    if mapping.protection.contains(.read) { flags.insert(.read) }
    if mapping.protection.contains(.write) { flags.insert(.write) }
    if mapping.protection.contains(.execute) { flags.insert(.exec) }
    if mapping.isShared { flags.formUnion([.shared, .mayShare]) }
    if mapping.name == "[stack]" { flags.insert(.growsDown) }
    return flags
  }
}

/// The functions people use: run a scenario, or go on from a position with one answer changed.
extension Scenario {
  /// Runs it to the end: same scenario and decisions, same recording.
  ///
  /// - Parameter more: decisions beside the scenario's own.
  public func record(adding more: [Decision] = []) -> Recording {
    var recorder = Recorder(RunSetup(self), decisions: decisions.map { Decision($0) } + more)
    return recorder.run()
  }

  /// The program of its revision with its drivers' hooks.
  public var program: Program { RunSetup(self).program }
}
