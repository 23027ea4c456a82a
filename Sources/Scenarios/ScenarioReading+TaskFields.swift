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

  /// What the first task mapped before the run begins.
  mutating func earlierCalls(_ node: TextNode, files: [ReadFile]) -> [Scenario.Earlier] {
    items(of: node, expected: "a list of calls, - mmap: { … }").compactMap { item in
      guard let fields = fields(of: item, at: "before") else { return nil }
      let isTouched = fields["touched"].flatMap { flag($0) } ?? false
      return fields["mmap"].flatMap { mmap($0, files: files) }.map { .init(call: $0, isTouched: isTouched) }
    }
  }

  private mutating func call(_ entry: TextNode.Entry, files: [ReadFile]) -> TaskCall? {
    guard entry.key == "mmap" else { return otherCall(entry, files: files) }
    return mmap(entry.value, files: files).map { .mmap($0) }
  }

  private mutating func mmap(_ node: TextNode, files: [ReadFile]) -> MmapCall? {
    guard let fields = fields(of: node, at: "tasks.NAME.mmap") else { return nil }
    let file = mapped(fields, at: node.position, files: files)
    let pages = fields["pages"].flatMap { self.pages($0) }
    let protection = fields["prot"].flatMap { self.protection($0) }
    let flags = fields["flags"].flatMap { self.word($0, at: "tasks.NAME.mmap.flags") }
    let address = fields["at"].flatMap { self.address($0, pages: pages ?? 1) }
    let offset = fields["offset"].map { self.pageOffset($0, pages: pages ?? 1) } ?? 0
    let hint = fields["hint"].flatMap { self.address($0, pages: pages ?? 1) }
    if let other = fields.position(of: "hint"), fields["at"] != nil {
      problems.add(at: other, "hint beside at", expected: "one of them")
    }
    let isLocked = fields["locked"].flatMap { flag($0) } ?? false
    let oddBytes = fields["odd_bytes"].map { number($0, 0...4095, expected: "0 to 4095 bytes") } ?? 0
    let growsDown = fields["grows_down"].flatMap { flag($0) } ?? false
    guard let file, let pages, let protection, let flags, let offset, let oddBytes else { return nil }
    if let driver = file.index.flatMap({ files[$0].file?.driver }) {
      let frames = driver.legacy?.action ?? driver.action
      checkFrames(frames, pages: pages, offset: offset, at: fields["offset"]?.position ?? node.position)
    }
    var call = MmapCall(
      file: file.index, pages: Int(pages), protection: protection, isShared: flags == "shared",
      address: address, pageOffset: offset)
    call.growsDown = growsDown
    call.replaces = fields["fixed"].flatMap { flag($0) } ?? false
    if call.replaces, fields["at"] == nil, let position = fields.position(of: "fixed") {
      problems.add(at: position, "fixed without at", expected: "at: the address of MAP_FIXED")
    }
    call.isLocked = isLocked
    call.hint = hint
    call.oddBytes = oddBytes
    return call
  }

  private struct Mapped {
    /// Nil is anonymous memory.
    var index: Int?
  }

  /// What is mapped: a file, or anonymous memory; nil after a problem was told.
  private mutating func mapped(_ fields: Fields, at position: SourcePosition, files: [ReadFile]) -> Mapped? {
    if let anonymous = fields["anonymous"] {
      if let file = fields.position(of: "file") {
        problems.add(at: file, "file beside anonymous", expected: "one of them")
      }
      return word(anonymous, at: "tasks.NAME.mmap.anonymous") == nil ? nil : Mapped()
    }
    guard let file = fields["file"] else {
      problems.add(at: position, "neither file nor anonymous", expected: "file: NAME, or anonymous: yes")
      return nil
    }
    return fileIndex(file, among: files).map { Mapped(index: $0) }
  }

  mutating func fileIndex(_ node: TextNode, among files: [ReadFile]) -> Int? {
    let names = files.map(\.key)
    let expected = "a name under files" + (names.isEmpty ? "" : " (\(names.joined(separator: ", ")))")
    guard let name = word(node, among: names, expected: expected) else { return nil }
    return names.firstIndex(of: name)
  }

  private mutating func pages(_ node: TextNode) -> UInt64? {
    if case .scalar(let scalar) = node.content, scalar.text == "none" { return 0 }
    return number(node, 1...Limits.pagesMax, expected: "1 to \(Limits.pagesMax) pages")
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
    for (first, count) in frames(of: action, pages: pages, offset: offset) {
      guard count > 0, first > Limits.frameEnd - count else { continue }
      problems.add(
        at: position, "\(count) page frames from 0x\(String(first, radix: 16)) on",
        expected: "frames below 0x\(String(Limits.frameEnd, radix: 16)) (52 bits of physical address)")
    }
  }

  // Each run of frames that an action maps, by its first and how many they are.
  private func frames(of action: Driver.ActionRequest, pages: UInt64, offset: UInt64) -> [(UInt64, UInt64)] {
    func run(_ frame: PageFrame?, _ part: Driver.Part) -> (UInt64, UInt64) {
      (frame?.value ?? offset, UInt64(part.pages ?? max(0, Int(pages) - part.from)))
    }
    switch action {
    case .nothing: return []
    case .remapPFN(let frame, let part): return [run(frame, part)]
    case .ioRemapPFN(let frame, let part), .insertMixed(let frame, let part): return [run(frame, part)]
    case .mapKernelPages(let array), .insertMixedPages(let array): return [run(array.frame, array.part)]
    case .custom(let custom): return custom.pieces.map { run($0.frame, $0.part) }
    case .simpleIORemap(let physical, let bytes):
      // What leaves the block is refused by the kernel.
      return offset + pages <= bytes >> 12 ? [((physical >> 12) + offset, pages)] : []
    }
  }
}
