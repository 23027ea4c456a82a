import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// The lower part of the merge pane: what is compared, one field a row, with a verdict for each side.
struct MergeRows {
  struct Row {
    var field: Thing.Compared
    var name: String { field.rawValue }
    var left: String
    var asked: String
    var right: String
    /// Nil where there is no neighbour, or the field is not asked of it.
    var leftFits: Bool?
    var rightFits: Bool?
    var rule: String
  }

  let all: [Row]

  init(_ view: MergeView, _ scene: Scene) {
    let check = view.check
    let hidden = Self.shownFlags(check)
    let rows = [
      Self.range(check), Self.file(check, scene), Self.offset(check),
      Self.row(check, .flags, .flags, "equal, but for sd") { Self.text($0, hidden) },
    ]
    let sides = Self.specialRow(check)
    all = rows + Self.anonOffset(check, scene) + [sides, Self.anon(check), Self.close(check)]
  }

  // MARK: The rows

  private static func row(
    _ check: MergeCheck, _ name: Thing.Compared, _ field: MergeCheck.Field, _ rule: String,
    _ text: (VMAFlags) -> String
  ) -> Row {
    fields(
      check, name, field, rule, left: check.left.map { text($0.area.flags) }, asked: text(check.flags),
      right: check.right.map { text($0.area.flags) })
  }

  private static func fields(
    _ check: MergeCheck, _ name: Thing.Compared, _ field: MergeCheck.Field, _ rule: String, left: String?,
    asked: String, right: String?
  ) -> Row {
    Row(
      field: name, left: left ?? "none", asked: asked, right: right ?? "none",
      leftFits: check.left.map { !$0.failing.contains(field) },
      rightFits: check.right.map { !$0.failing.contains(field) }, rule: rule)
  }

  // Page numbers: an address without its last three digits.
  private static func pages(_ range: AddressRange) -> String {
    [range.start, range.end].map { String($0.page, radix: 16) }.joined(separator: "-")
  }

  private static func range(_ check: MergeCheck) -> Row {
    fields(
      check, .range, .range, "must touch", left: check.left.map { pages($0.area.range) },
      asked: pages(check.range), right: check.right.map { pages($0.area.range) })
  }

  private static func file(_ check: MergeCheck, _ scene: Scene) -> Row {
    func name(_ file: FileID?) -> String {
      guard let file else { return "none" }
      let path = scene.facts.files[Int(file.index)].path
      // Two opens of one path are two objects.
      let twins = scene.facts.files.indices.filter { scene.facts.files[$0].path == path }
      let last = String(path.split(separator: "/").last ?? "/")
      guard twins.count > 1, let place = twins.firstIndex(of: Int(file.index)) else { return last }
      return "\(last), open \(place + 1)"
    }
    return fields(
      check, .file, .file, "the same pointer", left: check.left.map { name($0.area.file) },
      asked: name(check.file), right: check.right.map { name($0.area.file) })
  }

  private static func offset(_ check: MergeCheck) -> Row {
    func text(_ offset: UInt64, _ range: AddressRange, _ file: FileID?) -> String {
      // Anonymous memory counts by address.
      let radix = file == nil ? 16 : 10
      return [offset, offset + UInt64(range.pages)].map { String($0, radix: radix) }.joined(separator: "-")
    }
    return fields(
      check, .pageOffset, .pageOffset, "must run on",
      left: check.left.map { text($0.area.pageOffset, $0.area.range, $0.area.file) },
      asked: text(check.pageOffset, check.range, check.file),
      right: check.right.map { text($0.area.pageOffset, $0.area.range, $0.area.file) })
  }

  // A private file mapping of 7.3 has a second offset, for the pages of its own.
  private static func anonOffset(_ check: MergeCheck, _ scene: Scene) -> [Row] {
    guard scene.recording.program.revision >= .v7_3, check.file != nil, check.flags.isCow else { return [] }
    func text(_ range: AddressRange) -> String { String(range.start.page, radix: 16) }
    return [
      fields(
        check, .anonOffset, .range, "runs on, from 7.3", left: check.left.map { text($0.area.range) },
        asked: text(check.range), right: check.right.map { text($0.area.range) })
    ]
  }

