import KernelRoutines
import MemoryModel

extension ScenarioReading {
  /// What a driver's `f_op->mmap` does.
  mutating func legacy(_ node: TextNode, beside others: Fields) -> Driver.LegacyHook? {
    let path = "files.NAME.driver.legacy"
    guard let fields = fields(of: node, at: path) else { return nil }
    for key in ["prepare", "success_hook", "error_hook", "mapped", "hide_from_rmap"] {
      guard let position = others.position(of: key) else { continue }
      problems.add(at: position, "\(key) beside legacy", expected: "one of them: f_op->mmap has no action")
    }
    var hook = Driver.LegacyHook()
    if let remap = fields["remap_pfn"] { hook.action = remapped(remap, at: path + ".remap_pfn") }
    if let error = fields["fails"] { hook.error = errno(error) }
    if let pages = fields["fails_after"] {
      if fields["fails"] == nil {
        let position = fields.position(of: "fails_after") ?? pages.position
        problems.add(at: position, "fails_after without fails", expected: "fails: the error it returns")
      }
      let count = number(pages, 0...Limits.pagesMax, expected: "0 to \(Limits.pagesMax) pages")
      hook.failsAfter = Int(count ?? 0)
    }
    return hook
  }

  /// The path of the file beneath a stacked one; `yes` names an inner file after the driver.
  mutating func stacked(_ node: TextNode, symbol: String) -> String? {
    guard let text = text(node) else { return nil }
    if ["yes", "true"].contains(text) { return "anon_inode:\(symbol)-inner" }
    if ["no", "false"].contains(text) { return nil }
    guard text.hasPrefix("/") else {
      problems.add(at: node.position, quoted(text), expected: "yes, or the path of the file beneath")
      return nil
    }
    return path(node)
  }
}
