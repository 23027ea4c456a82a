import Glibc

/// A file that appears whole or not at all: written beside its place and moved there at the end.
enum NewFile {
  // What a signal has to remove; a handler can reach nothing else.
  private nonisolated(unsafe) static var draft: UnsafeMutablePointer<CChar>?

  static func write(_ path: String, _ body: ((String) throws -> Void) throws -> Void) throws {
    let draft = "\(path).\(getpid()).part"
    // Before the file is there: a signal may come at once.
    removeOnSignal(draft)
    defer { Self.draft = nil }
    guard let file = fopen(draft, "w") else {
      throw CommandFault.system("\(path): \(FileBytes.reason(errno))")
    }
    do {
      try body { text in
        guard fputs(text, file) >= 0 else { throw CommandFault.system("\(path): \(FileBytes.reason(errno))") }
      }
    } catch {
      fclose(file)
      unlink(draft)
      throw error
    }
    guard fclose(file) == 0, rename(draft, path) == 0 else {
      let reason = FileBytes.reason(errno)
      unlink(draft)
      throw CommandFault.system("\(path): \(reason)")
    }
  }

  /// Writes a file that must not be there yet.
  static func create(_ path: String, _ text: String) throws(CommandFault) {
    guard let file = fopen(path, "wx") else {
      let hint = errno == EEXIST ? "it is there already; another name, or remove it first" : nil
      throw CommandFault.system("\(path): \(hint ?? FileBytes.reason(errno))")
    }
    let isWritten = fputs(text, file) >= 0
    guard fclose(file) == 0, isWritten else {
      let reason = FileBytes.reason(errno)
      unlink(path)
      throw CommandFault.system("\(path): \(reason)")
    }
  }

  /// Makes a folder unless it is there.
  static func makeFolder(_ path: String) throws(CommandFault) {
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw CommandFault.system("\(path): \(FileBytes.reason(errno))")
    }
  }

  /// Writes files into a folder, each whole or not at all.
  static func fill(_ folder: String, _ body: ((String, String) throws -> Void) throws -> Void) throws {
    try makeFolder(folder)
    try body { name, text in try write("\(folder)/\(name)") { write in try write(text) } }
  }

  private static func removeOnSignal(_ path: String) {
    draft = strdup(path)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        if let draft = NewFile.draft { unlink(draft) }
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }
}
