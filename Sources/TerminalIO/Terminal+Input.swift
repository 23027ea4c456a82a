import Drawing
import Glibc

extension Terminal {
  /// The next thing that happens. Sleeps until then.
  ///
  /// Ctrl-Z and stop signals are obeyed in here: the shell gets its screen, and the same picture is back when
  /// the program goes on.
  ///
  /// - Parameter milliseconds: after this long `.tick` is returned; nil waits for ever.
  public mutating func next(milliseconds: Int?) -> InputEvent {
    let deadline = milliseconds.map { Moment.now + max(0, $0) }
    while !isClosed {
      if let size = obeySignals() { return .resized(size) }
      if let event = decoder.next() {
        guard event == .key(Key("ctrl-z")) else { return event }
        suspend()
        continue
      }
      switch wait(until: [deadline, patienceEnds].compactMap(\.self).min()) {
      case .ready: read()
      case .interrupted: continue
      case .gone: isClosed = true
      case .late:
        if let patienceEnds, patienceEnds <= .now, let event = decoder.giveUp() { return event }
        if let deadline, deadline <= .now { return .tick }
      }
    }
    return .closed
  }

  private mutating func obeySignals() -> Size? {
    if notes.takeStop() { stop(group: false) }
    if notes.takeProceed() { comeBack() }
    // Asked without a signal too: the window may have changed while we were stopped.
    return notes.takeResize() || mayHaveBeenResized() ? adoptSize() : nil
  }

  private mutating func mayHaveBeenResized() -> Bool {
    defer { wasAway = false }
    return wasAway
  }

  // When to stop waiting for the rest of a key; nil when none has begun.
  private var patienceEnds: Moment? { decoder.patience.map { lastRead + $0 } }

  private enum Wake { case ready, interrupted, late, gone }

  private mutating func wait(until moment: Moment?) -> Wake {
    var readable = fd_set()
    // Standard input is descriptor 0: its bit is the first.
    readable.__fds_bits.0 = 1
    var mask = notes.openMask
    let result: Int32
    if let moment {
      let left = max(0, moment.milliseconds - Moment.now.milliseconds)
      var time = timespec(tv_sec: left / 1000, tv_nsec: left % 1000 * 1_000_000)
      result = pselect(STDIN_FILENO + 1, &readable, nil, nil, &time, &mask)
    } else {
      result = pselect(STDIN_FILENO + 1, &readable, nil, nil, nil, &mask)
    }
    if result > 0 { return .ready }
    if result == 0 { return .late }
    return errno == EINTR ? .interrupted : .gone
  }

  private mutating func read() {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = bytes.withUnsafeMutableBytes { Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
    guard count > 0 else {
      // End of file, or an error that will not go away: the terminal was hung up.
      if count == 0 || (errno != EINTR && errno != EAGAIN) { isClosed = true }
      return
    }
    decoder.feed(bytes.prefix(count))
    lastRead = .now
  }
}
