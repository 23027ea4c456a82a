import Drawing
import KernelRoutines
import Simulation

/// A person's visit to a run: where they stand, what they switched on, and the virtual clock of the motion.
///
/// Time is given from outside in milliseconds, so that tests, screen and films see the same frames.
public struct Session: Sendable {
  public internal(set) var tour: Tour
  public internal(set) var position = 0
  public internal(set) var view = Scene.View()
  public internal(set) var isAnimated: Bool
  public internal(set) var isASCII: Bool
  public internal(set) var isBlank = false
  /// Index of the theme in the caller's list.
  public internal(set) var theme: Int
  public internal(set) var wantsQuit = false
  public internal(set) var wantsRedraw = false

  /// The window: what can be selected and where a click falls depends on it.
  public internal(set) var size = Layout.smallest

  // The runs that were changed, oldest first, each with where it was left.
  var diversions: [(tour: Tour, position: Int)] = []
  /// The run beside those of other kernels, once it was asked for.
  var compare: CompareTour?
  /// The other kernels in the order in which columns take them.
  var kernelOrder: [Revision] = []
  var presetBefore: Preset?
  /// Bookmarks: the step of each letter.
  var marks: [String: String] = [:]
  private let themeCount: Int
  /// Which keys mean what to this person.
  let keys: KeyMap
  let tier: GlyphTier
  var stepBegan: Int?
  var playedAt = 0
  var speed = 2

  public init(
    _ recording: Recording, theme: Int = 0, themeCount: Int, tier: GlyphTier = .rich, isAnimated: Bool = true,
    origin: String = "", preferences: Preferences = Preferences()
  ) {
    tour = Tour(recording)
    self.theme = theme
    self.themeCount = max(1, themeCount)
    self.tier = tier
    self.isAnimated = isAnimated
    isASCII = tier == .ascii
    keys = preferences.keys
    speed = preferences.speed.map { $0 - 1 } ?? speed
    view.origin = origin
    view.preset = preferences.view
    view.ownKeys = keys.own.map { "\($0.key) \($0.intent?.rawValue ?? "nothing")" }
    for (name, shown) in HintLine.keys {
      let own = keys.key(insteadOf: name)
      if own != name { view.shownKeys[shown] = own ?? "" }
    }
  }

  public var recording: Recording { tour.recording }

  // MARK: Keys

  /// Does what a key means. A key that cannot act says why in the hint line.
  public mutating func press(_ key: String, at now: Int) {
    view.notice = ""
    wantsRedraw = false
    let known = keys.intent(key)
    if isBlank, known != .quit {
      isBlank = false
      return
    }
    guard view.prompt == nil else { return type(key, at: now) }
    guard let intent = KeyMap.inside(key, view.isInside) ?? known else {
      view.notice = "\(key): no such key here, ? lists them"
      return
    }
    if view.sheet != nil, closesSheet(intent) { return }
    if view.showsHelp, intent != .quit, intent != .theme, intent != .ascii {
      if [.help, .close, .next].contains(intent) { view.showsHelp = false }
      return
    }
    act(intent, at: now)
  }

  // An explanation lies over the picture until the next key; those that only close it do nothing else.
  private mutating func closesSheet(_ intent: Intent) -> Bool {
    if [.lastChange, .nextChange, .theme, .ascii].contains(intent) { return false }
    view.sheet = nil
    return [.close, .explain, .enter].contains(intent)
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
    case .compare: toggleCompare()
    case .nextDifference: nextDifference()
    case .find: open(.find)
    case .command: open(.command)
    case .mark: open(.mark)
    case .recall: open(.recall)
    case .findNext, .findPrevious: findNext(forward: intent == .findNext)
    default:
      if let number = KeyMap.choice(intent) { return choose(number) }
      look(intent, at: now)
      dress(intent)
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
    case .close: close()
    default: break
    }
  }

  // One thing at a time, the innermost first.
  private mutating func close() {
    if view.isInside {
      view.isInside = false
    } else if view.selected != nil {
      view.selected = nil
    } else if !view.query.isEmpty {
      view.query = ""
    } else if view.zoom != nil {
      view.zoom = nil
    } else if view.preset == .compare {
      toggleCompare()
    } else if view.focus != nil {
      view.focus = nil
    } else {
      view.notice = "Esc: nothing is open that it could close"
    }
  }

  // MARK: The picture

  /// The scene at a moment.
  public func scene(at now: Int) -> Scene {
    Scene(tour, at: position, view: view, motion: motion(at: now), compare: compare)
  }

  /// The picture at a moment in a window of some size.
  public func frame(_ size: Size, at now: Int) -> Frame {
    if isBlank { return Frame(size) }
    let frame = Screen.draw(scene(at: now), size: size, glyphs: GlyphSet(isASCII ? .ascii : tier))
    return view.isPlaying && Self.paces[speed] < Self.calmPace ? frame.withoutGrounds : frame
  }
}
