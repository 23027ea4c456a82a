/// Which terminfo entries to try for what TERM says.
enum TerminalType {
  /// Terminals that set a TERM which older databases lack, and that understand what xterm does.
  private static let likeXterm = ["kitty", "ghostty", "wezterm", "foot", "alacritty", "contour"]

  /// The types to try, the wanted one first.
  static func candidates(for name: String) -> [String] {
    let standIn = likeXterm.contains { name.contains($0) } ? ["xterm-256color", "ansi"] : ["ansi"]
    return (name.isEmpty ? [] : [name]) + standIn.filter { $0 != name }
  }

  /// What to tell the user when a stand-in was taken.
  static func notice(wanted: String, taken: String) -> String? {
    guard wanted != taken else { return nil }
    return wanted.isEmpty
      ? "TERM is not set: using '\(taken)'"
      : "terminal type '\(wanted)' is not in the terminfo database: using '\(taken)'"
  }
}
