/// One line of the table.
struct Row {
  var what: String
  /// In the budget's unit.
  var measured: Double
  /// Nil where the design names none.
  var budget: Double?
  var unit: String

  static let heading = line("what", "measured", "budget", "ratio")

  var line: String {
    let ratio = budget.map { Self.number(measured / $0) } ?? ""
    return Self.line(
      what, "\(Self.number(measured)) \(unit)", budget.map { "\(Self.number($0)) \(unit)" } ?? "none", ratio)
  }

  private static func line(_ what: String, _ measured: String, _ budget: String, _ ratio: String) -> String {
    let ends = [(measured, 14), (budget, 12)] + (ratio.isEmpty ? [] : [(ratio, 8)])
    return pad(what, 64) + ends.map { pad($0.0, $0.1, left: false) }.joined()
  }

  private static func pad(_ text: String, _ width: Int, left: Bool = true) -> String {
    let blanks = String(repeating: " ", count: max(1, width - text.count))
    return left ? text + blanks : blanks + text
  }

  // Three digits are enough.
  private static func number(_ value: Double) -> String {
    let places = value >= 100 ? 1.0 : value >= 10 ? 10.0 : value >= 1 ? 100.0 : 10_000.0
    let rounded = (value * places).rounded() / places
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}
