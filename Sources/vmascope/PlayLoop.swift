import Drawing
import Glibc
import Panes
import TerminalIO

/// Shows something on the terminal until somebody quits.
struct PlayLoop {
  let themes: ThemeShelf
  /// Called about once a second and after every key, with the time.
  var onTurn: (any Show, Int) -> Void = { _, _ in }

  /// Takes the terminal over, and gives it back in every case. Returns why it could not be had, or nil.
  func run<S: Show>(colour: ColourChoice, _ make: (GlyphTier) -> S) -> TerminalError? {
    do throws(TerminalError) {
      if let notice = try play(colour, make) { Output.error("vmascope: \(notice)") }
      return nil
    } catch {
      return error
    }
  }

  private func play<S: Show>(_ colour: ColourChoice, _ make: (GlyphTier) -> S) throws(TerminalError)
    -> String?
  {
    var terminal = try Terminal(colour: colour)
    var show = make(terminal.glyphTier)
    var themes = themes
    var shown: Frame?
    var shownTheme = -1
    while !show.wantsQuit {
      let now = Self.milliseconds()
      show.resize(to: terminal.size)
      show.tick(at: now)
      let frame = show.frame(terminal.size, at: now)
      if frame != shown || show.theme != shownTheme {
        let theme = themes[show.theme]
        terminal.present(frame, theme: theme, depth: theme.hasColours ? nil : .mono)
        (shown, shownTheme) = (frame, show.theme)
      }
      onTurn(show, now)
      switch terminal.next(milliseconds: show.nextTick(at: now)) {
      case .key(let key) where key.name == "ctrl-z":
        terminal.suspend()
        shown = nil
      case .key(let key):
        show.press(key.name, at: Self.milliseconds())
        if show.wantsRedraw {
          terminal.redraw()
          shown = nil
        }
      case .resized: shown = nil
      case .mouse(let mouse): show.point(mouse, at: Self.milliseconds())
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

extension CommandFault {
  init(_ error: TerminalError) { self = .system("\(error.text); \(error.hint)") }
}

extension Show {
  // Another button than the left one means nothing.
  fileprivate mutating func point(_ mouse: Mouse, at now: Int) {
    switch mouse.action {
    case .left: click(x: mouse.x, y: mouse.y, at: now)
    case .wheelUp, .wheelDown: wheel(up: mouse.action == .wheelUp, x: mouse.x, y: mouse.y, at: now)
    case .middle, .right: break
    }
  }
}
