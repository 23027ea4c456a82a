import KernelRoutines
import MemoryModel
import Simulation

extension ScenarioReading {
  /// The tasks with their calls: the first one maps, the others race it.
  ///
  /// Limit: eight tasks with one call each, as many as the keys 1 to 9 can choose among.
  mutating func tasks(_ node: TextNode, files: [ReadFile]) -> [Scenario.Task] {
    guard let entries = entries(of: node, expected: "tasks by name, such as mapper: [ … ]") else { return [] }
    if entries.isEmpty { problems.add(at: node.position, "no task", expected: "a task that maps") }
    if entries.count > Limits.tasksMax {
      problems.add(
        at: entries[Limits.tasksMax].position, "\(entries.count) tasks",
        expected: "\(Limits.tasksMax) tasks at most")
    }
    return entries.enumerated().map { number, entry in
      _ = isName(entry.key, at: entry.position, of: "a name")
      let calls = calls(entry.value, files: files, isFirst: number == 0)
      return Scenario.Task(name: entry.key, calls: calls)
    }
  }

  private mutating func calls(_ node: TextNode, files: [ReadFile], isFirst: Bool) -> [TaskCall] {
    let expected = "a list of one call, - mmap: { … }"
    let items = items(of: node, expected: expected)
    if case .sequence = node.content, node.isEmpty {
      problems.add(at: node.position, "no call", expected: expected)
    }
    if let second = items.dropFirst().first {
      problems.add(at: second.position, "\(items.count) calls", expected: "1 call of a task at most, for now")
    }
    return items.compactMap { item in
      guard let fields = fields(of: item, at: "tasks.NAME") else { return nil }
      guard let entry = fields.entries.first, fields.entries.count == 1 else {
        problems.add(at: item.position, "\(fields.entries.count) calls in one", expected: "one call")
        return nil
      }
      if isFirst != (entry.key == "mmap") {
        problems.add(
          at: entry.position, entry.key,
          expected: isFirst ? "mmap: the first task maps" : "another call: only the first task maps")
      }
      return call(entry, files: files)
    }
  }

  private mutating func call(_ entry: TextNode.Entry, files: [ReadFile]) -> TaskCall? {
    guard entry.key == "mmap" else { return otherCall(entry, files: files) }
    return mmap(entry.value, files: files).map { .mmap($0) }
  }

  private mutating func mmap(_ node: TextNode, files: [ReadFile]) -> MmapCall? {
    guard let fields = fields(of: node, at: "tasks.NAME.mmap") else { return nil }
    let file = fields["file"].flatMap { self.fileIndex($0, among: files) }
    let pages = fields["pages"].flatMap { self.pages($0) }
    let protection = fields["prot"].flatMap { self.protection($0) }
    let flags = fields["flags"].flatMap { self.word($0, at: "tasks.NAME.mmap.flags") }
    let address = fields["at"].flatMap { self.address($0, pages: pages ?? 1) }
    let offset = fields["offset"].map { self.pageOffset($0, pages: pages ?? 1) } ?? 0
    guard let file, let pages, let protection, let flags, let offset else { return nil }
    if let driver = files[file].file?.driver {
      let frames = driver.legacy?.action ?? driver.action
      checkFrames(frames, pages: pages, offset: offset, at: fields["offset"]?.position ?? node.position)
    }
    return MmapCall(
      file: file, pages: Int(pages), protection: protection, isShared: flags == "shared", address: address,
      pageOffset: offset)
  }

  mutating func fileIndex(_ node: TextNode, among files: [ReadFile]) -> Int? {
    let names = files.map(\.key)
    let expected = "a name under files" + (names.isEmpty ? "" : " (\(names.joined(separator: ", ")))")
    guard let name = word(node, among: names, expected: expected) else { return nil }
    return names.firstIndex(of: name)
  }

  private mutating func pages(_ node: TextNode) -> UInt64? {
    number(node, 1...Limits.pagesMax, expected: "1 to \(Limits.pagesMax) pages")
  }

  private mutating func protection(_ node: TextNode) -> Protection? {
    guard let word = word(node, at: "tasks.NAME.mmap.prot") else { return nil }
    var protection = Protection()
    if word == "none" { return protection }
    if word.contains("r") { protection.insert(.read) }
    if word.contains("w") { protection.insert(.write) }
    if word.contains("x") { protection.insert(.execute) }
    return protection
  }

  mutating func address(_ node: TextNode, pages: UInt64) -> VirtualAddress? {
    let expected = "a multiple of 0x1000 from 0x\(String(Limits.addressMin.value, radix: 16)) on"
    guard let value = number(node, 0...UInt64.max, expected: expected) else { return nil }
    let range = AddressRange(VirtualAddress(value), pages: Int(pages))
    guard range.start >= Limits.addressMin, range.start.isPageAligned else {
      problems.add(at: node.position, "0x\(String(value, radix: 16))", expected: expected)
      return nil
    }
    guard range.start < .taskSize, range.end <= .taskSize else {
      problems.add(
        at: node.position, "\(range.pages) pages at 0x\(String(value, radix: 16))",
        expected: "an end in the user half, at most 0x\(VirtualAddress.taskSize)")
      return nil
    }
    return range.start
  }

  private mutating func pageOffset(_ node: TextNode, pages: UInt64) -> UInt64? {
    let last = Limits.filePageEnd - pages
    return number(node, 0...last, expected: "an offset of up to \(last) pages (64 bits of bytes)")
  }

  /// The last page frame must exist, whether the driver names the first or takes it from the offset.
  private mutating func checkFrames(
    _ action: Driver.ActionRequest, pages: UInt64, offset: UInt64, at position: SourcePosition
  ) {
    guard case .remapPFN(let frame) = action else { return }
    let first = frame?.value ?? offset
    guard first > Limits.frameEnd - pages else { return }
    problems.add(
      at: position, "\(pages) page frames from 0x\(String(first, radix: 16)) on",
      expected: "frames below 0x\(String(Limits.frameEnd, radix: 16)) (52 bits of physical address)")
  }
}