  private static func specialRow(_ check: MergeCheck) -> Row {
    func text(_ flags: VMAFlags) -> String {
      let codes = flags.intersection(.special).codes
      return codes.isEmpty ? "no" : codes.joined(separator: " ")
    }
    var row = row(check, .special, .flags, "none of io de pf mm", text)
    row.leftFits = check.left.map { _ in !check.isSpecial }
    row.rightFits = check.right.map { _ in !check.isSpecial }
    return row
  }

  private static func anon(_ check: MergeCheck) -> Row {
    func text(_ area: VMArea?) -> String { area.map { $0.hasAnonVMA ? "one" : "none" } ?? "none" }
    // Left and right are compared only where both could take the range.
    let isAsked = check.left?.canTake() == true && check.right?.canTake() == true
    let differs = isAsked && check.differsInAnon
    return Row(
      field: .anonVMA, left: text(check.left?.area), asked: "none yet", right: text(check.right?.area),
      leftFits: check.left.map { _ in true }, rightFits: check.right.map { _ in !differs },
      rule: differs ? "left, right differ" : "equal, or one none")
  }

  // Only a VMA that would go is asked: the one behind, where the one before can grow too.
  private static func close(_ check: MergeCheck) -> Row {
    let isAsked = check.left?.canTake() == true && check.right?.canTake() == true
    return Row(
      field: .closeHook, left: "not asked", asked: "-",
      right: isAsked ? check.keepsRight ? "set" : "none" : "not asked",
      leftFits: nil, rightFits: isAsked ? !check.keepsRight : nil, rule: "only if it would go")
  }

  // MARK: Flags

  // Beyond the letters of maps: what every mapping of a kind has is left out unless it differs.
  private static func shownFlags(_ check: MergeCheck) -> VMAFlags {
    let usual: VMAFlags = [
      .read, .write, .exec, .shared, .mayRead, .mayWrite, .mayExec, .mayShare, .softDirty,
    ]
    let areas = [check.left, check.right].compactMap { $0?.area.flags }
    return areas.reduce(usual) { $0.subtracting($1.symmetricDifference(check.flags).subtracting(.softDirty)) }
  }

  private static func text(_ flags: VMAFlags, _ hidden: VMAFlags) -> String {
    ([flags.mapsLetters] + flags.subtracting(hidden.union([.read, .write, .exec, .mayShare])).codes)
      .joined(separator: " ")
  }

  // MARK: Drawing

  func draw(y: Int, into canvas: inout Canvas) {
    let columns = Columns(canvas.width)
    for (x, head) in zip(columns.values, ["left", "asked for", "right"]) {
      canvas.text(head, x: x, y: y, Style(.dim))
    }
    canvas.text("field", x: 1, y: y, Style(.dim))
    if columns.hasRule { canvas.text("rule", x: columns.rule, y: y, Style(.dim)) }
    for (number, row) in all.enumerated() { draw(row, columns, y: y + 1 + number, into: &canvas) }
    let text =
      columns.hasRule
      ? "not compared: vm_ops, vm_private_data.  Simplified: memory policy, userfaultfd and name are equal"
      : "not compared: vm_ops, vm_private_data.  Simplified: policy, uffd, name equal"
    canvas.text(text, x: 1, y: y + 1 + all.count, limit: canvas.width - 2, Style(.dim))
  }

  private func draw(_ row: Row, _ columns: Columns, y: Int, into canvas: inout Canvas) {
    canvas.text(row.name, x: 1, y: y, Style(.dim))
    canvas.note(.compared(row.field), x: 1, y: y, width: canvas.width - 2)
    for (x, value) in zip(columns.values, [row.left, row.asked, row.right]) {
      canvas.text(value, x: x, y: y, limit: columns.width, Style(.text))
    }
    for (x, fits) in [(columns.values[1] - 2, row.leftFits), (columns.values[2] - 2, row.rightFits)] {
      guard let fits else { continue }
      canvas.put(fits ? .done : .failed, x: x, y: y, Style(fits ? .ok : .error))
    }
    guard columns.hasRule else { return }
    canvas.text(row.rule, x: columns.rule, y: y, limit: canvas.width - columns.rule - 1, Style(.dim))
  }

  private struct Columns {
    let values: [Int]
    let width: Int
    let rule: Int
    let hasRule: Bool

    init(_ total: Int) {
      hasRule = total >= 98
      let first = 13
      let room = total - first - (hasRule ? 21 : 1)
      let width = min(30, room / 3 - 2)
      self.width = width
      values = (0..<3).map { first + $0 * (width + 2) }
      rule = first + 3 * (width + 2)
    }
  }
}
