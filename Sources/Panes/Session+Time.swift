import Drawing
import KernelRoutines
import Simulation

// Where the visit stands: moving, playing, and the virtual clock of the motion.

extension Session {
  // Pressing next while something still moves finishes that first.
  mutating func forward(at now: Int, _ stride: (Strides, Int) -> Int) {
    if !motion(at: now).isSettled {
      stepBegan = nil
      return
    }
    guard position < recording.last else {
      view.isPlaying = false
      let isStuck = if case .deadlock = recording.outcome { true } else { false }
      view.notice = "\(isStuck ? "it never goes on" : "this is the last step"): g goes back to the start"
      return
    }
    let reached = stride(tour.strides, position)
    jump(to: reached)
    stepBegan = isAnimated ? now : nil
  }

  mutating func back(at now: Int, _ stride: (Strides, Int) -> Int) {
    view.isPlaying = false
    guard position > 0 else {
      view.notice = "this is the start: nothing has happened yet"
      return
    }
    jump(to: stride(tour.strides, position))
  }

  /// Goes to a position at once, without motion.
  public mutating func jump(to position: Int) {
    self.position = min(max(position, 0), recording.last)
    stepBegan = nil
    // These two follow the step.
    view.compareRow = nil
    view.scroll[.events] = nil
    view.scroll[.code] = nil
  }

  // MARK: Playing

  mutating func togglePlay(at now: Int) {
    if position == recording.last, !view.isPlaying { jump(to: 0) }
    view.isPlaying.toggle()
    playedAt = now
  }

  mutating func change(_ steps: Int) {
    let wanted = speed + steps
    guard Self.paces.indices.contains(wanted) else {
      view.notice = steps > 0 ? ">: this is the fastest" : "<: this is the slowest"
      return
    }
    speed = wanted
    view.notice = "a step every \(Self.paces[speed]) ms"
  }

  /// Lets time pass: takes the next step when playing and due.
  public mutating func tick(at now: Int) {
    if motion(at: now).isSettled { stepBegan = nil }
    guard view.isPlaying, now - playedAt >= Self.paces[speed] else { return }
    playedAt = now
    forward(at: now) { $0.next(after: $1) }
    if position == recording.last { view.isPlaying = false }
  }

  /// Milliseconds until the picture changes by itself; nil when it never does.
  public func nextTick(at now: Int) -> Int? {
    if !motion(at: now).isSettled { return Self.frameInterval }
    return view.isPlaying ? max(1, Self.paces[speed] - (now - playedAt)) : nil
  }

  /// Milliseconds a step stays while playing, slowest first.
  static let paces = [4000, 2000, 1200, 700, 400, 200]

  /// Milliseconds: a step that stays shorter brings no grounds along, so that no cell changes its ground more
  /// than once a second.
  static let calmPace = 1000

  /// 30 frames a second at most.
  static let frameInterval = 34

  func motion(at now: Int) -> Motion {
    guard isAnimated, let stepBegan else { return .settled }
    return Motion(elapsed: now - stepBegan)
  }
}
