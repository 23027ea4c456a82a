import KernelRoutines
import MemoryModel
import Scenarios
import Simulation
import Testing

@Suite("Step ids") struct StepIDTests {
  /// A run with every hook and every kind of task, so that its program has all routines.
  private func wholeProgram(_ kernel: Revision) throws -> (Program, [TaskCall]) {
    let driver = Driver(
      symbol: "lab", action: .remapPFN(PageFrame(0xfd000)), successHook: Driver.SuccessHook(),
      errorHook: .keeps, mappedHook: Driver.MappedHook(), hidesFromRmap: true)
    let calls: [TaskCall] = [
      .mmap(MmapCall(pages: 4, protection: [.read], isShared: true)), .truncate(file: 0, pages: 0),
      .revoke(file: 0),
      .fault(MemoryAccess()), .readMaps, .munmap, .touch(MemoryAccess()), .pin(MemoryAccess()),
    ]
    return (Program(kernel, calls: calls.map { [$0] }, drivers: [driver]), calls)
  }

  @Test("An id names one statement of a program in each stage", arguments: Revision.allCases)
  func unique(kernel: Revision) throws {
    let (program, calls) = try wholeProgram(kernel)
    for task in calls.indices {
      var owner: [String: Int32] = [:]
      var twice: [String] = []
      for place in Stages.reached(program, from: program.entry(of: TaskID(task), call: 0)) {
        let id = program.stepID(pc: place.pc, stage: place.stage, index: -1)
        if let other = owner[id], other != place.pc { twice.append(id) }
        owner[id] = place.pc
      }
      #expect(owner.count > 3)
      #expect(twice.isEmpty, "\(kernel.rawValue), \(calls[task].name): \(twice)")
    }
  }

  @Test("Ids are made of a-z, 0-9, underscore and point", arguments: Revision.allCases)
  func alphabet(kernel: Revision) throws {
    let (program, _) = try wholeProgram(kernel)
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789_.")
    for stage in Stage.allCases {
      for pc in program.code.indices where program.code[pc].isVisible {
        let id = program.stepID(pc: Int32(pc), stage: stage, index: 3)
        #expect(id.allSatisfy { allowed.contains($0) }, "\(id)")
        #expect(!id.contains(".."), "\(id)")
      }
    }
  }

  @Test("Every id of a run leads back to the step it came from", arguments: Runs.all)
  func leadsBack(name: String) throws {
    let recording = try Runs.scenario(name).record()
    let points = recording.failurePoints
    for run in try [recording] + points.map({ try recording.failing(at: $0) }) {
      var wrong: [String] = []
      for position in 1..<run.last + 1 {
        guard let mark = run.mark(position), mark.outcome != .parked else { continue }
        let id = run.id(position)
        let pattern = run.program.pattern(for: id)
        let found = run.marks.indices.filter { place in
          let other = run.marks[place]
          // An id without a number stands for every turn of a loop; the step itself is outside of one.
          return other.task == mark.task && other.outcome != .parked && other.index == mark.index
            && pattern?.matches(pc: other.pc, stage: other.stage, index: other.index) == true
        }
        if found != [position - 1] { wrong.append("\(id): \(found)") }
      }
      #expect(wrong.isEmpty, "\(name) \(run.decisions): \(wrong)")
    }
  }

  @Test("The short form of an id is the first step of a function")
  func prefix() throws {
    let recording = Runs.variant().record()
    let pattern = try #require(recording.program.pattern(for: "establish.mmap_complete"))
    #expect(pattern.pcs.count > 1)
    #expect(recording.program.pattern(for: "establish.mmap_comp") == nil)
    #expect(recording.program.pattern(for: "") == nil)
    #expect(recording.program.pattern(for: "establish") == nil)
    #expect(recording.program.pattern(for: "elsewhere.mmap_complete") == nil)
    #expect(recording.program.pattern(for: "action.remap.pte.-1") == nil)
  }

  @Test("A decision without an index is taken the first time the step can go that way")
  func firstTime() {
    let recording = Runs.variant(
      pages: 16, at: 0x7f3a_0fdf_b000, decisions: ["action.remap.pte_alloc=ENOMEM"]
    )
    .record()
    #expect(recording.unused.isEmpty)
    #expect(recording.ids.contains("action.remap.pte_alloc.0"))
    #expect(!recording.ids.contains("action.remap.pte_alloc.1"))
  }

  @Test("A decision is read and written in the same form")
  func decisions() {
    for text in ["action.remap.pte.5=EACCES", "prepare.mmap_prepare", "establish.vma_link_file@truncate"] {
      #expect(Decision(text).description == text)
    }
    #expect(Decision("a.b=ENOMEM") == Decision(step: "a.b", way: "ENOMEM"))
    #expect(Decision("a.b@other") == Decision(step: "a.b", task: "other"))
  }
}

/// The stages in which each visible statement can run, found by following the calls.
private enum Stages {
  struct Place: Hashable {
    var pc: Int32
    var stage: Stage
  }

  private struct Entered: Hashable {
    var routine: Int
    var stage: Stage
  }

  static func reached(_ program: Program, from entry: Int) -> [Place] {
    var seen: Set<Entered> = []
    var queue = [Entered(routine: entry, stage: program.routines[entry].stage ?? .enter)]
    var places: [Place] = []
    while let next = queue.popLast() {
      guard seen.insert(next).inserted else { continue }
      let routine = program.routines[next.routine]
      for pc in routine.entry...routine.exit {
        let instruction = program.code[Int(pc)]
        let stage = instruction.ownStage ?? (instruction.isHandler ? .unwind : next.stage)
        if instruction.isVisible { places.append(Place(pc: pc, stage: stage)) }
        guard let callee = callee(instruction, program) else { continue }
        let inner = instruction.callStage ?? program.routines[callee].stage ?? stage
        queue.append(Entered(routine: callee, stage: inner))
      }
    }
    return places
  }

  private static func callee(_ instruction: Instruction, _ program: Program) -> Int? {
    switch instruction.op {
    case .call(let routine): routine
    case .hook(let kind): program.hook(kind, of: FileID(0))
    default: nil
    }
  }
}
