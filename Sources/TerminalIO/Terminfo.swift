internal import CNcurses

/// What the terminfo entry of the open session says.
enum Terminfo {
  /// The bytes of a string capability without its padding (`$<5>`), or nil when the terminal lacks it.
  static func string(_ name: String) -> [UInt8]? {
    guard let found = tigetstr(name), found != UnsafeMutablePointer(bitPattern: -1) else { return nil }
    return withoutPadding(Array(String(cString: found).utf8))
  }

  /// The value of a numeric capability, or nil when the terminal lacks it.
  static func number(_ name: String) -> Int? {
    let value = tigetnum(name)
    return value < 0 ? nil : Int(value)
  }

  /// Whether the terminal's colour numbers are 24-bit values.
  ///
  /// `RGB` is a flag, a number of bits or three numbers, as the author of the entry liked.
  static var isDirect: Bool {
    tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || string("RGB") != nil
  }

  static func withoutPadding(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: "$<".utf8), let end = bytes[index...].firstIndex(of: UInt8(ascii: ">"))
      {
        index = end + 1
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  /// The keys this terminal names, as the bytes they send.
  ///
  /// Only escape sequences: some entries name a single control character for cursor keys, which Ctrl-H and
  /// Ctrl-J send as well.
  static var keys: [[UInt8]: Key] {
    var keys: [[UInt8]: Key] = [:]
    for (capability, name) in keyNames + (1...12).map({ ("kf\($0)", "f\($0)") }) {
      guard let bytes = string(capability), bytes.count > 2, bytes[0] == ASCII.escape else { continue }
      keys[bytes] = keys[bytes] ?? Key(name)
    }
    return keys
  }

  private static let keyNames: [(String, String)] = [
    ("kcub1", "left"), ("kcuf1", "right"), ("kcuu1", "up"), ("kcud1", "down"), ("khome", "home"),
    ("kend", "end"), ("kpp", "page-up"), ("knp", "page-down"), ("kich1", "insert"), ("kdch1", "delete"),
    ("kcbt", "back-tab"), ("kent", "enter"), ("kLFT", "shift-left"), ("kRIT", "shift-right"),
    ("kri", "shift-up"), ("kind", "shift-down"),
  ]
}
