// What people type for places and decisions of a run.

extension Recording {
  /// The decisions as one string, as `--decisions` takes it.
  public var decisionString: String { decisions.map(\.description).joined(separator: ",") }

  /// The position of a step: its number, its id, or the first step whose id begins like that; nil where there
  /// is none.
  public func position(named word: String) -> Int? {
    if let number = Int(word) { return (0...last).contains(number) ? number : nil }
    if word == "start" { return 0 }
    if word == "end" { return last }
    if let exact = (0...last).first(where: { id($0) == word }) { return exact }
    // Without its loop index an id means the first turn.
    let turn = (0...last).first { position in
      let id = id(position)
      return id.hasPrefix(word + ".") && Int(id.dropFirst(word.count + 1)) != nil
    }
    return turn ?? (0...last).first { id($0).hasPrefix(word + ".") }
  }
}
