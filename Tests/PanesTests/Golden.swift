import Foundation
import Testing

/// A file of the repository that a test compares its result with, byte by byte.
///
/// `VMASCOPE_ACCEPT_GOLDENS=1 swift test --filter GoldenTests` writes what differs. That run fails and names
/// the files it wrote, so that nobody accepts without looking; the next run, without the variable, passes.
struct Golden {
  /// The path below `Tests`.
  let path: String

  static let isAccepting = ProcessInfo.processInfo.environment["VMASCOPE_ACCEPT_GOLDENS"] == "1"
  static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  var url: URL { Self.tests.appending(path: path) }

  /// Expects a text to be the file's.
  func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let old = try? String(contentsOf: url, encoding: .utf8)
    guard old != text else { return }
    if Self.isAccepting {
      let folder = url.deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      let news = old == nil ? "written for the first time" : "written anew"
      Issue.record("Tests/\(path) was \(news): look at it, then run again", sourceLocation: sourceLocation)
    } else if let old {
      expectSame(text, as: old, sourceLocation: sourceLocation)
      Issue.record("Tests/\(path) shows something else: \(Self.command)", sourceLocation: sourceLocation)
    } else {
      Issue.record("Tests/\(path) is missing: \(Self.command)", sourceLocation: sourceLocation)
    }
  }

  private static let command = "VMASCOPE_ACCEPT_GOLDENS=1 swift test --filter GoldenTests writes it"
}
