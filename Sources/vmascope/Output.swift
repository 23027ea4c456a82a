import Glibc

/// Standard output and error, unbuffered by anybody else.
enum Output {
  static func line(_ text: String) { write(text + "\n", to: 1) }
  static func lines(_ texts: [String]) { if !texts.isEmpty { line(texts.joined(separator: "\n")) } }
  static func error(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: 2) }
  /// On standard error, without a line end.
  static func progress(_ text: String) { write(text, to: 2) }
  static func text(_ text: String) { write(text, to: 1) }

  // Half an answer is none: a script must not take it for the whole.
  private static func fail() -> Never {
    error("vmascope: standard output: \(FileBytes.reason(errno))")
    exit(CommandFault.systemStatus)
  }

  // A reader that went away ends the program by SIGPIPE, as a filter should.
  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      if written < 0, errno == EAGAIN {
        // Somebody made the stream non-blocking: wait until it takes more.
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&ready, 1, -1)
        continue
      }
      guard written > 0 else {
        if descriptor == 1 { fail() }
        return
      }
      bytes = bytes.dropFirst(written)
    }
  }
}
