import Glibc

/// Gives the terminal back when a signal is about to end the process.
///
/// Curses itself restores the screen for two signals only, and then exits with status 1 where a shell expects
/// a death by signal. A Swift trap would leave its report inside the alternate screen, in raw mode, with
/// Swift's backtracer waiting there for a key. So: write the bytes prepared beforehand, set the terminal's
/// modes, put the old action back and raise the signal again.
///
/// Everything the handler touches was allocated when the guard was armed; it calls nothing that is not
/// async-signal-safe. There is one terminal, so there is one guard.
enum CrashGuard {
  private struct State {
    /// Whether the screen is ours now. It is not while the process is suspended.
    var isArmed = false
    var bytes: UnsafeMutableBufferPointer<UInt8>
    /// The modes the terminal had before the session.
    var modes = termios()
    /// The actions to put back, by signal number.
    var previous = [65 of sigaction](repeating: sigaction())
    var isCaught = [65 of Bool](repeating: false)
  }

  // Set up by the first use, long before a handler can run, and only ever touched by the one thread that
  // owns the terminal and by handlers that end the process.
  private nonisolated(unsafe) static let state: UnsafeMutablePointer<State> = {
    let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
    state.initialize(to: State(bytes: .allocate(capacity: 0)))
    return state
  }()

  static let signals = [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE,
  ]

  /// Catches the signals. Must come before curses starts, which would take two of them for itself.
  /// A signal that the process was told to ignore stays ignored (nohup).
  static func install(modes: termios) {
    state.pointee.modes = modes
    for signal in signals {
      var old = sigaction()
      sigaction(signal, nil, &old)
      if old.isIgnored { continue }
      state.pointee.previous[Int(signal)] = old
      state.pointee.isCaught[Int(signal)] = true
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { CrashGuard.restoreAndRaise($0) }
      sigfillset(&action.sa_mask)
      action.sa_flags = SA_ONSTACK
      sigaction(signal, &action, nil)
    }
  }

  /// The screen is ours from here on: these bytes give it back.
  static func arm(_ bytes: [UInt8]) {
    state.pointee.isArmed = false
    state.pointee.bytes.deallocate()
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = buffer.initialize(from: bytes)
    state.pointee.bytes = buffer
    state.pointee.isArmed = true
  }

  /// The screen is the shell's for a while.
  static func disarm() { state.pointee.isArmed = false }

  /// The screen is ours again.
  static func rearm() { state.pointee.isArmed = true }

  /// Puts the old actions back: the session is over.
  static func remove() {
    disarm()
    for signal in signals where state.pointee.isCaught[Int(signal)] {
      var old = state.pointee.previous[Int(signal)]
      sigaction(signal, &old, nil)
      state.pointee.isCaught[Int(signal)] = false
    }
  }

  // All signals are blocked while this runs (so is SIGTTOU, which would stop a background process here);
  // the raised one is delivered on return, with the old action.
  private static func restoreAndRaise(_ signal: Int32) {
    let state = Self.state
    if state.pointee.isArmed {
      state.pointee.isArmed = false
      // A reader that has stopped must not keep the process: what it has not taken gives way.
      let bytes = state.pointee.bytes
      let flags = fcntl(STDOUT_FILENO, F_GETFL)
      _ = fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK)
      if write(STDOUT_FILENO, bytes.baseAddress, bytes.count) < bytes.count {
        tcflush(STDOUT_FILENO, TCOFLUSH)
        _ = write(STDOUT_FILENO, bytes.baseAddress, bytes.count)
      }
      _ = fcntl(STDOUT_FILENO, F_SETFL, flags)
      _ = tcsetattr(STDIN_FILENO, TCSANOW, &state.pointee.modes)
    }
    _ = sigaction(signal, &state.pointee.previous[Int(signal)], nil)
    _ = raise(signal)
  }
}

extension sigaction {
  /// Whether the action is SIG_IGN.
  var isIgnored: Bool {
    unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
