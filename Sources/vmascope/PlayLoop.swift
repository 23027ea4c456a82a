import Drawing
import Glibc
import Panes
import Simulation
import TerminalIO

/// Shows a session on the terminal until somebody quits.
struct PlayLoop {
  let recording: Recording
  let themes: [Theme]
  let isASCII: Bool
  let isAnimated: Bool
  let origin: String
  let start: Int

  /// Takes the terminal over, and gives it back in every case.
  mutating func run(colour: ColourChoice) throws(CommandFault) {
    let notice: String?
    do throws(TerminalError) {
      notice = try play(colour)
    } catch {
      throw CommandFault.system("\(error.text); \(error.hint)")
    }
    if let notice { Output.error("vmascope: \(notice)") }
  }

  private func play(_ colour: ColourChoice) throws(TerminalError) -> String? {
    var terminal = try Terminal(colour: colour)
    var session = Session(
      recording, themeCount: themes.count, tier: isASCII ? .ascii : terminal.glyphTier,
      isAnimated: isAnimated, origin: origin)
    session.jump(to: start)
    var shown: Frame?
    var shownTheme = -1
    while !session.wantsQuit {
      let now = Self.milliseconds()
      session.resize(to: terminal.size)
      session.tick(at: now)
      let frame = session.frame(terminal.size, at: now)
      if frame != shown || session.theme != shownTheme {
        let theme = themes[session.theme]
        terminal.present(frame, theme: theme, depth: theme.hasColours ? nil : .mono)
        (shown, shownTheme) = (frame, session.theme)
      }
      switch terminal.next(milliseconds: session.nextTick(at: now)) {
      case .key(let key) where key.name == "ctrl-z":
        terminal.suspend()
        shown = nil
      case .key(let key):
        session.press(key.name, at: Self.milliseconds())
        if session.wantsRedraw {
          terminal.redraw()
          shown = nil
        }
      case .resized: shown = nil
      case .mouse(let mouse): session.point(mouse, at: Self.milliseconds())
      case .tick: break
      case .closed: return terminal.notice
      }
    }
    return terminal.notice
  }

  /// A clock that never goes back.
  private static func milliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}

extension Session {
  // Another button than the left one means nothing.
  fileprivate mutating func point(_ mouse: Mouse, at now: Int) {
    switch mouse.action {
    case .left: click(x: mouse.x, y: mouse.y, at: now)
    case .wheelUp, .wheelDown: wheel(up: mouse.action == .wheelUp, x: mouse.x, y: mouse.y, at: now)
    case .middle, .right: break
    }
  }
}
