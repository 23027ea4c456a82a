import KernelRoutines
import MemoryModel

extension ScenarioReading {
  /// What a task beside the mapper does.
  mutating func otherCall(_ entry: TextNode.Entry, files: [ReadFile]) -> TaskCall? {
    let path = "tasks.NAME.\(entry.key)"
    switch entry.key {
    case "truncate":
      guard let fields = fields(of: entry.value, at: path) else { return nil }
      let pages = fields["pages"].flatMap {
        number($0, 0...Limits.filePageEnd, expected: "a size of 0 to \(Limits.filePageEnd) pages")
      }
      return walked(fields, files).map { .truncate(file: $0, pages: pages ?? 0) }
    case "revoke":
      return fields(of: entry.value, at: path).flatMap { walked($0, files) }.map { .revoke(file: $0) }
    case "fault": return access(entry.value, at: path).map { .fault($0) }
    case "touch": return access(entry.value, at: path).map { .touch($0) }
    case "gup_fast": return access(entry.value, at: path).map { .pin($0) }
    case "populate": return word(entry.value, at: path) == nil ? nil : .populate
    case "read_maps": return word(entry.value, at: path) == nil ? nil : .readMaps
    default: return word(entry.value, at: path) == nil ? nil : .munmap
    }
  }

  /// What the driver does although it may not; a legacy hook runs before the VMA can be found.
  mutating func overstep(_ node: TextNode, of driver: Driver) -> Overstep? {
    let overstep = word(node, at: "files.NAME.driver.oversteps").flatMap { Overstep(rawValue: $0) }
    if overstep == .lateFlags, driver.successHook == nil {
      problems.add(
        at: node.position, "late_flags", expected: "a driver with success_hook, which gets the VMA")
    }
    return overstep
  }

  /// The first frame that the driver's ioctl() maps.
  mutating func populatesFrom(_ node: TextNode, of driver: Driver) -> PageFrame? {
    if driver.action != .nothing || driver.legacy != nil {
      problems.add(
        at: node.position, "populates_from beside an action or legacy", expected: "one of them")
    }
    let end = Limits.frameEnd - Limits.pagesMax
    return number(node, 0...end, expected: "a frame of up to \(end)").map { PageFrame($0) }
  }

  /// Marks the mapping at an address as one that was never used.
  mutating func untouched(_ node: TextNode, in process: inout ProcessImage) {
    guard let address = address(node, pages: 1) else { return }
    guard let place = process.mappings.firstIndex(where: { $0.range.contains(address) }) else {
      problems.add(at: node.position, "0x\(address)", expected: "an address inside a mapping of the process")
      return
    }
    process.mappings[place].isUntouched = true
  }

  private mutating func walked(_ fields: Fields, _ files: [ReadFile]) -> Int? {
    fields["file"].flatMap { fileIndex($0, among: files) }
  }

  private mutating func access(_ node: TextNode, at path: String) -> MemoryAccess? {
    guard let fields = fields(of: node, at: path) else { return nil }
    var access = MemoryAccess()
    if let page = fields["page"] {
      let expected = "a page of the range, from 0 on"
      guard let number = number(page, 0...Limits.pagesMax - 1, expected: expected) else { return nil }
      access.page = Int(number)
    }
    if let place = fields["address"] {
      if let page = fields.position(of: "page") {
        problems.add(at: page, "page beside address", expected: "one of them")
      }
      guard let address = address(place, pages: 1) else { return nil }
      access.address = address
    }
    access.isWrite = fields["write"].flatMap { flag($0) } ?? false
    access.isByKernel = fields["by"].flatMap { word($0, at: path + ".by") } == "kernel"
    return access
  }
}
