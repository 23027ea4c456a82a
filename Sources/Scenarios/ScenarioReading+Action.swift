import KernelRoutines
import MemoryModel

extension ScenarioReading {
  /// The action that a driver's `mmap_prepare` asks for.
  mutating func action(_ node: TextNode) -> Driver.ActionRequest {
    let path = "files.NAME.driver.prepare.action"
    let expected = "nothing, or { remap_pfn: { … } }"
    if case .scalar = node.content {
      _ = word(node, among: ["nothing"], expected: expected)
      return .nothing
    }
    guard let fields = fields(of: node, at: path) else { return .nothing }
    guard let entry = fields.entries.first else {
      if node.isEmpty { problems.add(at: node.position, "no action", expected: expected) }
      return .nothing
    }
    for other in fields.entries.dropFirst() {
      problems.add(
        at: other.position, "\(other.key) beside \(entry.key)", expected: "one action: a descriptor has one")
    }
    return action(entry, at: path + "." + entry.key)
  }

  private mutating func action(_ entry: TextNode.Entry, at path: String) -> Driver.ActionRequest {
    guard let fields = fields(of: entry.value, at: path) else { return .nothing }
    switch entry.key {
    case "simple_ioremap":
      let physical = fields["phys"].flatMap { number($0, 0...UInt64.max, expected: "a physical address") }
      let bytes = fields["bytes"].flatMap { number($0, 1...UInt64.max, expected: "a size of 1 byte or more") }
      return .simpleIORemap(physical: physical ?? 0, bytes: bytes ?? 0)
    case "custom": return .custom(custom(fields, at: path))
    default: break
    }
    let part = part(fields)
    if entry.key == "remap_pfn", case .scalar(let scalar)? = fields["pfn"]?.content, scalar.text == "offset" {
      return .remapPFN(nil, part: part)
    }
    let frame = frame(fields["pfn"], orOffset: entry.key == "remap_pfn")
    var array = Driver.PageArray(frame: frame, part: part)
    array.badPage = fields["bad_page"].flatMap { page($0) }
    switch entry.key {
    case "io_remap_pfn": return .ioRemapPFN(frame, part: part)
    case "insert_mixed": return .insertMixed(frame, part: part)
    case "map_kernel_pages": return .mapKernelPages(array)
    case "insert_mixed_pages": return .insertMixedPages(array)
    default: return .remapPFN(frame, part: part)
    }
  }

  private mutating func frame(_ node: TextNode?, orOffset: Bool) -> PageFrame {
    let last = Limits.frameEnd - 1
    let expected = (orOffset ? "offset, or " : "") + "a page frame up to 0x\(String(last, radix: 16))"
    return PageFrame(node.flatMap { number($0, 0...last, expected: expected) } ?? 0)
  }

  private mutating func page(_ node: TextNode) -> Int? {
    let last = Limits.pagesMax - 1
    return number(node, 0...last, expected: "a page from 0 to \(last)").map { Int($0) }
  }

  private mutating func part(_ fields: Fields) -> Driver.Part {
    var part = Driver.Part.all
    if let from = fields["from"] { part.from = page(from) ?? 0 }
    guard let pages = fields["pages"] else { return part }
    if case .scalar(let scalar) = pages.content, scalar.text == "all" { return part }
    part.pages = number(pages, 1...Limits.pagesMax, expected: "all, or 1 to \(Limits.pagesMax) pages").map {
      Int($0)
    }
    return part
  }

  private mutating func custom(_ fields: Fields, at path: String) -> Driver.CustomAction {
    var custom = Driver.CustomAction(pieces: [])
    if let cleared = fields["cleared"].flatMap({ flag($0) }) { custom.clearsAction = cleared }
    guard let ranges = fields["ranges"] else { return custom }
    let items = items(of: ranges, expected: "a list such as [{ pfn: 0xfd000, from: 0, pages: 4 }]")
    if case .sequence = ranges.content, items.isEmpty {
      problems.add(at: ranges.position, "no range", expected: "at least one")
    }
    for item in items {
      guard let keys = self.fields(of: item, at: path + ".ranges") else { continue }
      custom.pieces.append(.init(frame: frame(keys["pfn"], orOffset: false), part: part(keys)))
    }
    return custom
  }

  /// `error_override`: an errno, with a plus before it where the driver forgot the minus.
  mutating func errorOverride(_ node: TextNode) -> Driver.ErrorOverride? {
    guard let word = word(node, at: "files.NAME.driver.error_override") else { return nil }
    let isNegative = !word.hasPrefix("+")
    return Errno(name: isNegative ? word : String(word.dropFirst())).map {
      Driver.ErrorOverride($0, isNegative: isNegative)
    }
  }
}
