/// Something in an imported file that could not be used as it stands, with its place.
///
/// Lines and columns count from 1; columns count bytes, because names in these files are bytes.
public struct Complaint: Hashable, Sendable, CustomStringConvertible {
  public var line: Int
  public var column: Int
  /// What was found and what was done about it, without a full stop.
  public var text: String

  public init(line: Int, column: Int, text: String) {
    self.line = line
    self.column = column
    self.text = text
  }

  /// `LINE:COLUMN: text`.
  public var description: String { "\(line):\(column): \(text)" }
}

/// The complaints of one import: the first ones in full, all of them counted.
public struct Complaints: Hashable, Sendable {
  /// Limit: so many are kept with their text, so that a wrong file of a million lines costs no memory.
  public static let listedMax = 1000

  /// The first `listedMax` in line order.
  public private(set) var listed: [Complaint] = []
  /// All of them, also those that are not listed.
  public private(set) var count = 0

  public init() {}

  public var isEmpty: Bool { count == 0 }

  /// One line each, `SOURCE:LINE:COLUMN: text`, and a last line that counts what is not listed.
  public func report(source: String) -> [String] {
    var lines = listed.map { "\(source):\($0)" }
    if count > listed.count {
      lines.append("\(source): \(count - listed.count) more, \(Self.listedMax) are listed at most")
    }
    return lines
  }

  mutating func add(line: Int, column: Int, _ text: @autoclosure () -> String) {
    count += 1
    guard listed.count < Self.listedMax else { return }
    listed.append(Complaint(line: line, column: column, text: text()))
  }

  /// A later look at the whole file may complain about earlier lines.
  mutating func sort() {
    listed.sort { ($0.line, $0.column, $0.text) < ($1.line, $1.column, $1.text) }
  }
}
