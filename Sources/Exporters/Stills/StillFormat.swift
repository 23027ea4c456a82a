import Drawing

/// A way to write one frame down.
///
/// A new format is a file with a `static let` like the ones beside this, and its name in `all`.
public struct StillFormat: Sendable {
  /// What the command line calls it.
  public let name: String
  /// The usual ending of a file's name, without the dot.
  public let fileExtension: String
  /// One line for lists of formats.
  public let summary: String

  typealias Body = @Sendable (_ frame: Frame, _ theme: Theme, _ title: String, _ text: String) -> String

  private let body: Body

  init(name: String, fileExtension: String, summary: String, body: @escaping Body) {
    self.name = name
    self.fileExtension = fileExtension
    self.summary = summary
    self.body = body
  }

  /// The frame in this format: same input, same bytes. Title and description are for those who cannot see
  /// the picture; formats without a place for them leave them out.
  public func write(_ frame: Frame, theme: Theme, title: String, description: String) -> String {
    body(theme.dress(frame), theme, title, description)
  }

  /// Every format, in the order in which they are offered.
  public static let all: [StillFormat] = [.text, .ansi, .svg]

  /// The format of a name.
  public static func named(_ name: String) -> StillFormat? { all.first { $0.name == name } }
}
