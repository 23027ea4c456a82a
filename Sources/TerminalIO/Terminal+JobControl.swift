internal import CNcurses

extension Terminal {
  /// Gives the terminal to the shell and stops the process and its group, as Ctrl-Z does for programs that
  /// leave that key to the kernel. Returns when the process is continued, with the screen as it was.
  public mutating func suspend() { stop(group: true) }

  mutating func stop(group: Bool) {
    Self.clear()
    endwin()
    CrashGuard.disarm()
    notes.stop(group: group)
    comeBack()
  }

  /// Takes the terminal again after the process was stopped.
  ///
  /// The modes come first: a process that was continued in the background is stopped by the kernel right
  /// there, before it has written over anybody's screen.
  mutating func comeBack() {
    reset_prog_mode()
    // After a stop that could not be caught curses does not know that the screen was lost.
    if !isendwin() { endwin() }
    CrashGuard.rearm()
    clearok(Curses.shown, true)
    doupdate()
    wasAway = true
  }
}
