import Drawing
import KernelRoutines
import Simulation

/// The stage rail: names, the track with the reading head, and the row of notes. Always three rows.
enum Rail {
  static func draw(_ scene: Scene, into canvas: inout Canvas) {
    let bounds = boundaries(canvas.width)
    names(scene, bounds, into: &canvas)
    track(scene, bounds, into: &canvas)
    notes(scene, bounds, into: &canvas)
  }

  /// The columns at which the stages begin, and the last column.
  static func boundaries(_ width: Int) -> [Int] {
    var sum = 0
    var bounds = [1]
    for share in StageTrack.shares {
      sum += share
      bounds.append(1 + (width - 2) * sum / 78)
    }
    return bounds
  }

  /// The column of a place on the axis: inside its stage, never on a boundary.
  static func column(_ place: StageTrack.Place, _ bounds: [Int]) -> Int {
    let first = bounds[place.stage] + 1
    let room = bounds[place.stage + 1] - first
    return first + min(room - 1, Int(place.fraction * Double(room)))
  }

  // MARK: Names

  private static func names(_ scene: Scene, _ bounds: [Int], into canvas: inout Canvas) {
    for (number, stage) in Stage.rail.enumerated() {
      let status = scene.track.status(number, at: scene.position)
      let x = bounds[number]
      let room = bounds[number + 1] - x
      // What has no room behind the name is left out whole.
      let whole = stage.title + suffix(scene, stage, status)
      let title = whole.count + 3 <= room ? whole : stage.title
      canvas.note(.stage(number), x: x, y: 0, width: room)
      switch status {
      case .running, .undoing, .stuck:
        let glyph: Glyph = status == .running ? .running : status == .stuck ? .stuck : .undoing
        let style = Style(.stageActive, bold: true)
        canvas.text("   \(title) ", x: x, y: 0, limit: room, style)
        canvas.put(glyph, x: x + 1, y: 0, style)
      case .failed: name(title, .failed, Style(.error, bold: true), x, room, into: &canvas)
      case .done: name(title, .done, Style(.stageDone), x, room, into: &canvas)
      case .undone: name(title, .undoing, Style(.stageSkipped), x, room, into: &canvas)
      case .skipped: name(title, .skipped, Style(.stageSkipped), x, room, into: &canvas)
      case .pending: name(title, .pending, Style(.stagePending), x, room, into: &canvas)
      }
    }
  }

  private static func name(
    _ title: String, _ glyph: Glyph, _ style: Style, _ x: Int, _ room: Int, into canvas: inout Canvas
  ) {
    let mark = glyph == .done ? Style(.ok) : style
    canvas.put(glyph, x: x + 1, y: 0, mark)
    canvas.text(title, x: x + 3, y: 0, limit: room - 3, style)
  }

  // How far the action has come, or with which error a stage failed.
  private static func suffix(_ scene: Scene, _ stage: Stage, _ status: StageTrack.Status) -> String {
    if status == .failed || (status == .undoing && isFailed(scene, stage)) {
      return failure(scene).map { " -\($0)" } ?? ""
    }
    guard stage == .action, status == .running || status == .done, let walk = scene.task.walk,
      walk.range.bytes > 0
    else { return "" }
    return status == .running ? " \(walk.written)/\(walk.range.pages)" : ""
  }

  // The stage that is being undone is the one that failed.
  private static func isFailed(_ scene: Scene, _ stage: Stage) -> Bool {
    guard let position = scene.track.failure(before: scene.position) else { return false }
    return Stage.rail[scene.track.place(position).stage] == stage
  }

  private static func failure(_ scene: Scene) -> String? {
    guard let position = scene.track.failure(before: scene.position) else { return nil }
    return Narrator(scene.recording, at: position).fill("{errno}")
  }

  // MARK: Track

  private static func track(_ scene: Scene, _ bounds: [Int], into canvas: inout Canvas) {
    let y = 1
    let head = column(scene.track.place(scene.position), bounds)
    for number in Stage.rail.indices {
      let status = scene.track.status(number, at: scene.position)
      for x in bounds[number] + 1..<bounds[number + 1] {
        let heavy =
          status == .done || ((status == .running || status == .undoing || status == .stuck) && x < head)
        canvas.put(heavy ? .lineHeavy : .lineH, x: x, y: y, Style(heavy ? .title : .border))
      }
      let passed = status != .pending && status != .skipped
      canvas.put(.cross, x: bounds[number], y: y, Style(passed ? .title : .border))
    }
    canvas.put(.teeLeft, x: bounds[Stage.rail.count], y: y, Style(.border))
    if let failed = scene.track.failure(before: scene.position) {
      canvas.put(.failed, x: column(scene.track.place(failed), bounds), y: y, Style(.error, bold: true))
    }
    if scene.mark?.outcome != .failed { canvas.put(.head, x: head, y: y, Style(.descChanged)) }
  }

  // MARK: Notes

  private static func notes(_ scene: Scene, _ bounds: [Int], into canvas: inout Canvas) {
    let y = 2
    for place in scene.track.mayFail {
      canvas.put(.mayFail, x: column(place, bounds), y: y, Style(.dim))
    }
    canvas.text("! may fail", endingAt: canvas.width - 1, y: y, limit: 10, Style(.dim))
    guard scene.track.isUnwinding(scene.position),
      let failure = scene.track.failure(before: scene.position)
    else { return }
    let from = column(scene.track.place(failure), bounds)
    let to = column(scene.track.place(scene.position), bounds)
    guard to < from else { return }
    canvas.put(.returnArrow, x: to, y: y, Style(.error))
    canvas.line(.lineH, x: to + 1, y: y, length: from - to - 1, Style(.error))
    canvas.put(.returnCorner, x: from, y: y, Style(.error))
  }
}
