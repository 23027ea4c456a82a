/// Everything that is wrong with a theme text, each with its place: one reading reports all of it.
public struct ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One fault of a text; lines and columns count from 1.
  public struct Problem: Hashable, Sendable, CustomStringConvertible {
    public var source: String
    public var line: Int
    public var column: Int
    public var what: String
    /// What the writer probably meant, or how to write it.
    public var hint: String?

    public init(source: String, line: Int, column: Int, what: String, hint: String? = nil) {
      self.source = source
      self.line = line
      self.column = column
      self.what = what
      self.hint = hint
    }

    /// `themes/mine.yaml:12:9: "vma.fil" is not a role; did you mean "vma.file"?`.
    public var description: String {
      "\(source):\(line):\(column): \(what)" + (hint.map { "; \($0)" } ?? "")
    }
  }

  /// In the order of the text; never empty.
  public var problems: [Problem]

  public init(problems: [Problem]) { self.problems = problems }

  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
