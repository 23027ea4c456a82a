/// The levels of an x86-64 page table, named by the table: a PTE table holds the entries that map pages.
///
/// With four levels the P4D is folded into the PGD: `p4d_alloc` never allocates, and the PGD's entries point
/// at PUD tables.
public enum PageLevel: UInt8, CaseIterable, Comparable, Hashable, Sendable {
  case pgd = 0
  case p4d, pud, pmd, pte

  /// Entries in a table of any level.
  public static let entries: UInt64 = 512

  /// The tables on the way to a page, from the top, with four or five levels.
  public static func levels(_ count: Int) -> [PageLevel] {
    count == 5 ? [.pgd, .p4d, .pud, .pmd, .pte] : [.pgd, .pud, .pmd, .pte]
  }

  /// Those below the top level: what a run installs and frees. A P4D table is not among them: its entry of
  /// the PGD covers 256 TiB, more than a process can map without asking for it.
  public static let installed: [PageLevel] = [.pud, .pmd, .pte]

  public var name: String {
    switch self {
    case .pgd: "PGD"
    case .p4d: "P4D"
    case .pud: "PUD"
    case .pmd: "PMD"
    case .pte: "PTE"
    }
  }

  /// The bits of an address below what one table of this level covers: 21 for a PTE table (2 MiB). The top
  /// level covers all; that of a PGD is the one with five levels.
  public var shift: UInt64 {
    switch self {
    case .pgd: 57
    case .p4d: 48
    case .pud: 39
    case .pmd: 30
    case .pte: 21
    }
  }

  /// Bytes one entry of this level's table covers, with four or five levels.
  public func entrySpan(levels: Int) -> UInt64 { 1 << (folded(levels).shift - 9) }

  /// Which table of this level covers an address, counted over the whole address space.
  public func table(of address: VirtualAddress) -> UInt64 { address.value >> shift }

  /// The entry of this level's table that an address selects, 0…511, with four or five levels.
  public func entry(of address: VirtualAddress, levels: Int = 4) -> Int {
    Int(address.value >> (folded(levels).shift - 9) & (Self.entries - 1))
  }

  // With four levels the PGD selects by the bits that the P4D has with five.
  private func folded(_ levels: Int) -> PageLevel { self == .pgd && levels < 5 ? .p4d : self }

  /// The range of addresses a table covers.
  public func range(ofTable table: UInt64) -> AddressRange {
    AddressRange(VirtualAddress(table << shift), VirtualAddress((table + 1) << shift))
  }

  public static func < (left: PageLevel, right: PageLevel) -> Bool { left.rawValue < right.rawValue }
}
