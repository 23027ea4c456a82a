/// What to write to a terminal so that a shell can go on with it, made ready before anything can go wrong.
enum RestoreString {
  /// The bytes for a terminal whose string capabilities `capability` looks up.
  ///
  /// In this order: mouse reports off, keypad off, attributes and colours as they were, a cleared screen, the
  /// main screen where there is another than that, the cursor.
  static func bytes(mouse: Bool, capability: (String) -> [UInt8]?) -> [UInt8] {
    var bytes: [UInt8] = mouse ? Array("\u{1b}[?1006l\u{1b}[?1000l".utf8) : []
    for name in ["rmkx", "sgr0", "op"] { bytes += capability(name) ?? [] }
    let mainScreen = capability("smcup") == nil ? nil : capability("rmcup")
    bytes += (capability("clear") ?? []) + (mainScreen ?? [])
    return bytes + (capability("cnorm") ?? [])
  }
}
