import Importers
import KernelRoutines
import MemoryModel
import Simulation

/// A recorded call made ready for the model: the same call in the process that made it.
public struct RecordedRun: Sendable {
  public var name: String
  public var call: RecordedCall
  /// The path of the file that was mapped.
  public var path: String
  public var before: [ImageMapping]
  /// Where the call mapped, or was to map.
  public var range: AddressRange

  /// - Parameter returned: what the call gave, in hexadecimal.
  public init(
    name: String, call: RecordedCall, path: String, before: [ImageMapping], returned: String? = nil
  ) {
    self.name = name
    self.call = call
    range = call.range(returned: returned)
    self.path = path
    self.before = before
  }

  // Where the address space was not written down: something below and above, as every process has.
  private static let neighbours = [(0x40_0000, "/vmlab", 1), (0x7fff_0000_0000, "[stack]", 0)].map {
    ImageMapping(
      range: AddressRange(VirtualAddress($0.0), pages: 1), protection: [.read, .write], isShared: false,
      offset: 0, device: "00:03", inode: $0.2, name: $0.1)
  }

  // The kernel chooses where the call names no address, and so does the model; without the maps of the
  // process it cannot, and is told what was recorded.
  private var address: VirtualAddress? {
    if call.address != 0 { return call.isFixedNoReplace || call.isFixed ? range.start : nil }
    return before.isEmpty ? range.start : nil
  }

  /// The scenario in a revision; nil when the model does not cover the case there.
  public func scenario(_ revision: Revision) -> Scenario? {
    guard let model = CaseModel(name, revision) else { return nil }
    var mmap = MmapCall(
      file: model.driver == nil ? nil : 0, pages: call.range.pages, protection: call.protection,
      isShared: call.isShared, address: address, pageOffset: call.offset >> 12)
    mmap.oddBytes = call.offset & 0xfff
    mmap.replaces = call.isFixed
    if call.address != 0, !call.isFixedNoReplace, !call.isFixed { mmap.hint = call.range.start }
    mmap.isLocked = call.isLocked
    mmap.growsDown = call.growsDown
    let files = model.driver.map { driver in
      var file = Scenario.File(
        key: "device", path: model.path ?? path, driver: driver, isInvented: path.contains("vmalab"),
        isNoExec: model.isNoExec, isReadOnly: model.isReadOnly || call.isReadOnly)
      file.isClosed = model.isClosed
      return file
    }
    // What is merged with or replaced was mapped by the same kernel: it has flags that maps do not show.
    let old = model.before.map { earlier in
      AddressRange(VirtualAddress(page: 0x1_0000_0000 + UInt64(earlier.first)), pages: earlier.pages)
    }
    let others = before.filter { mapping in !old.contains(where: mapping.range.overlaps) }
    var scenario = Scenario(
      name: name, title: name, teaches: "", revision: revision,
      process: ProcessImage(name: "vmlab", pid: 256, mappings: before.isEmpty ? Self.neighbours : others),
      files: files.map { [$0] } ?? [], tasks: [.init(name: "vmlab", calls: [mmap])],
      decisions: model.decisions)
    scenario.limits = model.limits
    scenario.before = zip(model.before, old).map { earlier, range in
      let call = MmapCall(
        file: earlier.isFile ? 0 : nil, pages: range.pages, protection: [.read, .write],
        isShared: earlier.isFile, address: range.start)
      return .init(call: call, isTouched: earlier.isTouched)
    }
    return scenario
  }
}
