/// A text to embed under its file's name.
struct EmbeddedFile {
  var name: String
  var text: String
}

/// Swift source that holds texts as literals: a literal of 100 KB compiles in a third of a second, the same
/// bytes as an array take half a minute.
enum SwiftSource {
  /// The generated file; texts are sorted by name.
  static func enumeration(of files: [EmbeddedFile]) -> String {
    let entries = files.sorted { $0.name < $1.name }
      .map { "    (name: \(literal($0.name)), text: \(literal($0.text)))," }
    return """
      // Written by EmbedTexts when the package is built; edit the texts instead.

      /// The texts this room was built with.
      enum EmbeddedTexts {
        static let files: [(name: String, text: String)] = [
      \(entries.joined(separator: "\n"))
        ]
      }

      """
  }

  /// A raw multi-line literal of a text, whatever the text contains.
  static func literal(_ text: String) -> String {
    let fence = String(repeating: "#", count: longestFence(in: text) + 1)
    var body = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isSafe(scalar) {
        body.append(scalar)
      } else {
        body.append(contentsOf: "\\\(fence)u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      }
    }
    return "\(fence)\"\"\"\n\(String(body))\n\"\"\"\(fence)"
  }

  /// The longest run of `#` after a quote or a backslash: the literal's fence must be longer.
  private static func longestFence(in text: String) -> Int {
    var longest = 0
    var run: Int?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": run = 0
      case "#": run = run.map { $0 + 1 }
      default: run = nil
      }
      longest = max(longest, run ?? 0)
    }
    return longest
  }

  // The compiler folds carriage returns into line feeds and warns about NUL and byte order marks.
  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\n" || scalar == "\t" { return true }
    return scalar.value >= 0x20 && scalar.value != 0x7f && scalar.value != 0xfeff
  }
}
