internal import CNcurses
import Drawing
import Glibc

/// A curses session that has begun, and what was there before it.
struct Claim {
  let screen: OpaquePointer
  let glyphTier: GlyphTier
  let notice: String?
  /// Whether to ask for mouse reports. Not on the Linux console, where curses would listen to a daemon of its
  /// own, beside the keys that we wait for.
  let hasMouse: Bool
  /// The terminal's modes before.
  let modes: termios
  /// The actions of the signals that `SignalNotes` answers, before.
  let actions: [sigaction]

  /// Starts curses on the standard streams. The crash guard is in place when this returns.
  static func stake() throws(TerminalError) -> Claim {
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(.input) }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(.output) }
    var modes = termios()
    tcgetattr(STDIN_FILENO, &modes)
    let wanted = Environment["TERM"] ?? ""
    let tier = CharacterSet.adopt(type: wanted)
    let actions = SignalNotes.actions
    CrashGuard.install(modes: modes)
    do throws(TerminalError) {
      let (screen, type) = try open(wanted)
      return Claim(
        screen: screen, glyphTier: tier, notice: TerminalType.notice(wanted: wanted, taken: type),
        hasMouse: Terminfo.string("kmous") != nil && !type.hasPrefix("linux"), modes: modes, actions: actions)
    } catch {
      CrashGuard.remove()
      throw error
    }
  }

  private static func open(_ wanted: String) throws(TerminalError) -> (OpaquePointer, String) {
    for type in TerminalType.candidates(for: wanted) {
      guard let screen = Curses.open(type: type) else { continue }
      if Terminfo.string("cup") != nil { return (screen, type) }
      endwin()
      delscreen(screen)
      throw .cannotMoveCursor(name: type)
    }
    throw .unknownTerminal(name: wanted)
  }
}
