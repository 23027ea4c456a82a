import Glibc

/// Signals that the event loop answers: stop, continue, another window size.
///
/// They stay blocked except while the loop waits (`pselect` lets them in and takes them back as one step), so
/// no handler ever runs in the middle of curses, and none is missed between looking and waiting.
struct SignalNotes: ~Copyable {
  private struct Flags {
    var stop = false
    var proceed = false
    var resize = false
  }

  // Written by handlers, which only run inside `pselect` or `deliver`, on the thread that reads them.
  private nonisolated(unsafe) static let flags: UnsafeMutablePointer<Flags> = {
    let flags = UnsafeMutablePointer<Flags>.allocate(capacity: 1)
    flags.initialize(to: Flags())
    return flags
  }()

  private static let signals = [SIGTSTP, SIGCONT, SIGWINCH]
  private let previousActions: [sigaction]
  private var previousMask = sigset_t()
  /// The mask to wait with.
  private(set) var openMask = sigset_t()

  /// The actions of these signals now. To be asked before curses puts its own handlers in place.
  static var actions: [sigaction] {
    signals.map { signal in
      var action = sigaction()
      sigaction(signal, nil, &action)
      return action
    }
  }

  init(before actions: [sigaction]) {
    previousActions = actions
    Self.flags.pointee = Flags()
    var blocked = sigset_t()
    sigemptyset(&blocked)
    for signal in Self.signals {
      sigaddset(&blocked, signal)
      var action = Self.action
      sigaction(signal, &action, nil)
    }
    pthread_sigmask(SIG_BLOCK, &blocked, &previousMask)
    openMask = previousMask
    // A parent may have blocked them (test runners do).
    for signal in Self.signals { sigdelset(&openMask, signal) }
  }

  deinit {
    for (signal, action) in zip(Self.signals, previousActions) {
      var action = action
      sigaction(signal, &action, nil)
    }
    var mask = previousMask
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }

  private static var action: sigaction {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in
      switch signal {
      case SIGTSTP: SignalNotes.flags.pointee.stop = true
      case SIGCONT: SignalNotes.flags.pointee.proceed = true
      default: SignalNotes.flags.pointee.resize = true
      }
    }
    sigfillset(&action.sa_mask)
    return action
  }

  mutating func takeStop() -> Bool { take(\.stop) }
  mutating func takeProceed() -> Bool { take(\.proceed) }
  mutating func takeResize() -> Bool { take(\.resize) }

  private func take(_ flag: WritableKeyPath<Flags, Bool>) -> Bool {
    let value = Self.flags.pointee[keyPath: flag]
    Self.flags.pointee[keyPath: flag] = false
    return value
  }

  /// Stops the process (or its whole group, as the terminal's driver does for Ctrl-Z) until it is continued.
  ///
  /// The kernel ignores the request when there is no shell that could continue us (a terminal window that
  /// runs only this program): then this returns at once.
  mutating func stop(group: Bool) {
    // What it was before: to be stopped, or to ignore the signal when the program was started like that.
    var before = previousActions[0]
    var ours = sigaction()
    sigaction(SIGTSTP, &before, &ours)
    var mask = openMask
    var closed = sigset_t()
    kill(group ? 0 : getpid(), SIGTSTP)
    pthread_sigmask(SIG_SETMASK, &mask, &closed)
    // Here the process is stopped; the handler of SIGCONT runs when it goes on.
    pthread_sigmask(SIG_SETMASK, &closed, nil)
    sigaction(SIGTSTP, &ours, nil)
    _ = takeProceed()
    _ = takeStop()
  }
}
