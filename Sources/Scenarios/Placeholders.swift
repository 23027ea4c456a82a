/// What a caption may contain in braces; the machine fills it in at the step.
enum Placeholders {
  static let all = ["vma", "pfn", "errno", "file", "pages"]

  /// The first thing in braces that is none of them, or a brace without a partner.
  static func fault(in text: String) -> (found: String, suggestion: String?)? {
    var rest = Substring(text)
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      let behind = rest[rest.index(after: open)...]
      guard rest[open] == "{", let close = behind.firstIndex(of: "}") else {
        return ("a single \(quoted(String(rest[open])))", nil)
      }
      let word = String(behind[..<close])
      guard all.contains(word) else {
        return ("unknown placeholder {\(word)}", NearestWord.to(word, in: all).map { "{\($0)}" })
      }
      rest = behind[behind.index(after: close)...]
    }
    return nil
  }
}
