import FoundationEssentials
import Glibc

/// The build's own tool: writes the `.yaml` files of a folder as Swift string literals.
///
/// Usage: `EmbedTexts OUTPUT STAMP FOLDER`; called by `EmbedTextsPlugin`, which says what the stamp is for.
/// An output that would not change is left alone, so that its room is not compiled again.
@main
enum EmbedTexts {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count == 3 else { stop("usage: EmbedTexts OUTPUT STAMP FOLDER", status: 2) }
    do {
      try renew(stamp: arguments[1])
      let files = try texts(of: arguments[2]).map(read)
      try write(SwiftSource.enumeration(of: files), to: arguments[0])
    } catch {
      // The form in which build tools show a fault beside its file.
      stop("\(error.path): error: \(error.what)", status: 3)
    }
  }

  private static func texts(of folder: String) throws(Failure) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
        .map { folder.hasSuffix("/") ? folder + $0 : folder + "/" + $0 }
    } catch {
      throw Failure(path: folder, what: "cannot be listed: \(error)")
    }
  }

  private static func read(_ path: String) throws(Failure) -> EmbeddedFile {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw Failure(path: path, what: "cannot be read: \(error)")
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(path: path, what: "byte \(firstOddByte(bytes)) is not UTF-8")
    }
    return EmbeddedFile(name: name, text: text)
  }

  /// Changes the stamp's size, which a build sees even where clocks are coarse.
  private static func renew(stamp path: String) throws(Failure) {
    let url = URL(filePath: path)
    let isShort = ((try? Data(contentsOf: url))?.count ?? 0) < 2
    do {
      try Data(isShort ? "even".utf8 : "".utf8).write(to: url)
    } catch {
      throw Failure(path: path, what: "cannot be written: \(error)")
    }
  }

  private static func write(_ source: String, to path: String) throws(Failure) {
    let url = URL(filePath: path)
    let bytes = Data(source.utf8)
    if let present = try? Data(contentsOf: url), present == bytes { return }
    do {
      try bytes.write(to: url)
    } catch {
      throw Failure(path: path, what: "cannot be written: \(error)")
    }
  }

  /// The offset of the first byte that cannot be decoded, counted from 1.
  private static func firstOddByte(_ bytes: Data) -> Int {
    var decoder = UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var offset = 1
    while true {
      switch decoder.parseScalar(from: &rest) {
      case .valid(let scalar): offset += scalar.count
      case .error, .emptyInput: return offset
      }
    }
  }

  private static func stop(_ message: String, status: Int32) -> Never {
    let line = Array((message + "\n").utf8)
    _ = Glibc.write(STDERR_FILENO, line, line.count)
    exit(status)
  }
}

/// What stopped the embedding.
struct Failure: Error {
  var path: String
  var what: String
}
