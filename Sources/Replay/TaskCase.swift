import Importers
import KernelRoutines
import MemoryModel
import Simulation

/// A recorded case in which something else than one mmap() happens: two tasks at once, a truncate, a fault.
///
/// What `vmalab` does in a race is known from the notes of the recordings: its last hook sleeps, and the
/// other task runs meanwhile.
public struct TaskCase: Hashable, Sendable {
  public var name: String
  public var revision: Revision
  private let kind: Kind

  private enum Kind: Hashable, Sendable {
    /// The second task takes the device back.
    case revoke(hides: Bool)
    /// A second thread writes to the mapping being made.
    case faultNew
    /// A second thread writes to a mapping that nobody wrote before.
    case faultFresh
    case truncate
    /// One access and nothing else.
    case fault(isWrite: Bool)
  }

  /// What the files of a case say.
  public struct Files: Sendable {
    public var graph: FunctionGraph
    public var before: [ImageMapping]
    /// The call as text, such as `mmap(…)`, `ftruncate(4, 4096)`, `store to 0x1000`.
    public var call: String
    public var path: String
    /// The functions at which the trace of a task begins.
    public var roots: Set<String>

    public init(
      graph: FunctionGraph, before: [ImageMapping], call: String, path: String, roots: Set<String>
    ) {
      self.graph = graph
      self.before = before
      self.call = call
      self.path = path
      self.roots = roots
    }

    /// What pagemap and smaps add to the mappings before the call.
    public mutating func know(pagemap: [UInt8], smaps: [UInt8]) {
      let untouched = UntouchedReader.read(smaps)
      let pages = PagemapReader.read(pagemap)
      for place in before.indices {
        let range = before[place].range
        before[place].isUntouched = untouched.contains(range.start)
        before[place].present = pages.filter { range.contains($0.address) }
      }
    }
  }

  /// Nil when the case is not one of these, or the model does not cover it in the revision.
  public init?(_ name: String, _ revision: Revision) {
    // In it vmalab sleeps.
    let hasLastHook = revision.hasActionHooks || revision.hasMapped
    switch name {
    case "race_visible" where hasLastHook: kind = .revoke(hides: false)
    case "race_hidden" where revision.canHide: kind = .revoke(hides: true)
    case "race_fault_new" where hasLastHook: kind = .faultNew
    case "race_fault_other_fresh" where hasLastHook: kind = .faultFresh
    case "truncate_zap_tmpfs": kind = .truncate
    case "fault_anon_read": kind = .fault(isWrite: false)
    case "fault_anon_write": kind = .fault(isWrite: true)
    default: return nil
    }
    self.name = name
    self.revision = revision
  }

  /// Whether the first task makes a call of mmap().
  public var maps: Bool {
    switch kind {
    case .revoke, .faultNew, .faultFresh: true
    case .truncate, .fault: false
    }
  }

  /// The scenario; nil when the files do not say enough.
  public func scenario(_ files: Files) -> Scenario? {
    var scenario = Scenario(
      name: name, title: name, teaches: "", revision: revision,
      process: ProcessImage(name: "vmlab", pid: 256, mappings: files.before), files: [], tasks: [])
    if maps {
      guard let call = RecordedCall(files.call) else { return nil }
      let mmap = MmapCall(
        pages: call.range.pages, protection: call.protection, isShared: call.isShared,
        address: call.range.start, pageOffset: call.offset >> 12)
      scenario.files = [
        .init(key: "device", path: files.path, driver: driver(pages: mmap.pages), isInvented: true)
      ]
      scenario.tasks = [.init(name: "vmlab", calls: [mmap])]
      scenario.decisions = ["hooks.\(revision.hasMapped ? "mapped" : "success_hook")@other"]
      scenario.tasks += others(call.range.start, files)
    } else {
      guard let call = lone(files) else { return nil }
      scenario.tasks = [.init(name: "vmlab", calls: [call])]
    }
    return scenario
  }

  private func driver(pages: Int) -> Driver {
    var driver = Driver(symbol: "lab")
    if case .revoke(let hides) = kind {
      (driver.action, driver.hidesFromRmap) = (.remapPFN(PageFrame(0xfd000)), hides)
    } else if !revision.hasMapped {
      // Before 7.1 only an action has a hook to sleep in: the driver maps its last page.
      driver.action = .remapPFN(PageFrame(0xfd000), part: .init(from: pages - 1, pages: 1))
    }
    if revision.hasMapped { driver.mappedHook = .init() } else { driver.successHook = .init() }
    return driver
  }

  private func others(_ start: VirtualAddress, _ files: Files) -> [Scenario.Task] {
    switch kind {
    case .revoke: return [.init(name: "other", calls: [.revoke(file: 0)])]
    case .faultNew:
      let write = TaskCall.fault(MemoryAccess(address: start, isWrite: true))
      // The signal is delivered on the thread's stack, which the kernel writes to.
      let stack = files.before.last { $0.name.isEmpty && $0.protection.contains(.write) }
      let address = stack.map { VirtualAddress($0.range.end.value - 1) } ?? start
      let frame = TaskCall.fault(MemoryAccess(address: address, isWrite: true, isByKernel: true))
      return [.init(name: "other", calls: [write]), .init(name: "signal", calls: [frame])]
    case .faultFresh:
      let fresh = files.before.first { $0.isUntouched && $0.range.start > start }?.range.start ?? start
      let write = TaskCall.fault(MemoryAccess(address: fresh.advanced(byPages: 1), isWrite: true))
      return [.init(name: "other", calls: [write])]
    case .truncate, .fault: return []
    }
  }

  // `ftruncate(4, 4096)`, `load from 0x100000001000`.
  private func lone(_ files: Files) -> TaskCall? {
    let words = files.call.split { " ,()".contains($0) }
    guard let last = words.last else { return nil }
    if case .fault(let isWrite) = kind {
      guard last.hasPrefix("0x"), let address = UInt64(last.dropFirst(2), radix: 16) else { return nil }
      return .fault(MemoryAccess(address: VirtualAddress(address), isWrite: isWrite))
    }
    // Files of mappings are numbered in their order.
    var seen: [String] = []
    for mapping in files.before where mapping.inode != 0 {
      let key = "\(mapping.device) \(mapping.inode) \(mapping.name)"
      if !seen.contains(key) { seen.append(key) }
      if mapping.name == files.path, let place = seen.firstIndex(of: key), let bytes = UInt64(last) {
        return .truncate(file: place, pages: (bytes + 4095) >> 12)
      }
    }
    return nil
  }
}
