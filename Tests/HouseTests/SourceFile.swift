/// A Swift file as the house rules look at it.
struct SourceFile {
  var path: String
  var text: String
  /// The lines as they are.
  let lines: [Substring]
  /// The lines with comments and the contents of strings blanked out.
  let code: [Substring]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    code = CodeOnly.of(text).split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// `Zap` of `Sources/KernelRoutines/Routines/Zap.swift`.
  var name: String { String(path.split(separator: "/").last?.dropLast(".swift".count) ?? "") }

  /// `KernelRoutines` of `Sources/KernelRoutines/Routines/Zap.swift`.
  var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  func finding(_ index: Int, _ what: String) -> Finding { Finding(path: path, line: index + 1, what: what) }
}

/// A broken house rule and its place.
struct Finding: CustomStringConvertible, Hashable {
  var path: String
  var line: Int
  var what: String

  var description: String { "\(path):\(line): \(what)" }
}
