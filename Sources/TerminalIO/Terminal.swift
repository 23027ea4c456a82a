internal import CNcurses
import Drawing
import Glibc

/// The terminal, taken over: shows frames, reads keys, and gives everything back when it goes out of scope.
///
/// One thread, one terminal at a time. While it lives, nothing else may write to standard output, and the
/// program must not call `exit`: it throws or returns out of the terminal's scope. If a signal ends the
/// process, the screen is restored first and the process still dies by that signal.
public struct Terminal: ~Copyable {
  /// What the user should be told after the session: another terminal type had to stand in for TERM.
  public let notice: String?
  /// The characters that locale and terminal can show.
  public let glyphTier: GlyphTier
  /// The richest colour depth that terminal and user allow.
  public let depth: ColourDepth

  private let screen: OpaquePointer
  private let modes: termios
  private let hasMainScreen: Bool
  let hasOwnColours: Bool
  var inks: Inks?
  var row: [cchar_t] = []
  var notes: SignalNotes
  var decoder: InputDecoder
  var lastRead = Moment.now
  /// The size that the program was last told.
  var reportedSize = Size(columns: 0, rows: 0)
  var isClosed = false
  /// The process was stopped since the window size was last looked at.
  var wasAway = false

  /// Takes the terminal over: alternate screen, raw keys, mouse, no cursor.
  ///
  /// - Throws: `TerminalError` when a standard stream is no terminal, or the terminal is of no use.
  public init(colour: ColourChoice = .auto) throws(TerminalError) {
    self.init(try Claim.stake(), colour: colour)
  }

  private init(_ claim: Claim, colour: ColourChoice) {
    modes = claim.modes
    glyphTier = claim.glyphTier
    screen = claim.screen
    notice = claim.notice
    notes = SignalNotes(before: claim.actions)
    CrashGuard.arm(RestoreString.bytes(mouse: claim.hasMouse, capability: Terminfo.string))
    hasMainScreen = Terminfo.string("smcup") != nil
    decoder = InputDecoder(named: Terminfo.keys)
    depth = colour.depth(
      colours: has_colors() ? Terminfo.number("colors") ?? 0 : 0, isDirect: Terminfo.isDirect,
      refusesColour: Environment["NO_COLOR"] != nil)
    hasOwnColours = depth != .mono && start_color() != ERR && use_default_colors() != ERR
    Self.setModes(mouse: claim.hasMouse)
    _ = adoptSize()
  }

  deinit {
    Self.clear()
    endwin()
    if !hasMainScreen { Self.clear() }
    delscreen(screen)
    var modes = modes
    tcsetattr(STDIN_FILENO, TCSANOW, &modes)
    CrashGuard.remove()
  }

  private static func setModes(mouse: Bool) {
    raw()
    noecho()
    // Makes the terminal send what terminfo says its keys send.
    keypad(Curses.screen, true)
    // Curses would stop drawing as soon as a key is waiting.
    typeahead(-1)
    scrollok(Curses.screen, false)
    leaveok(Curses.screen, true)
    curs_set(0)
    if mouse { mousemask(NC_ALL_MOUSE, nil) }
  }

  // Before the main screen comes back the other one is emptied: tmux up to 3.3 folds rows that are wider
  // than the window was at the start into the main screen.
  // Where there is no screen to go back to, the shell starts at the top of an empty one.
  static func clear() {
    let bytes = Terminfo.string("clear") ?? []
    _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }
}
