import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// Who must let go of what: each waiting task, the lock it wants, and who holds that. Tasks in a ring have
/// double lines, bystanders single ones. While nobody waits it is the lock list.
struct WaitsPane: Pane {
  let title = "Waits for"

  func fact(_ scene: Scene, width: Int) -> String {
    let waiting = Self.waiting(scene)
    guard let first = waiting.first else { return "nobody waits" }
    let ring = waiting.compactMap { WaitGraph(scene.state).ring(from: $0) }.first
    if let ring { return ring.count == 1 ? "a task waits for itself" : "a ring of \(ring.count) tasks" }
    return waiting.count == 1 ? "\(scene.facts.taskNames[Int(first.index)]) waits" : "\(waiting.count) wait"
  }

  private static let blockRows = 5

  func rows(_ scene: Scene, width: Int) -> Int {
    Self.waiting(scene).count * Self.blockRows
  }

  private static func waiting(_ scene: Scene) -> [TaskID] {
    let graph = WaitGraph(scene.state)
    let tasks = scene.state.tasks.filter { $0.status == .waiting }.map(\.id)
    // Whoever is in the ring comes first.
    return tasks.filter { graph.ring(from: $0) != nil } + tasks.filter { graph.ring(from: $0) == nil }
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let waiting = Self.waiting(scene)
    guard !waiting.isEmpty else {
      // In a large window the lock list has a pane of its own.
      return canvas.height >= 16 ? wouldWait(scene, into: &canvas) : LocksPane().draw(scene, into: &canvas)
    }
    for (number, task) in waiting.enumerated() {
      guard let lock = scene.state.task(task).waitsFor else { continue }
      let area = Rect(x: 0, y: number * Self.blockRows, width: canvas.width, height: Self.blockRows)
      guard area.bottom <= canvas.height else { return }
      canvas.within(area) { Self.edge(task, lock, scene, into: &$0) }
    }
  }

  // Nobody waits: who would, for what, and who would have to let go of it.
  private func wouldWait(_ scene: Scene, into canvas: inout Canvas) {
    let head = "nobody waits; who would now, and for what:"
    canvas.text(head, x: 1, y: 0, limit: canvas.width - 2, Style(.dim))
    var y = 2
    for sight in Thing.Sight.allCases {
      guard case .waits(let lock, let owner) = scene.observers.view(sight).sight else { continue }
      canvas.put(.waits, x: 1, y: y, Style(.warn))
      canvas.text(sight.title, x: 3, y: y, limit: 14, Style(.text))
      let holder = owner.map { ", held by \(scene.facts.taskNames[Int($0.index)])" } ?? ""
      canvas.text("\(lock.name)\(holder)", x: 18, y: y, limit: canvas.width - 19, Style(.warn))
      canvas.note(.sight(sight), x: 1, y: y, width: canvas.width - 2)
      y += 1
    }
    if y == 2 { canvas.text("nobody", x: 3, y: y, limit: canvas.width - 4, Style(.dim)) }
  }

  private static let nodeWidth = 13

  // One task, the lock it wants, and below whom that belongs to.
  private static func edge(_ task: TaskID, _ lock: LockID, _ scene: Scene, into canvas: inout Canvas) {
    let graph = WaitGraph(scene.state)
    let isRing = graph.ring(from: task) != nil
    let name = scene.facts.taskNames[Int(task.index)]
    let right = canvas.width - 1 - nodeWidth
    node(name, x: 1, isDouble: isRing, into: &canvas)
    node(lock.name, x: right, isDouble: isRing, into: &canvas)
    let style = Style(isRing ? .error : .warn)
    let line: Glyph = isRing ? .boxH : .lineH
    let from = 2 + nodeWidth
    canvas.line(line, x: from, y: 0, length: right - from - 2, style)
    canvas.put(.running, x: right - 2, y: 0, style)
    // Of a VMA only who would write waits: until its last reader has left.
    let mode = scene.state.semaphore(lock)?.queue.first { $0.task == task }?.mode ?? .write
    center("wants \(mode == .write ? "W" : "R")", from, right - 2, y: 0, style, into: &canvas)
    let holders = graph.blockers(of: task)
    if holders == [task] {
      canvas.line(line, x: from + 1, y: 2, length: right - from - 2, style)
      canvas.put(.undoing, x: from, y: 2, style)
      center("holds", from, right - 1, y: 2, style, into: &canvas)
    }
    let held = holders.map { $0 == task ? "itself" : scene.facts.taskNames[Int($0.index)] }
    let text = "held by \(held.joined(separator: ", "))"
    canvas.text(
      text, endingAt: canvas.width - 2, y: 3, limit: canvas.width - 3, Style(isRing ? .error : .text))
    canvas.put(.waits, x: 1, y: 3, Style(.warn))
    if let lane = LaneTrack.lane(of: lock) {
      canvas.note(.lock(lane), x: right, y: 0, width: nodeWidth, height: 3)
    }
    let lane = LaneTrack.lane(of: lock)
    let since = lane.flatMap { scene.lanes.since($0, by: task, at: scene.position, waiting: true) }
    if let position = since {
      canvas.note(.step(position), x: 1, y: 0, width: nodeWidth, height: 3)
      canvas.text("since step \(position)", x: 3, y: 3, limit: 16, Style(.dim))
    }
  }

  private static func center(
    _ text: String, _ from: Int, _ to: Int, y: Int, _ style: Style, into canvas: inout Canvas
  ) {
    guard text.count < to - from else { return }
    canvas.text(text, x: from + (to - from - text.count) / 2, y: y, style)
  }

  private static func node(_ name: String, x: Int, isDouble: Bool, into canvas: inout Canvas) {
    canvas.within(Rect(x: x, y: 0, width: nodeWidth, height: 3)) { box in
      if isDouble {
        HelpOverlay.box(into: &box)
      } else {
        single(into: &box)
      }
      box.text(name, x: 2, y: 1, limit: nodeWidth - 4, Style(.text, bold: true))
    }
  }

  private static func single(into canvas: inout Canvas) {
    let style = Style(.border)
    for y in [0, canvas.height - 1] { canvas.line(.lineH, x: 1, y: y, length: canvas.width - 2, style) }
    for x in [0, canvas.width - 1] {
      for y in 1..<canvas.height - 1 { canvas.put(.lineV, x: x, y: y, style) }
    }
    canvas.put(.cornerTopLeft, x: 0, y: 0, style)
    canvas.put(.cornerTopRight, x: canvas.width - 1, y: 0, style)
    canvas.put(.cornerBottomLeft, x: 0, y: canvas.height - 1, style)
    canvas.put(.cornerBottomRight, x: canvas.width - 1, y: canvas.height - 1, style)
  }
}
