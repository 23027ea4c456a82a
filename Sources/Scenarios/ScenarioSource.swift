import Simulation

/// A scenario read from text, with the places of the words that only a program or a run can judge.
public struct ScenarioSource: Hashable, Sendable {
  public var scenario: Scenario
  /// The file as the user named it.
  public var source: String
  /// Every step id and law name, in the order of the text.
  public var marks: [Mark]

  /// Where a step id or a law's name stands in the text.
  public struct Mark: Hashable, Sendable {
    public var use: Use
    /// The id without its answer, or the law's name.
    public var word: String
    /// What follows `=` (an errno, `signal`) or `@` (a task), without the sign.
    public var answer: String?
    /// From 1.
    public var line: Int
    /// From 1, in Unicode scalars.
    public var column: Int

    public enum Use: Hashable, Sendable {
      case fail
      case choose
      case caption
      /// A key of `expect.at`.
      case moment
      /// A law named under `leaves`, `breaks` or `may_break`.
      case law
    }
  }

  /// The problem to report when nothing of the name exists; `known` are the names that do.
  public func unknown(_ mark: Mark, among known: [String]) -> ScenarioError.Problem {
    let kind = mark.use == .law ? "law" : "step"
    return problem(
      mark, found: "unknown \(kind) \(quoted(mark.word))", expected: "a \(kind) of this scenario's run",
      suggestion: NearestWord.to(mark.word, in: known))
  }

  /// Any other problem at the place of a mark.
  public func problem(
    _ mark: Mark, found: String, expected: String, suggestion: String? = nil
  ) -> ScenarioError.Problem {
    ScenarioError.Problem(
      source: source, line: mark.line, column: mark.column, found: found, expected: expected,
      suggestion: suggestion)
  }
}
