import Drawing
import Simulation

/// A telling driven live: it plays by itself from one pause to the next, and the speaker says when it goes
/// on.
///
/// Any key of the program that is not one of the talk's leaves the script: from there it is the program
/// itself, on the run and at the step that is shown, until `R` gives the script back where it was left.
public struct Presentation: Show, Sendable {
  public private(set) var theme = 0
  public private(set) var wantsQuit = false
  public private(set) var wantsRedraw = false
  public var isBlank: Bool { blankSince != nil }
  /// Index of the cue that is shown.
  public private(set) var place = 0
  /// The visit beside the script.
  public private(set) var session: Session?
  public let telling: Telling
  private let themeCount: Int
  private let tier: GlyphTier
  private let isAnimated: Bool
  private let preferences: Preferences
  private let length: Int
  private var size = Layout.smallest
  private let hasPauses: Bool
  private var cueBegan = 0
  private var talkBegan: Int?
  private var lastStep: Int?
  private var asksToQuit = false
  /// When the screen was blanked: the script waits meanwhile.
  private var blankSince: Int?

  private static let asking = "q again quits"

  /// Milliseconds in which a step key that comes again is a sticky button.
  static let repeated = 150

  /// - Parameter length: milliseconds of the talk; nil takes what the script's holds add up to.
  public init(
    _ telling: Telling, themeCount: Int, tier: GlyphTier = .rich, isAnimated: Bool = true,
    length: Int? = nil, preferences: Preferences = Preferences()
  ) {
    self.telling = telling
    self.themeCount = max(1, themeCount)
    self.tier = tier
    self.isAnimated = isAnimated
    self.preferences = preferences
    self.length = length ?? telling.cues.reduce(0) { $0 + telling.entrance($1) + $1.hold }
    hasPauses = telling.cues.contains(where: \.isPause)
  }

  public var cue: Cue { telling.cues[place] }
  private var isLast: Bool { place + 1 == telling.cues.count }

  /// Where the speaker is waited for: at pauses, at the end, and at every picture of a script without pauses.
  public func isStop(_ cue: Cue) -> Bool { cue.isPause || !hasPauses && !cue.isPassing }

  // MARK: Keys

  public mutating func press(_ key: String, at now: Int) {
    wantsRedraw = false
    talkBegan = talkBegan ?? now
    let isTyping = session?.view.prompt != nil && !isBlank
    if key == "ctrl-c" && !isTyping || asksToQuit && key == "q" {
      wantsQuit = true
      return
    }
    asksToQuit = false
    if isBlank { return light(at: now) }
    if session != nil { return leave(key, at: now) }
    switch key {
    case "q": asksToQuit = true
    case ".", "b": blankSince = now
    case "t": theme = (theme + 1) % themeCount
    case "ctrl-l": wantsRedraw = true
    case "f5": show(0, at: now)
    // One button of many remotes sends F5 and Escape in turn.
    case "escape", "R": break
    case "home", "g": show(0, at: now)
    case "right", "l", "space", " ", "page-down", "enter", "n", "down":
      if !isSticky(now) { advance(at: now) }
    case "left", "h", "backspace", "page-up", "up":
      if !isSticky(now) { goBack(at: now) }
    default:
      if preferences.keys.intent(key) != nil { leaveScript(key, at: now) }
    }
  }

  // What had not come to its end has as long as it had.
  private mutating func light(at now: Int) {
    if let blankSince { cueBegan += now - blankSince }
    blankSince = nil
  }

  private mutating func isSticky(_ now: Int) -> Bool {
    defer { lastStep = now }
    return lastStep.map { now - $0 < Self.repeated } ?? false
  }

  private mutating func leaveScript(_ key: String, at now: Int) {
    var session = Session(
      telling.tours[cue.tour].recording, theme: theme, themeCount: themeCount, tier: tier,
      isAnimated: isAnimated, preferences: preferences)
    session.resize(to: size)
    session.jump(to: cue.position)
    session.press(key, at: now)
    self.session = session
  }

  // While something is typed, the letters belong to it.
  private mutating func leave(_ key: String, at now: Int) {
    let isTyping = session?.view.prompt != nil
    switch key {
    case "R" where !isTyping:
      session = nil
      cueBegan = now - entrance
    case "q" where !isTyping: asksToQuit = true
    case "." where !isTyping: blankSince = now
    default:
      session?.press(key, at: now)
      // Leaving the program that was looked at leaves the talk, once it is confirmed.
      asksToQuit = session?.wantsQuit ?? false
      session?.wantsQuit = false
      theme = session?.theme ?? theme
      wantsRedraw = session?.wantsRedraw ?? false
    }
  }

