import KernelRoutines
import MemoryModel
import Simulation

extension ScenarioReading {
  /// The files by the names that tasks use.
  mutating func files(_ node: TextNode) -> [ReadFile] {
    guard let entries = entries(of: node, expected: "files by name, such as device: { path: … }") else {
      return []
    }
    if entries.isEmpty { problems.add(at: node.position, "no file", expected: "at least one file") }
    return entries.map { entry in
      let isNamed = isName(entry.key, at: entry.position, of: "a name")
      let file = self.file(entry.value, key: entry.key)
      return ReadFile(key: entry.key, file: isNamed ? file : nil)
    }
  }

  private mutating func file(_ node: TextNode, key: String) -> Scenario.File? {
    guard let fields = fields(of: node, at: "files.NAME") else { return nil }
    let path = fields["path"].flatMap { self.path($0) }
    let isInvented = fields["invented"].map { self.flag($0) } ?? false
    let isNoExec = fields["noexec"].flatMap { self.flag($0) } ?? false
    let isReadOnly = fields["read_only"].flatMap { self.flag($0) } ?? false
    let driver = fields["driver"].flatMap { self.driver($0, path: path) }
    guard let path, let isInvented, let driver else { return nil }
    var file = Scenario.File(
      key: key, path: path, driver: driver, isInvented: isInvented, isNoExec: isNoExec,
      isReadOnly: isReadOnly)
    file.isClosed = fields["closed"].flatMap { flag($0) } ?? false
    return file
  }

  mutating func path(_ node: TextNode) -> String? {
    guard let path = text(node) else { return nil }
    guard path.hasPrefix("/"), path.utf8.count <= Limits.pathBytesMax else {
      problems.add(
        at: node.position, quoted(path), expected: "a path from / on, at most \(Limits.pathBytesMax) bytes")
      return nil
    }
    return path
  }

  private mutating func driver(_ node: TextNode, path: String?) -> Driver? {
    guard let fields = fields(of: node, at: "files.NAME.driver") else { return nil }
    if let zero = fields["zero"] {
      for entry in fields.entries where entry.key != "zero" {
        problems.add(at: entry.position, "\(entry.key) beside zero", expected: "zero: yes alone")
      }
      return word(zero, at: "files.NAME.driver.zero") == nil ? nil : .zero
    }
    var driver = Driver(symbol: fields["name"].map { self.symbol($0) } ?? Self.symbol(of: path ?? ""))
    if driver.symbol.isEmpty, fields["name"] == nil, path != nil {
      problems.add(
        at: node.position, "a path without letters and no name", expected: "name: the prefix of its functions"
      )
    }
    if let prepare = fields["prepare"] { self.prepare(prepare, into: &driver) }
    if let hook = fields["success_hook"] {
      driver.successHook = returned(by: hook, "success_hook").map { Driver.SuccessHook(error: $0) }
    }
    if let hook = fields["mapped"] {
      driver.mappedHook = returned(by: hook, "mapped").map { Driver.MappedHook(error: $0) }
    }
    if let hides = fields["hide_from_rmap"].flatMap({ flag($0) }) { driver.hidesFromRmap = hides }
    if let hasClose = fields["close"].flatMap({ flag($0) }) { driver.hasClose = hasClose }
    if let counts = fields["counts"].flatMap({ flag($0) }) { driver.isCounting = counts }
    if let hook = fields["error_hook"] { driver.errorHook = errorHook(hook) }
    if let node = fields["error_override"] { driver.override = errorOverride(node) }
    if let hook = fields["legacy"] { driver.legacy = legacy(hook, beside: fields) }
    if let overlay = fields["overlay"].flatMap({ flag($0) }) { driver.isOverlay = overlay }
    if let below = fields["stacked"] { driver.stackedOn = stacked(below, symbol: driver.symbol) }
    driver.hasFault = fields["fault"].flatMap { flag($0) } ?? false
    driver.populatesFrom = fields["populates_from"].flatMap { populatesFrom($0, of: driver) }
    driver.overstep = fields["oversteps"].flatMap { overstep($0, of: driver) }
    return driver
  }

  private mutating func symbol(_ node: TextNode) -> String {
    guard let name = plain(node, expected: "the prefix of the driver's functions") else { return "" }
    return isName(name, at: node.position, of: "a prefix") ? name : ""
  }

  /// The letters and digits of the path's last part: `/dev/vga-arb` gives `vgaarb`.
  private static func symbol(of path: String) -> String {
    let last = path.split(separator: "/").last ?? ""
    let letters = last.lowercased().utf8.filter { $0.isLowerLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
    let word = letters.drop { $0.isDigit }.prefix(Limits.nameLengthMax)
    return String(decoding: Array(word), as: UTF8.self)
  }

  private mutating func prepare(_ node: TextNode, into driver: inout Driver) {
    guard let fields = fields(of: node, at: "files.NAME.driver.prepare") else { return }
    if let action = fields["action"] { driver.action = self.action(action) }
    if let function = fields["function"] {
      let name = plain(function, expected: "the name of a function") ?? ""
      if isName(name, at: function.position, of: "a function", longest: Limits.functionLengthMax) {
        driver.prepareFunction = name
      }
    }
    if let error = fields["fails"] { driver.prepareError = errno(error) }
    if let list = fields["may_fail"] {
      driver.prepareMayFail = items(of: list, expected: "a list of errnos such as [EINVAL]").compactMap {
        self.errno($0)
      }
    }
  }

  /// The frames of a remap of the whole mapping, for the key at a path.
  mutating func remapped(_ node: TextNode, at path: String) -> Driver.ActionRequest {
    guard let remapped = self.fields(of: node, at: path) else { return .nothing }
    if let pages = remapped["pages"] { _ = word(pages, at: path + ".pages") }
    guard let pfn = remapped["pfn"] else { return .nothing }
    if case .scalar(let scalar) = pfn.content, scalar.text == "offset" { return .remapPFN(nil) }
    let last = Limits.frameEnd - 1
    let frame = number(pfn, 0...last, expected: "offset, or a page frame up to 0x\(String(last, radix: 16))")
    return .remapPFN(PageFrame(frame ?? 0))
  }

  /// What a hook returns, an error or 0 (an inner nil); nil when that could not be read.
  private mutating func returned(by node: TextNode, _ hook: String) -> Errno?? {
    guard let fields = fields(of: node, at: "files.NAME.driver.\(hook)"),
      let returned = fields["returns"],
      let word = word(
        returned, among: ["0"] + Errno.allCases.map(\.name), expected: "0 or an errno such as EIO")
    else { return nil }
    return .some(Errno(name: word))
  }

  private mutating func errorHook(_ node: TextNode) -> Driver.ErrorHook? {
    guard let fields = fields(of: node, at: "files.NAME.driver.error_hook") else { return nil }
    if node.isEmpty || fields.entries.count > 1 {
      let found = node.isEmpty ? "no behaviour" : "\(fields.entries.count) behaviours"
      problems.add(at: node.position, found, expected: "one of keeps: yes, filters_to: ERRNO, returns: 0")
    }
    guard let entry = fields.entries.first else { return nil }
    switch entry.key {
    case "keeps":
      let isKept = word(entry.value, among: ["yes", "true"], expected: "yes")
      return isKept == nil ? nil : .keeps
    case "filters_to": return errno(entry.value).map { .filters(to: $0) }
    default: return word(entry.value, among: ["0"]) == nil ? nil : .clears
    }
  }
}
