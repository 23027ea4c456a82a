import Drawing
import Yams

extension ThemeReader {
  /// The look of one role. Tiers that are left out follow from those that are not: 256 colours take the
  /// nearest that can be read as well, 16 take the terminal's own, 8 drop the bright half. A role with
  /// colours by number only has them in 256 colours too, and in pictures as the theme's `ansi` shows them.
  mutating func look(_ node: Node, role: Role) -> RoleLook {
    let keys = ["fg", "bg", "c256", "c16", "c8", "attrs", "mono", "glyph", "label"]
    guard let table = table(node, role.name, known: keys) else { return RoleLook() }
    let c16 = table["c16"].map { pair($0, colours: 16) } ?? RoleLook.Pair()
    var colours = RoleLook.Pair(
      table["fg"].flatMap { ownOrRGB($0) }, on: table["bg"].flatMap { ownOrRGB($0) })
    var nearest = RoleLook.Pair(
      colours.foreground.map { TerminalColours.nearest(to: $0, on: colours.ground) },
      on: colours.ground.map { TerminalColours.nearest(to: $0) })
    if table["fg"] == nil, table["bg"] == nil {
      colours = RoleLook.Pair(c16.foreground.flatMap(shown), on: c16.ground.flatMap(shown))
      nearest = c16
    }
    let c256 = table["c256"].map { pair($0, colours: 256) } ?? nearest
    let dark = RoleLook.Pair(c16.foreground.map { $0 & 7 }, on: c16.ground.map { $0 & 7 })
    let c8 = table["c8"].map { pair($0, colours: 8) } ?? dark
    let mono = table["mono"].map { attributeList($0) } ?? []
    // A role without any colour looks in every depth as it does where there is none.
    let isColourless = colours == .init() && c256 == .init() && c16 == .init() && c8 == .init()
    let attributes = table["attrs"].map { attributeList($0) } ?? (isColourless ? mono : [])
    var look = RoleLook(rgb: colours, c256: c256, c16: c16, c8: c8, attributes: attributes, mono: mono)
    look.glyph = table["glyph"].flatMap { glyph($0, role: role) }
    look.label = table["label"].flatMap { label($0, role: role) }
    return look
  }

  private func shown(_ index: UInt8) -> RGB? { ansi.indices.contains(Int(index)) ? ansi[Int(index)] : nil }

  private mutating func glyph(_ node: Node, role: Role) -> Unicode.Scalar? {
    guard let text = word(node, "one character"), hasSign(role, node) else { return nil }
    let scalars = text.unicodeScalars
    guard let scalar = scalars.first, scalars.count == 1, CellWidth.of(scalar) == 1 else {
      report(node, "\"\(text)\" is not one character of one cell")
      return nil
    }
    return scalar
  }

  private mutating func label(_ node: Node, role: Role) -> String? {
    guard let text = word(node, "a word"), hasSign(role, node) else { return nil }
    let letters = text.unicodeScalars
    if (2...4).contains(letters.count), letters.allSatisfy({ $0.isASCII && $0.value > 0x20 }) { return text }
    report(node, "\"\(text)\" is not a label", hint: "2 to 4 ASCII letters")
    return nil
  }

  private mutating func hasSign(_ role: Role, _ node: Node) -> Bool {
    if role.sign != nil { return true }
    report(node, "\(role.name) is a place of the screen and has no sign")
    return false
  }

  /// A colour of the palette or `"#rrggbb"`.
  mutating func rgb(_ node: Node) -> RGB? {
    guard let text = node.scalar?.string, !text.isEmpty, text != "~", text != "null" else {
      report(node, "expected a colour", hint: "write it in quotes: \"#rrggbb\"")
      return nil
    }
    if let colour = palette[text] { return colour }
    if text.hasPrefix("#"), text.utf8.count == 7, let value = UInt32(text.dropFirst(), radix: 16),
      !text.contains("+")
    {
      return RGB(value)
    }
    let names = palette.keys.sorted()
    let nearest = NearestWord.to(text, among: names + ["own"])
    report(
      node, "\"\(text)\" is not a colour",
      hint: nearest.map { "did you mean \"\($0)\"?" } ?? "a name of the palette or \"#rrggbb\"")
    return nil
  }

  private mutating func ownOrRGB(_ node: Node) -> RGB? {
    node.scalar?.string == "own" ? nil : rgb(node)
  }

  /// One colour for the letter, or a list of letter and ground.
  private mutating func pair(_ node: Node, colours: Int) -> RoleLook.Pair<UInt8> {
    guard let list = node.sequence else { return .init(index(node, colours: colours)) }
    guard list.count == 2 else {
      report(node, "a list of \(list.count) colours", hint: "[letter, ground]")
      return .init()
    }
    return .init(index(list[0], colours: colours), on: index(list[1], colours: colours))
  }

  private mutating func index(_ node: Node, colours: Int) -> UInt8? {
    guard let text = word(node, "a colour by name or number"), text != "own" else { return nil }
    let names = Array(TerminalColours.names.prefix(colours))
    if let index = names.firstIndex(of: text) { return UInt8(index) }
    if let index = UInt8(text), Int(index) < colours { return index }
    let nearest = NearestWord.to(text, among: names + ["own"])
    report(
      node, "\"\(text)\" is not one of \(colours) colours",
      hint: nearest.map { "did you mean \"\($0)\"?" } ?? "a name, or a number from 0 to \(colours - 1)")
    return nil
  }

  private mutating func attributeList(_ node: Node) -> Attributes {
    let known: [(name: String, value: Attributes)] = [
      ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse), ("italic", .italic),
    ]
    guard let list = node.sequence else {
      report(node, "attributes are a list", hint: "[bold, underline]")
      return []
    }
    var attributes: Attributes = []
    for item in list {
      let text = item.scalar?.string ?? ""
      if let value = known.first(where: { $0.name == text })?.value {
        attributes.insert(value)
      } else {
        let nearest = NearestWord.to(text, among: known.map(\.name))
        report(
          item, "\"\(text)\" is not an attribute",
          hint: nearest.map { "did you mean \"\($0)\"?" } ?? known.map(\.name).joined(separator: ", "))
      }
    }
    return attributes
  }
}
