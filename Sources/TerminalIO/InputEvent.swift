import Drawing

/// What a terminal tells the program.
public enum InputEvent: Hashable, Sendable {
  case key(Key)
  case mouse(Mouse)
  /// The window has this size now; the next frame should fill it.
  case resized(Size)
  /// The time that was asked for has passed.
  case tick
  /// Nobody is at the other end any more. No further event follows: leave.
  case closed
}

/// A key press with one stable name.
///
/// Printable keys are called by their character (`q`, `]`, `é`, a blank). The others are `left right up down
/// home end page-up page-down insert delete enter tab back-tab backspace escape f1`…`f12`. Modifiers stand
/// before the name in this order: `ctrl-`, `alt-`, `shift-` (`ctrl-l`, `shift-left`, `alt-x`).
public struct Key: Hashable, Sendable, CustomStringConvertible {
  public let name: String

  public init(_ name: String) { self.name = name }

  public var description: String { name }
}

/// A button pressed, or the wheel turned, over a cell.
public struct Mouse: Hashable, Sendable {
  public enum Action: String, Hashable, Sendable {
    case left, middle, right
    case wheelUp, wheelDown
  }

  public let action: Action
  /// Column and row of the cell, from 0.
  public let x: Int
  public let y: Int

  public init(_ action: Action, x: Int, y: Int) {
    self.action = action
    self.x = x
    self.y = y
  }
}
