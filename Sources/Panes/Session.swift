import Drawing
import KernelRoutines
import Simulation

/// A person's visit to a run: where they stand, what they switched on, and the virtual clock of the motion.
///
/// Time is given from outside in milliseconds, so that tests, screen and films see the same frames.
public struct Session: Sendable {
  public private(set) var tour: Tour
  public private(set) var position = 0
  public private(set) var view = Scene.View()
  public private(set) var isAnimated: Bool
  public private(set) var isASCII: Bool
  public private(set) var isBlank = false
  /// Index of the theme in the caller's list.
  public private(set) var theme: Int
  public private(set) var wantsQuit = false
  public private(set) var wantsRedraw = false

  // The runs that were changed, oldest first, each with where it was left.
  private var diversions: [(tour: Tour, position: Int)] = []
  private let themeCount: Int
  private let tier: GlyphTier
  private var stepBegan: Int?
  private var playedAt = 0
  private var speed = 2

  /// Milliseconds a step stays while playing, slowest first.
  static let paces = [4000, 2000, 1200, 700, 400, 200]

  public init(
    _ recording: Recording, theme: Int = 0, themeCount: Int, tier: GlyphTier = .rich, isAnimated: Bool = true,
    origin: String = ""
  ) {
    tour = Tour(recording)
    self.theme = theme
    self.themeCount = max(1, themeCount)
    self.tier = tier
    self.isAnimated = isAnimated
    isASCII = tier == .ascii
    view.origin = origin
  }

  public var recording: Recording { tour.recording }

  // MARK: Keys

  /// Does what a key means. A key that cannot act says why in the hint line.
  public mutating func press(_ key: String, at now: Int) {
    view.notice = ""
    wantsRedraw = false
    let known = KeyMap.standard.intent(key)
    if isBlank, known != .quit {
      isBlank = false
      return
    }
    guard let intent = known else {
      view.notice = "\(key): no such key here, ? lists them"
      return
    }
    if view.showsHelp, intent != .quit, intent != .theme, intent != .ascii {
      if [.help, .close, .next].contains(intent) { view.showsHelp = false }
      return
    }
    act(intent, at: now)
  }

  private mutating func act(_ intent: Intent, at now: Int) {
    switch intent {
    case .next: forward(at: now) { $0.next(after: $1) }
    case .nextStage: forward(at: now) { $0.nextStage(after: $1) }
    case .subStep: forward(at: now) { strides, position in min(position + 1, strides.last) }
    case .previous: back(at: now) { $0.previous(before: $1) }
    case .previousStage: back(at: now) { $0.previousStage(before: $1) }
    case .subStepBack: back(at: now) { _, position in max(position - 1, 0) }
    case .first: jump(to: 0)
    case .last: jump(to: recording.last)
    case .play: togglePlay(at: now)
    case .slower, .faster: change(intent == .faster ? 1 : -1)
    case .fail: failHere(at: now)
    case .undoFail: undoFail()
    default:
      if let number = KeyMap.choice(intent) { choose(number) } else { dress(intent) }
    }
  }

  private mutating func dress(_ intent: Intent) {
    switch intent {
    case .theme: theme = (theme + 1) % themeCount
    case .ascii where tier == .ascii: view.notice = "A: this terminal shows ASCII only"
    case .ascii: isASCII.toggle()
    case .animation:
      isAnimated.toggle()
      view.notice = isAnimated ? "motion is on" : "motion is off"
    case .blank: isBlank = true
    case .help: view.showsHelp = true
    case .redraw: wantsRedraw = true
    case .quit: wantsQuit = true
    case .close: view.notice = "Esc: nothing is open that it could close"
    default: break
    }
  }

  // MARK: Moving

  // Pressing next while something still moves finishes that first.
  private mutating func forward(at now: Int, _ stride: (Strides, Int) -> Int) {
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
    position = stride(tour.strides, position)
    stepBegan = isAnimated ? now : nil
  }

  private mutating func back(at now: Int, _ stride: (Strides, Int) -> Int) {
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
  }

  // MARK: Playing

  private mutating func togglePlay(at now: Int) {
    if position == recording.last, !view.isPlaying { jump(to: 0) }
    view.isPlaying.toggle()
    playedAt = now
  }

  private mutating func change(_ steps: Int) {
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

  /// 30 frames a second at most.
  static let frameInterval = 34

  private func motion(at now: Int) -> Motion {
    guard isAnimated, let stepBegan else { return .settled }
    return Motion(elapsed: now - stepBegan)
  }

  // MARK: What if

  private mutating func failHere(at now: Int) {
    guard position > 0 else {
      view.notice = "x: nothing has happened yet that could fail"
      return
    }
    guard recording.mark(position)?.outcome != .failed else {
      view.notice = "x: this step fails already"
      return
    }
    guard let changed = recording.failing(at: position) else {
      view.notice = "x: this step cannot fail"
      return
    }
    divert(to: changed)
    view.notice = "\(recording.decisions.last.map(\.description) ?? "")   X takes it back"
  }

  // Another task runs next, from here on.
  private mutating func choose(_ number: Int) {
    let others = recording.others(at: position)
    guard others.indices.contains(number), let changed = recording.running(others[number], from: position)
    else {
      view.notice =
        others.isEmpty
        ? "\(number + 1): nobody else could run next" : "\(number + 1): only 1 to \(others.count)"
      return
    }
    let name = recording.facts.taskNames[Int(others[number].index)]
    divert(to: changed)
    view.notice = "\(name) runs next   X takes it back"
  }

  // What was there before is kept whole: the way back gives exactly that run and place.
  private mutating func divert(to changed: Recording) {
    diversions.append((tour, position))
    tour = Tour(changed)
    view.isDiverted = true
    stepBegan = nil
  }

  private mutating func undoFail() {
    guard let (earlier, place) = diversions.popLast() else {
      view.notice = "X: nothing was changed"
      return
    }
    tour = earlier
    view.isDiverted = !diversions.isEmpty
    jump(to: place)
  }

  // MARK: The picture

  /// The scene at a moment.
  public func scene(at now: Int) -> Scene {
    Scene(tour, at: position, view: view, motion: motion(at: now))
  }

  /// The picture at a moment in a window of some size.
  public func frame(_ size: Size, at now: Int) -> Frame {
    if isBlank { return Frame(size) }
    return Screen.draw(scene(at: now), size: size, glyphs: GlyphSet(isASCII ? .ascii : tier))
  }
}
