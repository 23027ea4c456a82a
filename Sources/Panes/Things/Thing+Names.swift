import MemoryModel

extension Thing {
  /// The thing that a word of a person means: a flag's code or name, a lock, a lamp, a level, a field.
  public static func named(_ word: String) -> Thing? {
    let word = word.lowercased()
    if let flag = VMAFlags(code: word) { return .flag(flag) }
    if let flag = Glossary.flag(named: word) { return .flag(flag) }
    let locks: [(String, LaneTrack.Lock)] = [
      ("mmap_lock", .mmap), ("vma_lock", .vma), ("i_mmap", .iMmap), ("pte_lock", .pageTable),
    ]
    if let lock = locks.first(where: { $0.0 == word }) { return .lock(lock.1) }
    if let level = PageLevel.allCases.first(where: { $0.name.lowercased() == word }) { return .table(level) }
    if let lamp = Lamp(rawValue: word) { return .lamp(lamp) }
    if let sight = Sight(rawValue: word) { return .sight(sight) }
    if let field = Field(rawValue: word) { return .field(field) }
    if let line = Ledger.Line.allCases.first(where: { $0.name == word }) { return .account(line) }
    if let field = Compared(rawValue: word) { return .compared(field) }
    if word == "ways" { return .ways }
    if word == "rights" { return .rights }
    return word == "vma" ? .mapping : nil
  }
}
