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

  public init(name: String, call: RecordedCall, path: String, before: [ImageMapping]) {
    self.name = name
    self.call = call
    self.path = path
    self.before = before
  }

  /// The scenario in a revision; nil when the model does not cover the case there.
  public func scenario(_ revision: Revision) -> Scenario? {
    guard call.isFixedNoReplace, let model = CaseModel(name, revision) else { return nil }
    let mmap = MmapCall(
      pages: call.range.pages, protection: call.protection, isShared: call.isShared,
      address: call.range.start, pageOffset: call.offset >> 12)
    return Scenario(
      name: name, title: name, teaches: "", revision: revision,
      process: ProcessImage(name: "vmlab", pid: 256, mappings: before),
      files: [
        .init(
          key: "device", path: model.path ?? path, driver: model.driver, isInvented: path.contains("vmalab"),
          isNoExec: model.isNoExec, isReadOnly: model.isReadOnly)
      ],
      tasks: [.init(name: "vmlab", calls: [mmap])], decisions: model.decisions)
  }
}
