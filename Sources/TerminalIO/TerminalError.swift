/// Why a terminal could not be taken over. Printed once by the program, which then exits.
public enum TerminalError: Error, Hashable, Sendable {
  /// One of the standard streams that a session needs.
  public enum Stream: String, Sendable {
    case input, output
  }

  /// The stream is a file or a pipe.
  case notATerminal(Stream)
  /// Neither this terminal type nor its stand-ins are in the terminfo database. Empty when TERM is unset.
  case unknownTerminal(name: String)
  /// The type is known, but such a terminal can only print line after line (TERM=dumb).
  case cannotMoveCursor(name: String)

  /// What is wrong, as a phrase without a full stop.
  public var text: String {
    switch self {
    case .notATerminal(let stream): "standard \(stream.rawValue) is not a terminal"
    case .unknownTerminal(name: ""): "the environment variable TERM is not set"
    case .unknownTerminal(let name): "unknown terminal type '\(name)'"
    case .cannotMoveCursor(let name): "a terminal of type '\(name)' cannot move its cursor"
    }
  }

  /// Whether the terminal is there, but of a kind that no picture can be drawn on.
  public var isAboutType: Bool {
    if case .notATerminal = self { false } else { true }
  }

  /// What to do about it, as a phrase without a full stop.
  public var hint: String {
    switch self {
    case .notATerminal: "use `vmascope narrate` or `vmascope render` without a terminal"
    case .unknownTerminal: "set TERM to a type that `infocmp` knows, such as xterm-256color"
    case .cannotMoveCursor: "use `vmascope narrate`, which prints plain sentences"
    }
  }
}
