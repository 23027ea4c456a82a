import Drawing
import KernelRoutines
import Simulation

/// The kernel's functions as a listing in our own words: where we are, and what could have happened instead.
struct CodePane: Pane {
  let title = "Code"

  func fact(_ scene: Scene, width: Int) -> String {
    guard let mark = scene.mark else { return "\(scene.facts.processName), user space" }
    let routine = scene.listing.routine(at: mark)
    if scene.facts.taskNames.count > 1 {
      return "\(scene.facts.taskNames[Int(mark.task.index)]), \(routine.file)"
    }
    if routine.file == "the driver" { return driver(scene) }
    return routine.fidelity == .duplicated ? routine.file : "\(routine.file), simplified"
  }

  // A driver that no kernel tree has is said to be invented.
  private func driver(_ scene: Scene) -> String {
    let file = scene.recording.scenario.files.first { $0.path == scene.openedName }
    return file?.isInvented == true ? "invented driver" : "the driver"
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    guard scene.position > 0 else { return request(scene, into: &canvas) }
    let lines = scene.listing.lines(at: scene.position, rows: canvas.height)
    let shown = window(lines, rows: canvas.height, shift: scene.view.scroll[.code] ?? 0)
    let shift = shown.map(\.depth).min() ?? 0
    for (row, line) in shown.enumerated() {
      draw(line, scene, depth: line.depth - shift, row: row, into: &canvas)
    }
  }

  // The current line stays in sight with what follows it; finished lines above scroll away.
  private func window(_ lines: [Listing.Line], rows: Int, shift: Int) -> ArraySlice<Listing.Line> {
    guard lines.count > rows else { return lines[...] }
    let current =
      lines.firstIndex { $0.status == .current || $0.status == .waits } ?? lines.lastIndex {
        $0.status == .failed
      } ?? 0
    let following = min(2, rows / 4)
    let start = max(0, min(current - (rows - 1 - following) + shift, lines.count - rows))
    return lines[start..<start + rows]
  }

  // MARK: Before the first step

  private func request(_ scene: Scene, into canvas: inout Canvas) {
    var row = 0
    for text in source(scene) where row < canvas.height {
      canvas.text(text, x: 3, y: row, limit: canvas.width - 4, Style(.text, bold: true))
      row += 1
    }
    for line in scene.listing.lines(at: 0, rows: 0) where row < canvas.height {
      canvas.put(.pending, x: 1, y: row, Style(.stagePending))
      canvas.text(line.text.text, x: 3, y: row, limit: canvas.width - 4, Style(.stagePending))
      canvas.note(.line(line.text.pc), x: 1, y: row, width: canvas.width - 2)
      row += 1
    }
  }

  private func source(_ scene: Scene) -> [String] {
    guard let call = scene.call else { return [] }
    let size = Amount.bytes(UInt64(call.pages) * 4096)
    var rights: [String] = []
    if call.protection.contains(.read) { rights.append("PROT_READ") }
    if call.protection.contains(.write) { rights.append("PROT_WRITE") }
    if call.protection.contains(.execute) { rights.append("PROT_EXEC") }
    let prot = rights.isEmpty ? "PROT_NONE" : rights.joined(separator: "|")
    var flags = [call.isShared ? "MAP_SHARED" : "MAP_PRIVATE"]
    if call.file == nil { flags.append("MAP_ANONYMOUS") }
    if call.address != nil { flags.append(call.replaces ? "MAP_FIXED" : "MAP_FIXED_NOREPLACE") }
    if call.isLocked { flags.append("MAP_LOCKED") }
    if call.growsDown { flags.append("MAP_GROWSDOWN") }
    let place = (call.address ?? call.hint).map { "0x" + $0.description } ?? "NULL"
    let bytes = call.pageOffset * 4096 + call.oddBytes
    let offset = bytes == 0 ? "0" : "0x" + String(bytes, radix: 16)
    return [
      "mmap(\(place), \(size),", "     \(prot),", "     \(flags.joined(separator: "|")),",
      "     \(call.file == nil ? "-1" : "fd"), \(offset))",
    ]
  }

  // MARK: One line

