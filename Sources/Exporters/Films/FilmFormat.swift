import Drawing

/// A way to write a whole film down.
///
/// A new format is a file with a `static let` like the ones beside this, and its name in `all`.
public struct FilmFormat: Sendable {
  /// What the command line calls it.
  public let name: String
  /// The ending of a file's name, without the dot.
  public let fileExtension: String
  /// One line for lists of formats.
  public let summary: String
  /// Limit: bytes for the default demo; beyond it a browser or a reader has work to do. Nil is none.
  public let usualBytes: Int?

  /// What a film is written with.
  public struct Dress: Sendable {
    public var theme: Theme
    /// Seconds since 1970 to be written where the format has a place for a date; nil writes none.
    public var epoch: Int?

    public init(theme: Theme, epoch: Int? = nil) {
      self.theme = theme
      self.epoch = epoch
    }
  }

  public typealias Sink = (String) throws -> Void
  typealias Body = @Sendable (_ film: Film, _ dress: Dress, _ write: Sink) throws -> Void

  private let body: Body

  init(
    name: String, fileExtension: String, summary: String, usualBytes: Int? = nil, body: @escaping Body
  ) {
    self.name = name
    self.fileExtension = fileExtension
    self.summary = summary
    self.usualBytes = usualBytes
    self.body = body
  }

  /// Writes the film piece by piece: same film, same bytes.
  public func write(_ film: Film, _ dress: Dress, to sink: Sink) throws { try body(film, dress, sink) }

  /// Every format, in the order in which they are offered.
  public static let all: [FilmFormat] = [
    .asciicast, .asciicastV3, .html, .animatedSVG, .transcript, .captions, .json,
  ]

  /// The format of a name.
  public static func named(_ name: String) -> FilmFormat? { all.first { $0.name == name } }

  /// The format that a file's name asks for: the one with the longest ending that it has.
  public static func forFile(_ path: String) -> FilmFormat? {
    all.filter { path.hasSuffix("." + $0.fileExtension) }
      .max { $0.fileExtension.count < $1.fileExtension.count }
  }
}
