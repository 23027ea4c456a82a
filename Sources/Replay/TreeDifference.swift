/// Where two call trees part: the first call in the order of entry that stands in only one of them, or at
/// another depth.
public struct TreeDifference: Hashable, Sendable {
  /// How many calls agree before it.
  public var place: Int
  /// The call of the first tree there; nil when that tree has ended.
  public var left: CallTree.Line?
  /// The call of the second tree there; nil when that tree has ended.
  public var right: CallTree.Line?
  private var leftLines: [CallTree.Line]
  private var rightLines: [CallTree.Line]

  /// Calls shown around the place.
  private static let linesBefore = 6
  private static let linesBehind = 4

  /// Nil when the trees are equal.
  public init?(_ left: CallTree, _ right: CallTree) {
    (leftLines, rightLines) = (left.lines, right.lines)
    let common = zip(leftLines, rightLines).prefix { $0 == $1 }.count
    guard common < max(leftLines.count, rightLines.count) else { return nil }
    place = common
    self.left = common < leftLines.count ? leftLines[common] : nil
    self.right = common < rightLines.count ? rightLines[common] : nil
  }

  /// The calls around the place in two columns, the first that differs marked.
  public func text(_ leftTitle: String, _ rightTitle: String) -> String {
    let last = max(leftLines.count, rightLines.count)
    let shown = max(0, place - Self.linesBefore)..<min(last, place + Self.linesBehind)
    let rows = shown.map { ($0, Self.text(leftLines, $0), Self.text(rightLines, $0)) }
    let width = max(leftTitle.count, rows.map(\.1.count).max() ?? 0)
    let head = "  " + Self.padded(leftTitle, width) + " | " + rightTitle
    let body = rows.map { row, left, right in
      (row == place ? "> " : "  ") + Self.padded(left, width) + " | " + right
    }
    return ([head] + body).joined(separator: "\n")
  }

  private static func text(_ lines: [CallTree.Line], _ place: Int) -> String {
    place < lines.count ? lines[place].text : place == lines.count ? "(end)" : ""
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
