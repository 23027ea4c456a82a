import Drawing
import Glibc

/// What the kernel says about the terminal's window.
enum WindowSize {
  /// The size in cells; nil when nobody has told the kernel (serial lines), which it reports as zero.
  static var now: Size? {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
      return nil
    }
    return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
  }
}
