import Drawing

/// Something that a terminal shows and that keys drive: a visit to a run, or a talk.
public protocol Show {
  /// Index of the theme in the caller's list.
  var theme: Int { get }
  var wantsQuit: Bool { get }
  var wantsRedraw: Bool { get }
  mutating func press(_ key: String, at now: Int)
  /// Lets time pass.
  mutating func tick(at now: Int)
  /// Milliseconds until the picture changes by itself; nil when it never does.
  func nextTick(at now: Int) -> Int?
  func frame(_ size: Size, at now: Int) -> Frame
  /// The window has this size from now on.
  mutating func resize(to size: Size)
  mutating func click(x: Int, y: Int, at now: Int)
  mutating func wheel(up isUp: Bool, x: Int, y: Int, at now: Int)
}

extension Show {
  public mutating func resize(to size: Size) {}
  public mutating func click(x: Int, y: Int, at now: Int) {}
  public mutating func wheel(up isUp: Bool, x: Int, y: Int, at now: Int) {}
}

extension Session: Show {}
