import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// What the driver was given and what it asked for, grouped by who may write it.
struct DescriptorPane: Pane {
  let title = "Descriptor"

  func fact(_ scene: Scene, width: Int) -> String {
    scene.task.desc == nil ? "" : "vm_area_desc"
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    guard let desc = scene.task.desc else {
      let text =
        scene.task.result == nil ? "not yet: on the stack of __mmap_region" : "gone with its frame"
      canvas.text(text, x: 1, y: 0, limit: canvas.width - 2, Style(.dim))
      return
    }
    var y = 0
    for group in groups(desc, scene) {
      canvas.text(group.title, x: 1, y: y, limit: canvas.width - 2, Style(.title))
      y += 1
      for row in group.rows {
        canvas.text(row.name, x: 3, y: y, limit: 8, Style(.dim))
        canvas.text(row.value, x: 11, y: y, limit: canvas.width - 12, Style(.text))
        canvas.note(.field(row.field), x: 1, y: y, width: canvas.width - 2)
        if row.isChanged { canvas.markChanged(row: y) }
        y += 1
      }
    }
  }

  func rows(_ scene: Scene, width: Int) -> Int {
    guard let desc = scene.task.desc else { return 1 }
    return groups(desc, scene).reduce(0) { $0 + 1 + $1.rows.count }
  }

  private struct Row {
    var field: Thing.Field
    var name: String
    var value: String
    var isChanged: Bool
  }

  // The core fills it in last.
  private static func text(_ range: AddressRange) -> String {
    range.bytes > 0 ? range.description : "not set"
  }

  private func groups(_ desc: VMAreaDesc, _ scene: Scene) -> [(title: String, rows: [Row])] {
    let old = scene.before.task(TaskID(0)).desc ?? VMAreaDesc()
    let path = desc.file.map { scene.facts.files[Int($0.index)].path } ?? "none"
    func row(_ field: Thing.Field, _ value: String, _ before: String, isMore: Bool = false) -> Row {
      Row(field: field, name: isMore ? "" : field.rawValue, value: value, isChanged: value != before)
    }
    let action = desc.action
    return [
      (
        "fixed by the core",
        [
          row(.file, path, old.file == nil ? "none" : path),
          row(.range, Self.text(desc.range), Self.text(old.range)),
        ]
      ),
      (
        "the driver may change",
        [
          row(.pgoff, String(desc.pageOffset), String(old.pageOffset)),
          row(.flags, Self.first(desc.flags), Self.first(old.flags)),
          row(.flags, Self.second(desc.flags), Self.second(old.flags), isMore: true),
          row(.prot, desc.pageProtection.description, old.pageProtection.description),
        ]
      ),
      (
        "the driver may only write",
        [
          row(.ops, Self.ops(desc.ops, scene), Self.ops(old.ops, scene)),
          row(.privateData, Self.word(desc.hasPrivateData), Self.word(old.hasPrivateData)),
          row(.action, action.kind.name, old.action.kind.name),
          row(.action, Self.target(action), Self.target(old.action), isMore: true),
          row(.hooks, Self.hooks(action, scene), Self.hooks(old.action, scene)),
          row(.hooks, Self.hides(action), Self.hides(old.action), isMore: true),
        ]
      ),
    ]
  }

  private static let rights: VMAFlags = [
    .read, .write, .exec, .shared, .mayRead, .mayWrite, .mayExec, .mayShare,
  ]

  private static func first(_ flags: VMAFlags) -> String {
    flags.intersection(rights).codes.joined(separator: " ")
  }

  private static func second(_ flags: VMAFlags) -> String {
    flags.subtracting(rights).codes.joined(separator: " ")
  }

  private static func ops(_ ops: VMOps?, _ scene: Scene) -> String {
    switch ops {
    case .driver: "the driver's"
    case .dummy: "dummy"
    case .anonymous: "NULL: anonymous"
    case nil: "not set"
    }
  }

  private static func word(_ isSet: Bool) -> String { isSet ? "set" : "not set" }

  private static func target(_ action: MmapAction) -> String {
    switch action.kind {
    case .nothing: ""
    case .custom: "by action_hook of the driver"
    case .simpleIORemap: "\(action.physicalBytes) bytes from \(String(action.physical, radix: 16))"
    case .mapKernelPages: "\(action.range.pages) counted pages"
    case .insertMixedPages: "\(action.range.pages) counted pages\(action.ownsArray ? ", kfree" : "")"
    case .remapPFN, .ioRemapPFN, .insertMixed: "\(action.range.pages) pages from pfn \(action.frame)"
    }
  }

  // From 7.2 on an action has no hooks; one number is left of the error hook.
  private static func hooks(_ action: MmapAction, _ scene: Scene) -> String {
    let revision = scene.recording.program.revision
    if revision.hasErrorOverride {
      let sign = action.isOverrideValid ? "-" : ""
      return action.errorOverride.map { "error_override \(sign)\($0)" } ?? "no error_override"
    }
    func word(_ isSet: Bool) -> String { isSet ? "set" : "\u{2013}" }
    return revision.hasActionHooks
      ? "success \(word(action.hasSuccessHook)), error \(word(action.hasErrorHook))" : "no actions yet"
  }

  private static func hides(_ action: MmapAction) -> String {
    action.hidesFromRmap ? "hide from rmap until complete" : ""
  }
}
