// Signals are called by their names in C.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

/// A signal that ends a memory access.
public enum Signal: UInt8, Hashable, Sendable, CustomStringConvertible {
  case SIGBUS = 7
  case SIGSEGV = 11

  public var description: String { self == .SIGBUS ? "SIGBUS" : "SIGSEGV" }
}
