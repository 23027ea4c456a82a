import Drawing
import Glibc

/// A program running on a terminal of its own, watched through `ScreenEmulator`.
///
/// A class because it owns a process and a descriptor, which end with it.
final class PseudoTerminal {
  /// What the program did not do in time, with the screen as it was then.
  struct TimedOut: Error, CustomStringConvertible {
    let waitedFor: String
    let screen: String
    var description: String { "waited in vain for \(waitedFor); the screen:\n\(plain(screen))" }
  }

  struct SpawnFailed: Error {
    let path: String
    let code: Int32
  }

  let process: ChildProcess
  /// Everything the program wrote.
  private(set) var output: [UInt8] = []
  private(set) var screen: ScreenEmulator
  /// The modes of the terminal before the program started.
  let modesBefore: TerminalModes
  private var master: Int32
  private var isGone = false

  /// Starts a program on a new terminal, as the leader of a session, with an empty signal mask.
  init(_ path: String, _ arguments: [String] = [], size: Size, environment: [String: String] = [:]) throws {
    var master: Int32 = -1
    var slave: Int32 = -1
    var window = winsize(
      ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
    var name = [CChar](repeating: 0, count: 128)
    guard openpty(&master, &slave, &name, nil, &window) == 0 else {
      throw SpawnFailed(path: "openpty", code: errno)
    }
    // A slave left open here would keep the terminal alive when the program has gone.
    defer { close(slave) }
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    self.master = master
    screen = ScreenEmulator(size)
    modesBefore = TerminalModes(of: master)
    process = try ChildProcess(path, arguments, terminal: name, environment: environment)
  }

  deinit {
    process.end()
    if master >= 0 { close(master) }
  }

  var modes: TerminalModes { TerminalModes(of: master) }

  /// The process group that has the terminal now; its number is its first process's.
  var foreground: pid_t { tcgetpgrp(master) }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// Gives the window another size; the kernel tells the program.
  func resize(to size: Size) {
    screen.resize(to: size)
    var window = winsize(
      ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &window)
  }

  /// Closes our end, as a terminal window that is closed does.
  func hangUp() {
    close(master)
    master = -1
  }

  /// Reads until the screen is as wanted.
  func wait(for what: String, seconds: Double = 10, until isTrue: (ScreenEmulator) -> Bool) throws {
    let deadline = Deadline(seconds: seconds)
    while !isTrue(screen) {
      guard !isGone, deadline.millisecondsLeft > 0 else {
        throw TimedOut(waitedFor: what, screen: screen.text)
      }
      read(milliseconds: min(deadline.millisecondsLeft, 50))
    }
  }

  func wait(forText text: String, seconds: Double = 10) throws {
    try wait(for: "'\(text)'", seconds: seconds) { $0.text.contains(text) }
  }

  /// Reads for as long as the program keeps writing, at most a few seconds: until it is silent for a moment.
  func settle(milliseconds: Int = 60) {
    let deadline = Deadline(seconds: 3)
    var count = -1
    while count != output.count, deadline.millisecondsLeft > 0 {
      count = output.count
      read(milliseconds: milliseconds)
    }
  }

  /// Waits until the program has filled the line and waits itself: nothing more arrives, and nobody reads.
  func fill() throws {
    var last: Int32 = -1
    var quiet = 0
    try wait(unread: "a full line") {
      var count: Int32 = 0
      _ = ioctl(master, UInt(FIONREAD), &count)
      quiet = count == last && count > 2000 ? quiet + 1 : 0
      last = count
      return quiet == 40
    }
  }

  /// Waits without reading anything that the program writes, as a terminal does that was stopped.
  func wait(unread what: String, seconds: Double = 10, until isTrue: () -> Bool) throws {
    let deadline = Deadline(seconds: seconds)
    while !isTrue() {
      guard deadline.millisecondsLeft > 0 else { throw TimedOut(waitedFor: what, screen: screen.text) }
      _ = poll(nil, 0, 5)
    }
  }

  /// How the program ended; everything it wrote has been read.
  func end(seconds: Double = 10) throws -> ChildProcess.End {
    let deadline = Deadline(seconds: seconds)
    while deadline.millisecondsLeft > 0 {
      read(milliseconds: 20)
      guard let end = process.poll() else { continue }
      while !isGone, deadline.millisecondsLeft > 0, read(milliseconds: 20) {}
      return end
    }
    throw TimedOut(waitedFor: "the program's end", screen: screen.text)
  }

  /// Whether something arrived.
  @discardableResult
  private func read(milliseconds: Int) -> Bool {
    guard master >= 0, !isGone else {
      _ = poll(nil, 0, 5)
      return false
    }
    var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, Int32(milliseconds)) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(master, &buffer, buffer.count)
    // The last program that had the terminal open has gone.
    guard count > 0 else {
      isGone = true
      return false
    }
    output += buffer.prefix(count)
    screen.feed(buffer.prefix(count))
    return true
  }
}
