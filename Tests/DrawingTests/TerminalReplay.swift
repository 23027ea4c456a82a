import Drawing

/// A terminal in miniature: lines of text with colour sequences become cells with looks again.
struct TerminalReplay {
  struct Spot: Hashable {
    var scalar: Unicode.Scalar
    var look: Look
  }

  private(set) var rows: [[Spot]] = []
  private(set) var pen = Look()
  /// What a terminal of ours must never be sent.
  private(set) var complaints: [String] = []

  init(_ text: String) {
    var scalars = text.unicodeScalars[...]
    var row: [Spot] = []
    while let scalar = scalars.popFirst() {
      if scalar == "\n" {
        rows.append(row)
        row = []
      } else if scalar == "\u{1b}" {
        readSequence(&scalars)
      } else if scalar.value < 0x20 {
        complaints.append("control \(scalar.value)")
      } else {
        row.append(Spot(scalar: scalar, look: pen))
      }
    }
    if !row.isEmpty { complaints.append("the last line has no end") }
  }

  private mutating func readSequence(_ scalars: inout Substring.UnicodeScalarView) {
    guard scalars.popFirst() == "[" else { return complaints.append("not a colour sequence") }
    var parameters = ""
    while let scalar = scalars.popFirst() {
      if ("0"..."9").contains(scalar) || scalar == ";" {
        parameters.unicodeScalars.append(scalar)
      } else {
        if scalar != "m" { complaints.append("sequence ends in \(scalar)") }
        return apply(parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 })
      }
    }
  }

  private mutating func apply(_ codes: [Int]) {
    var rest = codes[...]
    while let code = rest.popFirst() {
      switch code {
      case 0: pen = Look()
      case 1: pen.attributes.insert(.bold)
      case 2: pen.attributes.insert(.dim)
      case 3: pen.attributes.insert(.italic)
      case 4: pen.attributes.insert(.underline)
      case 7: pen.attributes.insert(.reverse)
      case 22: pen.attributes.subtract([.bold, .dim])
      case 23: pen.attributes.remove(.italic)
      case 24: pen.attributes.remove(.underline)
      case 27: pen.attributes.remove(.reverse)
      case 30...37, 90...97: pen.foreground = .index(UInt8(code < 90 ? code - 30 : code - 82))
      case 40...47, 100...107: pen.ground = .index(UInt8(code < 100 ? code - 40 : code - 92))
      case 39: pen.foreground = .own
      case 49: pen.ground = .own
      case 38: pen.foreground = colour(&rest)
      case 48: pen.ground = colour(&rest)
      default: complaints.append("code \(code)")
      }
    }
  }

  private mutating func colour(_ rest: inout ArraySlice<Int>) -> Paint {
    let kind = rest.popFirst()
    let values = rest.prefix(kind == 5 ? 1 : 3).map { UInt32($0) }
    rest = rest.dropFirst(values.count)
    return kind == 5 ? .index(UInt8(values[0])) : .rgb(RGB(values[0] << 16 | values[1] << 8 | values[2]))
  }
}