  // The mouse belongs to the program beside the script, as its keys do.
  public mutating func resize(to size: Size) {
    self.size = size
    session?.resize(to: size)
  }
  public mutating func click(x: Int, y: Int, at now: Int) {
    if isBlank { return light(at: now) }
    session?.click(x: x, y: y, at: now)
  }
  public mutating func wheel(up: Bool, x: Int, y: Int, at now: Int) {
    if !isBlank { session?.wheel(up: up, x: x, y: y, at: now) }
  }

  // MARK: The script

  private mutating func show(_ index: Int, at now: Int) {
    place = index
    cueBegan = now
  }

  // What moves is finished first, as in the program; then it goes on to the next picture.
  private mutating func advance(at now: Int) {
    if now - cueBegan < entrance {
      cueBegan = now - entrance
      return
    }
    guard !isLast else { return }
    var next = place + 1
    if telling.cues[place].isPassing {
      while telling.cues[next].isPassing, next + 1 < telling.cues.count { next += 1 }
      show(next, at: now - telling.entrance(telling.cues[next]))
    } else {
      show(next, at: now)
    }
  }

  private mutating func goBack(at now: Int) {
    var index = max(0, place - 1)
    while index > 0, telling.cues[index].isPassing { index -= 1 }
    show(index, at: now)
    cueBegan = now - entrance
  }

  private var entrance: Int { isAnimated ? telling.entrance(cue) : 0 }
  private var leavesAfter: Int { entrance + cue.hold }

  public mutating func tick(at now: Int) {
    if isBlank { return }
    if session != nil {
      session?.tick(at: now)
      return
    }
    guard talkBegan != nil || hasPauses else { return }
    talkBegan = talkBegan ?? now
    if cueBegan == 0 { cueBegan = now }
    guard !isStop(cue), !isLast, now - cueBegan >= leavesAfter else { return }
    show(place + 1, at: now)
  }

  public func nextTick(at now: Int) -> Int? {
    // The clock of the notes goes on in any case.
    let second = talkBegan.map { 1000 - (now - $0) % 1000 } ?? 1000
    if isBlank { return second }
    if let session { return min(session.nextTick(at: now) ?? second, second) }
    if cueBegan > 0, now - cueBegan < entrance { return Session.frameInterval }
    guard !isStop(cue), !isLast else { return second }
    return max(1, min(second, leavesAfter - (now - cueBegan)))
  }

  // MARK: The picture

  public func frame(_ size: Size, at now: Int) -> Frame {
    if isBlank { return Frame(size) }
    let glyphs = GlyphSet(tier)
    if var session {
      session.view.status = asksToQuit ? Self.asking : "off script, R goes back"
      return session.frame(size, at: now)
    }
    let elapsed = now - cueBegan
    return telling.frame(
      cue, elapsed: elapsed < entrance ? elapsed : nil, status: asksToQuit ? Self.asking : clock(now),
      size: size, glyphs: glyphs)
  }

  /// Elapsed and remaining time, as `2:05 left 7:55`.
  public func clock(_ now: Int) -> String {
    let elapsed = talkBegan.map { now - $0 } ?? 0
    let left = length - elapsed
    return "\(Self.minutes(elapsed)) \(left < 0 ? "over" : "left") \(Self.minutes(abs(left)))"
  }

  private static func minutes(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    return "\(seconds / 60):\(String(seconds % 60 + 100).dropFirst())"
  }

  /// What the speaker reads on a second screen: the note, the caption, what comes next, and the clock.
  public func notes(at now: Int) -> [String] {
    var lines = ["\(place + 1) of \(telling.cues.count)  \(clock(now))  \(cue.staging.chapter)", ""]
    if isBlank { lines.append("the screen is blank") }
    if session != nil { lines.append("off script; R gives it back") }
    lines += [cue.note.isEmpty ? "(no note)" : cue.note, "", cue.staging.caption]
    let next = telling.cues.dropFirst(place + 1).first { !$0.isPassing }
    lines += ["", next.map { "next: \(telling.id($0))  \($0.staging.caption)" } ?? "next: the end"]
    return lines
  }
}
