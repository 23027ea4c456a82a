/// Everything that is wrong with one scenario file, at least one problem, in the order of the text.
public struct ScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
  public var problems: [Problem]

  public init(_ problems: [Problem]) {
    self.problems = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }

  public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// The file as the user named it.
    public var source: String
    /// From 1.
    public var line: Int
    /// From 1, in Unicode scalars.
    public var column: Int
    public var found: String
    public var expected: String
    /// The nearest known word.
    public var suggestion: String?

    public init(
      source: String, line: Int, column: Int, found: String, expected: String, suggestion: String? = nil
    ) {
      self.source = source
      self.line = line
      self.column = column
      self.found = found
      self.expected = expected
      self.suggestion = suggestion
    }

    /// `FILE:LINE:COLUMN: what was found, expected what; did you mean WORD?`
    public var description: String {
      let hint = suggestion.map { "; did you mean \($0)?" } ?? ""
      return "\(source):\(line):\(column): \(found), expected \(expected)\(hint)"
    }
  }
}
