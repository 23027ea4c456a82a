import Drawing
import Yams

/// Walks the nodes of a theme and collects every fault on the way; what is faulty is replaced by something
/// harmless so that the rest is still looked at.
struct ThemeReader {
  let source: String
  var problems: [ThemeError.Problem] = []
  var palette: [String: RGB] = [:]
  /// The sixteen colours that pictures take where a role names colours only by number.
  var ansi: [RGB] = []

  init(source: String) { self.source = source }

  /// The whole file; nil when it is not even a table.
  mutating func file(_ root: Node, parent: ThemeFile?) -> ThemeFile? {
    let known = ["name", "variant", "order", "inherits", "limits", "terminal", "palette", "roles"]
    let needed = parent == nil ? ["name", "variant", "terminal", "roles"] : ["name"]
    guard let table = table(root, "a theme", known: known, needed: needed) else { return nil }
    let name = table["name"].flatMap { word($0, "a name") } ?? ""
    let variant = table["variant"].flatMap { variantWord($0) } ?? parent?.theme.variant ?? .dark
    let order = table["order"].flatMap { number($0, 0...999) } ?? 999
    let limits = readLimits(table["limits"], parent?.theme.limits ?? ThemeLimits())
    palette = parent?.palette ?? [:]
    if let node = table["palette"] { readPalette(node) }
    let terminal = readTerminal(table["terminal"], parent: parent?.theme)
    ansi = terminal.ansi
    let looks = readRoles(table["roles"], parent: parent?.theme)
    guard problems.isEmpty else { return nil }
    let theme = Theme(
      name: name, variant: variant, foreground: terminal.foreground, background: terminal.background,
      ansi: terminal.ansi, looks: looks, limits: limits)
    return ThemeFile(theme: theme, order: order, palette: palette)
  }

  /// The theme that this one begins with; nil when it stands on its own.
  mutating func ancestor(
    _ root: Node, descendants: [String], finder: ThemeFile.Finder
  ) throws(ThemeError) -> ThemeFile? {
    guard let node = root.mapping?["inherits"], let name = word(node, "the name of a theme") else {
      return nil
    }
    let line = descendants + [source]
    guard let (text, parentSource) = finder(name) else {
      let hint = ThemeCatalogue.nearestName(to: name).map { "did you mean \"\($0)\"?" }
      report(node, "no theme is called \"\(name)\"", hint: hint)
      return nil
    }
    guard !line.contains(parentSource) else {
      report(node, "\"\(name)\" comes round to this theme again")
      return nil
    }
    guard line.count <= ThemeFile.ancestorsMax else {
      report(node, "more than \(ThemeFile.ancestorsMax) themes behind each other")
      return nil
    }
    return try ThemeFile(text, source: parentSource, descendants: line, finder: finder)
  }

  private mutating func variantWord(_ node: Node) -> Theme.Variant? {
    guard let text = word(node, "dark or light") else { return nil }
    if let variant = Theme.Variant(rawValue: text) { return variant }
    report(node, "\"\(text)\" is not a variant", hint: "dark or light")
    return nil
  }

  private mutating func readLimits(_ node: Node?, _ inherited: ThemeLimits) -> ThemeLimits {
    guard let node, let table = table(node, "limits", known: ["text", "border", "distance"]) else {
      return inherited
    }
    var limits = inherited
    limits.text = table["text"].flatMap { decimal($0, 4.5...21) } ?? limits.text
    limits.border = table["border"].flatMap { decimal($0, 3...21) } ?? limits.border
    limits.distance = table["distance"].flatMap { decimal($0, 0...100) } ?? limits.distance
    return limits
  }

  private mutating func readPalette(_ node: Node) {
    for (key, value) in entries(node, "a palette") {
      guard let colour = rgb(value) else { continue }
      palette[key.text] = colour
    }
  }

  private mutating func readTerminal(
    _ node: Node?, parent: Theme?
  ) -> (foreground: RGB, background: RGB, ansi: [RGB]) {
    let usual = (
      foreground: parent?.foreground ?? RGB(0), background: parent?.background ?? RGB(0),
      ansi: parent?.ansi ?? []
    )
    let keys = ["fg", "bg", "ansi"]
    guard let node, let table = table(node, "terminal", known: keys, needed: parent == nil ? keys : []) else {
      return usual
    }
    let foreground = table["fg"].flatMap { rgb($0) } ?? usual.foreground
    let background = table["bg"].flatMap { rgb($0) } ?? usual.background
    guard let list = table["ansi"] else { return (foreground, background, usual.ansi) }
    let items = list.sequence.map(Array.init) ?? []
    if items.count != 16 { report(list, "ansi lists \(items.count) colours", hint: "all 16, black first") }
    return (foreground, background, items.map { rgb($0) ?? RGB(0) })
  }

  private mutating func readRoles(_ node: Node?, parent: Theme?) -> [RoleLook] {
    guard let node else { return parent?.looks ?? [] }
    let names = Role.allCases.map(\.name)
    let table =
      table(node, "a list of roles", item: "role", known: names, needed: parent == nil ? names : []) ?? [:]
    return Role.allCases.map { role in
      table[role.name].map { look($0, role: role) } ?? parent?[role] ?? RoleLook()
    }
  }
}
