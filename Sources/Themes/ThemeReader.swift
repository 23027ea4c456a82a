import Drawing
import Yams

/// Walks the nodes of a theme and collects every fault on the way; what is faulty is replaced by something
/// harmless so that the rest is still looked at.
struct ThemeReader {
  let source: String
  var problems: [ThemeError.Problem] = []
  var palette: [String: RGB] = [:]

  init(source: String) { self.source = source }

  /// The whole file; nil when it is not even a table.
  mutating func file(_ root: Node) -> ThemeFile? {
    let known = ["name", "variant", "order", "terminal", "palette", "roles"]
    guard let table = table(root, "a theme", known: known, needed: ["name", "variant", "terminal", "roles"])
    else { return nil }
    let name = table["name"].flatMap { word($0, "a name") } ?? ""
    let variant = table["variant"].flatMap { variantWord($0) } ?? .dark
    let order = table["order"].flatMap { number($0, 0...999) } ?? 999
    if let node = table["palette"] { readPalette(node) }
    let terminal = readTerminal(table["terminal"])
    let looks = readRoles(table["roles"])
    guard problems.isEmpty else { return nil }
    let theme = Theme(
      name: name, variant: variant, foreground: terminal.foreground, background: terminal.background,
      ansi: terminal.ansi, looks: looks)
    return ThemeFile(theme: theme, order: order)
  }

  private mutating func variantWord(_ node: Node) -> Theme.Variant? {
    guard let text = word(node, "dark or light") else { return nil }
    if let variant = Theme.Variant(rawValue: text) { return variant }
    report(node, "\"\(text)\" is not a variant", hint: "dark or light")
    return nil
  }

  private mutating func readPalette(_ node: Node) {
    for (key, value) in entries(node, "a palette") {
      guard let colour = rgb(value) else { continue }
      palette[key.text] = colour
    }
  }

  private mutating func readTerminal(
    _ node: Node?
  ) -> (foreground: RGB, background: RGB, ansi: [RGB]) {
    let keys = ["fg", "bg", "ansi"]
    guard let node, let table = table(node, "terminal", known: keys, needed: keys) else {
      return (RGB(0), RGB(0), [])
    }
    let foreground = table["fg"].flatMap { rgb($0) } ?? RGB(0)
    let background = table["bg"].flatMap { rgb($0) } ?? RGB(0)
    let items = table["ansi"].flatMap { $0.sequence.map(Array.init) } ?? []
    if let list = table["ansi"], items.count != 16 {
      report(list, "ansi lists \(items.count) colours", hint: "all 16, black first")
    }
    return (foreground, background, items.map { rgb($0) ?? RGB(0) })
  }

  private mutating func readRoles(_ node: Node?) -> [RoleLook] {
    guard let node else { return [] }
    let names = Role.allCases.map(\.name)
    let table = table(node, "a list of roles", item: "role", known: names, needed: names) ?? [:]
    return names.map { name in table[name].map { look($0, role: name) } ?? RoleLook() }
  }
}
