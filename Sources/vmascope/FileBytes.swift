import Glibc

/// Whole files.
enum FileBytes {
  /// Limit: 256 MB, far above the maps of the largest process.
  static let limit = 256 << 20

  /// Reads a file, or standard input when the path is `-`.
  static func read(_ path: String) throws(CommandFault) -> [UInt8] {
    guard path != "-" else { return try drain(0, name: "standard input") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CommandFault.input("\(path): \(reason(errno))") }
    defer { close(descriptor) }
    return try drain(descriptor, name: path)
  }

  /// The same as a text.
  static func text(_ path: String) throws(CommandFault) -> String {
    guard let text = String(validating: try read(path), as: UTF8.self) else {
      throw CommandFault.input("\(path): not a text in UTF-8")
    }
    return text
  }

  private static func drain(_ descriptor: Int32, name: String) throws(CommandFault) -> [UInt8] {
    var all: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = block.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw CommandFault.input("\(name): \(reason(errno))") }
      if count == 0 { return all }
      all.append(contentsOf: block[..<count])
      guard all.count <= limit else { throw CommandFault.input("\(name): more than \(limit >> 20) MB") }
    }
  }

  /// The system's words for an error number.
  static func reason(_ number: Int32) -> String { String(cString: strerror(number)).lowercased() }
}
