import KernelRoutines
import MemoryModel

extension ScenarioKeys {
  /// The actions that a driver's `mmap_prepare` may ask for, each with its revisions.
  static let action: [ScenarioKey] =
    [key(actionPath, "nothing, or one of its keys", "the action it asks for", words: ["nothing"])]
    + frames("remap_pfn", "mmap_action_remap: onto consecutive frames (all with actions)", words: ["offset"])
    + frames("io_remap_pfn", "mmap_action_ioremap: the same for device memory (6.19 on)")
    + frames("insert_mixed", "mmap_action_mixedmap: frames into a mixed map (seed-v2)")
    + pages("map_kernel_pages", "mmap_action_map_kernel_pages: an array of counted pages (7.1 on)")
    + pages("insert_mixed_pages", "mmap_action_mixedmap_pages: the same, in an array of its own (seed-v2)")
    + [
      key(actionPath + ".simple_ioremap", "keys", "mmap_action_simple_ioremap: a block of a device (7.1 on)"),
      key(actionPath + ".simple_ioremap.phys", "number", "its physical address", required: true),
      key(actionPath + ".simple_ioremap.bytes", "number", "its size", required: true),
      key(actionPath + ".custom", "keys", "action_hook: remaps of its own on the finished VMA (seed-v2)"),
      key(
        actionPath + ".custom.cleared", "yes or no", "whether the hook clears the action it fills in (yes)",
        words: ["yes", "no"]),
      key(actionPath + ".custom.ranges", "list of keys", "what it remaps, in this order", required: true),
    ] + range(actionPath + ".custom.ranges")
    + [
      key(
        "files.NAME.driver.error_override", "errno",
        "the error for every failure of the action (7.2 on); with + before it the driver forgot the minus",
        words: Errno.allCases.map(\.name) + Errno.allCases.map { "+\($0)" })
    ]

  private static let actionPath = "files.NAME.driver.prepare.action"

  private static func frames(_ name: String, _ meaning: String, words: [String] = []) -> [ScenarioKey] {
    let path = "\(actionPath).\(name)"
    return [key(path, "keys", meaning)] + range(path, words: words)
  }

  private static func pages(_ name: String, _ meaning: String) -> [ScenarioKey] {
    let path = "\(actionPath).\(name)"
    return [
      key(path + ".bad_page", "number", "the page of the array that has no reference: the kernel refuses it")
    ] + frames(name, meaning)
  }

  private static func range(_ path: String, words: [String] = []) -> [ScenarioKey] {
    let isOffset = !words.isEmpty
    return [
      key(
        path + ".pfn", isOffset ? "number or offset" : "number",
        isOffset
          ? "the first page frame; offset takes the call's offset, as /dev/mem does" : "the first page frame",
        required: true, words: words),
      key(path + ".from", "number", "the first page of the mapping that is filled (0)"),
      key(path + ".pages", "number or all", "how many pages are filled (all up to the end)", words: ["all"]),
    ]
  }
}
