import Drawing
import Glibc

/// Which characters the terminal can show, told from the locale. Asking sets this process's LC_CTYPE, which
/// wide curses needs before it starts.
enum CharacterSet {
  /// Sets the locale and says which glyphs to use.
  ///
  /// When the environment names no locale, or one that is not installed (bare containers, ssh), `C.UTF-8` is
  /// taken. A locale that was asked for by name, `C` included, is believed.
  static func adopt(type: String) -> GlyphTier {
    let wanted = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { Environment[$0] }.first
    if setlocale(LC_CTYPE, "") == nil || wanted == nil { _ = setlocale(LC_CTYPE, "C.UTF-8") }
    return tier(codeset: String(cString: nl_langinfo(nl_item(CODESET))), type: type)
  }

  static func tier(codeset: String, type: String) -> GlyphTier {
    guard ["utf-8", "utf8"].contains(codeset.lowercased()) else { return .ascii }
    return type == "linux" || type.hasPrefix("linux-") ? .console : .rich
  }
}

/// The variables of this process.
enum Environment {
  /// A variable's value; nil when it is not set or empty.
  static subscript(name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
