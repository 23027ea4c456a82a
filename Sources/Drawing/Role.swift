/// What a cell means. Panes name roles; only a theme turns a role into colours and attributes.
///
/// Each role has a dotted name (theme files) and one letter (goldens: the second half of a golden shows
/// one role letter a cell).
public enum Role: UInt8, CaseIterable, Sendable {
  case text, dim, border, borderFocus, title, bar, panel, selection, unfocused, key, caption, callout
  case vmaAnon, vmaFile, vmaShared, vmaIO, vmaSpecial, vmaGap, vmaNew
  case pteNone, ptePresent, ptePFN
  case lockNone, lockRead, lockWrite
  case mapleStored, rmapHidden, rmapVisible
  case descChanged
  case stageDone, stageActive, stagePending, stageSkipped
  case ok, warn, error

  /// The name used in theme files.
  public var name: String { Self.names[Int(rawValue)].name }

  /// The letter used in goldens.
  public var letter: Character { Self.names[Int(rawValue)].letter }

  /// The role of a dotted name, or nil when no role has it.
  public init?(name: String) {
    guard let index = Self.names.firstIndex(where: { $0.name == name }) else { return nil }
    self.init(rawValue: UInt8(index))
  }

  private static let names: [(name: String, letter: Character)] = [
    ("ui.text", "t"), ("ui.dim", "d"), ("ui.border", "b"), ("ui.border.focus", "B"), ("ui.title", "T"),
    ("ui.bar", "P"), ("ui.panel", "p"), ("ui.selection", "s"), ("ui.unfocused", "u"), ("ui.key", "k"),
    ("ui.caption", "c"), ("ui.callout", "C"),
    ("vma.anon", "a"), ("vma.file", "f"), ("vma.shared", "h"), ("vma.io", "i"), ("vma.special", "S"),
    ("vma.gap", "g"), ("vma.new", "n"),
    ("pte.none", "0"), ("pte.present", "1"), ("pte.pfn", "2"),
    ("lock.none", "_"), ("lock.read", "R"), ("lock.write", "W"),
    ("maple.stored", "M"), ("rmap.hidden", "o"), ("rmap.visible", "V"),
    ("desc.changed", "*"),
    ("stage.done", "x"), ("stage.active", "A"), ("stage.pending", "-"), ("stage.skipped", "~"),
    ("state.ok", "O"), ("state.warn", "w"), ("state.error", "E"),
  ]
}
