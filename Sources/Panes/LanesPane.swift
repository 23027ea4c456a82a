import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// Per task one bar for each lock over the run: how the threads interleave.
struct LanesPane: Pane {
  let title = "Lanes"

  func fact(_ scene: Scene, width: Int) -> String { "M mmap_lock  V VMA  I i_mmap  P page table" }

  private static let axisColumn = 18

  func rows(_ scene: Scene, width: Int) -> Int { scene.lanes.lanes.count + 1 }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let axis = Axis(last: scene.recording.last, width: canvas.width - Self.axisColumn - 1)
    stages(scene, axis, into: &canvas)
    var y = 1
    var task: TaskID?
    for lane in scene.lanes.ordered {
      if task != lane.task {
        canvas.text(
          scene.facts.taskNames[Int(lane.task.index)], x: 1, y: y, limit: 11, Style(.text, bold: true))
        task = lane.task
      }
      canvas.text(String(lane.lock.letter), x: 14, y: y, Style(.dim))
      draw(lane, scene, axis, y: y, into: &canvas)
      waiting(lane, scene, axis, y: y, into: &canvas)
      canvas.note(.lock(lane.lock), x: 14, y: y, width: canvas.width - 15)
      y += 1
    }
    let now = Self.axisColumn + axis.column(scene.position)
    for row in 1..<max(y, 2) where row < canvas.height {
      canvas.put(.lineV, x: now, y: row, Style(.descChanged))
    }
    canvas.put(.onStack, x: now, y: 0, Style(.descChanged, bold: true))
  }

  /// Positions on columns.
  private struct Axis {
    let last: Int
    let width: Int

    func column(_ position: Int) -> Int { last > 0 ? position * (width - 1) / last : 0 }
    /// The positions that fall on a column: at least one.
    func positions(_ column: Int) -> ClosedRange<Int> {
      let low = column * last / max(1, width - 1)
      return low...max(low, (column + 1) * last / max(1, width - 1) - 1)
    }
  }

  // Where the mapper's stages begin: a tick always, and as much of the name as there is room for.
  private func stages(_ scene: Scene, _ axis: Axis, into canvas: inout Canvas) {
    var starts: [(x: Int, name: String)] = []
    var seen: [Stage] = []
    for (number, mark) in scene.recording.marks.enumerated() where !seen.contains(mark.stage) {
      guard Stage.rail.contains(mark.stage) else { continue }
      seen.append(mark.stage)
      starts.append((Self.axisColumn + axis.column(number), mark.stage.title))
    }
    // Stages may come in another order than that of the rail.
    starts.sort { $0.x < $1.x }
    for (place, start) in starts.enumerated() {
      canvas.put(.lineV, x: start.x, y: 0, Style(.border))
      let end = place + 1 < starts.count ? starts[place + 1].x : canvas.width - 1
      let room = max(0, end - start.x - 1)
      let name =
        room > start.name.count || place + 1 == starts.count ? start.name : String(start.name.prefix(room))
      if room >= 3 { canvas.text(name, x: start.x + 1, y: 0, limit: room, Style(.dim)) }
    }
  }

  // Whoever waits says for whom: behind the bar, or inside it where it is long, or before it.
  private func waiting(
    _ lane: LaneTrack.Lane, _ scene: Scene, _ axis: Axis, y: Int, into canvas: inout Canvas
  ) {
    guard let lock = scene.state.task(lane.task).waitsFor, LaneTrack.lane(of: lock) == lane.lock else {
      return
    }
    let holders = WaitGraph(scene.state).blockers(of: lane.task).map {
      $0 == lane.task ? "itself" : scene.facts.taskNames[Int($0.index)]
    }
    let by = holders.joined(separator: ", ")
    let now = Self.axisColumn + axis.column(scene.position)
    let bar = lane.holds.last { $0.first <= scene.position && $0.last >= scene.position }
    let start = Self.axisColumn + axis.column(bar?.first ?? scene.position)
    for text in ["waits, held by \(by)", "held by \(by)", by] {
      if now + 3 + text.count < canvas.width {
        canvas.text(text, x: now + 2, y: y, Style(.warn))
      } else if now - start > text.count + 4 {
        canvas.text(" \(text) ", endingAt: now - 1, y: y, limit: text.count + 2, Style(.warn))
      } else if start - Self.axisColumn > text.count + 2, isFree(lane, before: bar?.first ?? 0, text, axis) {
        canvas.text(" \(text) ", endingAt: start, y: y, limit: text.count + 2, Style(.warn))
      } else {
        continue
      }
      return
    }
  }

  // Nothing of the lane's own stands where a text before its last bar would.
  private func isFree(_ lane: LaneTrack.Lane, before first: Int, _ text: String, _ axis: Axis) -> Bool {
    let from = axis.column(first) - text.count - 2
    return !lane.holds.contains { $0.first < first && axis.column($0.last) >= from }
  }

  private func draw(
    _ lane: LaneTrack.Lane, _ scene: Scene, _ axis: Axis, y: Int, into canvas: inout Canvas
  ) {
    // Once over the holds, whose number may be far above that of the columns.
    let end = axis.column(scene.position)
    var cells = [LaneTrack.Hold?](repeating: nil, count: end + 1)
    for hold in lane.holds where hold.first <= axis.positions(end).upperBound {
      var column = max(0, axis.column(hold.first) - 1)
      while column <= end, axis.positions(column).upperBound < hold.first { column += 1 }
      while column <= end, axis.positions(column).lowerBound <= hold.last {
        cells[column] = cells[column].map { max($0, hold.hold) } ?? hold.hold
        column += 1
      }
    }
    for (column, hold) in cells.enumerated() {
      let x = Self.axisColumn + column
      switch hold {
      case .write?: canvas.put(.blockAnon, x: x, y: y, Style(.lockWrite))
      case .read?: canvas.put(.blockFile, x: x, y: y, Style(.lockRead))
      case .waits?: canvas.put(.blockPFN, x: x, y: y, Style(.warn))
      case nil: canvas.put(.pending, x: x, y: y, Style(.lockNone))
      }
    }
  }
}
