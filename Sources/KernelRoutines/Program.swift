import MemoryModel

/// A routine in its place in a program.
public struct LinkedRoutine: Hashable, Sendable {
  public var name: String
  public var short: String
  public var file: String
  public var stage: Stage?
  public var fidelity: Routine.Fidelity
  public var isPosted: Bool
  public var entry: Int32 = 0
  /// The instruction that leaves with the pending error.
  public var exit: Int32 = 0
  public var firstLine = 0
  public var lineCount = 0

  public var lineRange: Range<Int> { firstLine..<firstLine + lineCount }
}

/// Every routine a run can reach, as one array of instructions, and its listing.
public struct Program: Sendable {
  public let revision: Revision
  public internal(set) var code: [Instruction]
  public let lines: [CodeLine]
  public let routines: [LinkedRoutine]
  /// The routine that each call of each task starts with.
  private let entries: [[Int]]
  // For each file of the machine and each kind of hook the routine, or -1.
  private let hooks: [[Int]]

  /// Links what the calls of the tasks reach, and the hooks of the drivers.
  public init(_ revision: Revision, calls: [[TaskCall]], drivers: [Driver?]) {
    var assembler = Assembler(revision: revision)
    entries = calls.map { list in list.map { assembler.link($0.entry(revision)) } }
    var table: [[Int]] = []
    for driver in drivers {
      table.append(
        HookKind.allCases.map { kind in
          driver?.routine(kind, revision).map { assembler.link($0) } ?? -1
        })
    }
    assembler.finish()
    self.revision = revision
    code = assembler.code
    lines = assembler.lines
    routines = assembler.routines
    hooks = table
  }

  /// The routine a task's call starts with.
  public func entry(of task: TaskID, call: Int) -> Int { entries[Int(task.index)][call] }

  /// The routine of a hook of the driver behind a file, or nil.
  public func hook(_ kind: HookKind, of file: FileID?) -> Int? {
    guard let file, Int(file.index) < hooks.count else { return nil }
    let routine = hooks[Int(file.index)][Int(kind.rawValue)]
    return routine < 0 ? nil : routine
  }

  public func routine(at pc: Int32) -> LinkedRoutine { routines[Int(code[Int(pc)].routine)] }

  /// The line of an instruction, if it has one.
  public func line(at pc: Int32) -> CodeLine? {
    let line = code[Int(pc)].line
    return line < 0 ? nil : lines[Int(line)]
  }

  /// The id of a step: `stage.function.label[.index]`; a part that adds nothing is left out.
  public func stepID(pc: Int32, stage: Stage, index: Int32) -> String {
    let parts = [stage.id, routine(at: pc).short, code[Int(pc)].label].filter { !$0.isEmpty }
    let id = parts.joined(separator: ".")
    return index < 0 ? id : "\(id).\(index)"
  }
}