  private func draw(
    _ line: Listing.Line, _ scene: Scene, depth: Int, row: Int, into canvas: inout Canvas
  ) {
    let x = min(1 + 2 * depth, canvas.width / 2)
    let style = style(line.status)
    if let glyph = glyph(line.status) { canvas.put(glyph, x: x, y: row, markStyle(line.status)) }
    let note = note(line, scene)
    let room = canvas.width - x - 3
    let written = canvas.text(name(line, scene), x: x + 2, y: row, limit: room, style)
    var used = written
    if scene.listing.mayFail(line.text), written + 2 <= room {
      canvas.put(.mayFail, x: x + 3 + written, y: row, Style(.dim))
      used += 2
    }
    // The note goes first when room is short.
    if !note.isEmpty, used + 1 + CellWidth.of(note) <= room {
      canvas.text(
        note, endingAt: canvas.width - 1, y: row, limit: CellWidth.of(note), noteStyle(line.status))
    }
    let thing: Thing = line.position > 0 ? .step(line.position) : .line(line.text.pc)
    canvas.note(thing, x: x, y: row, width: canvas.width - 1 - x)
    if line.isStanding, line.status == .current || line.position == scene.position {
      canvas.markChanged(row: row)
    }
  }

  private func name(_ line: Listing.Line, _ scene: Scene) -> String {
    let filled = hook(line, scene) ?? fill(line.text.text, line, scene)
    // What is not known yet is left away from the first gap on.
    guard let gap = filled.firstIndex(of: "{") else { return filled }
    let known = filled[..<gap]
    return String(known.reversed().drop { " [(".contains($0) }.reversed())
  }

  // As the machine was behind the line's own step; a text without gaps needs no look at it.
  private func fill(_ text: String, _ line: Listing.Line, _ scene: Scene) -> String {
    guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
    let narrator = line.position > 0 ? Narrator(scene.recording, at: line.position) : scene.narrator
    return narrator.fill(text)
  }

  // A hook is called by the name of the driver's function, where it has one.
  private func hook(_ line: Listing.Line, _ scene: Scene) -> String? {
    guard case .hook(let kind) = scene.recording.program.code[Int(line.text.pc)].op else { return nil }
    let program = scene.recording.program
    return program.hook(kind, of: scene.recording.mappedFile).map { program.routines[$0].name }
  }

  private func note(_ line: Listing.Line, _ scene: Scene) -> String {
    switch line.status {
    case .done, .current:
      guard line.position > 0, !line.text.words.note.isEmpty else { return "" }
      return fill(line.text.words.note, line, scene)
    // What a call came back with is told where it arose.
    case .failed where line.text.kind == .call || line.text.kind == .hook: return ""
    case .failed: return "-" + Narrator(scene.recording, at: line.position).fill("{errno}")
    case .notTaken: return scene.narrator.fill(passedBy(line, scene))
    case .waits: return "waits"
    case .onStack, .pending: return ""
    }
  }

  // A table the walk did not have to allocate: because this run made it, or because a neighbour shows that
  // it must exist.
  private func passedBy(_ line: Listing.Line, _ scene: Scene) -> String {
    let levels: [(String, PageTableView.Existence)] = PageTableView(scene).levels.dropFirst().map {
      ("{\($0.level.name.lowercased())exists}", $0.existence)
    }
    for (name, existence) in levels where line.passedBy == name { return existence.word }
    return line.passedBy
  }

  private func glyph(_ status: Listing.Status) -> Glyph? {
    switch status {
    case .done: .done
    case .onStack: .onStack
    case .current: nil
    case .pending: .pending
    case .notTaken: .skipped
    case .failed: .failed
    case .waits: .waits
    }
  }

  private func style(_ status: Listing.Status) -> Style {
    switch status {
    case .done: Style(.text)
    case .onStack, .current: Style(.text, bold: true)
    case .pending: Style(.stagePending)
    case .notTaken: Style(.stageSkipped)
    case .failed: Style(.error, bold: true)
    case .waits: Style(.warn)
    }
  }

  private func markStyle(_ status: Listing.Status) -> Style {
    status == .done ? Style(.ok) : style(status)
  }

  private func noteStyle(_ status: Listing.Status) -> Style {
    status == .failed ? Style(.error) : Style(.dim)
  }
}
