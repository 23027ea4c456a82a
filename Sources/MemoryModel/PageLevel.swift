/// The levels of an x86-64 page table with four levels, named by the table: a PTE table holds the entries
/// that map pages.
public enum PageLevel: UInt8, CaseIterable, Comparable, Hashable, Sendable {
  case pgd = 0
  case pud, pmd, pte

  /// Entries in a table of any level.
  public static let entries: UInt64 = 512

  public var name: String {
    switch self {
    case .pgd: "PGD"
    case .pud: "PUD"
    case .pmd: "PMD"
    case .pte: "PTE"
    }
  }

  /// The bits of an address below what one table of this level covers: 21 for a PTE table (2 MiB).
  public var shift: UInt64 {
    switch self {
    case .pgd: 48
    case .pud: 39
    case .pmd: 30
    case .pte: 21
    }
  }

  /// Bytes one table of this level covers.
  public var span: UInt64 { 1 << shift }

  /// Which table of this level covers an address, counted over the whole address space.
  public func table(of address: VirtualAddress) -> UInt64 { address.value >> shift }

  /// The entry of this level's table that an address selects, 0…511.
  public func entry(of address: VirtualAddress) -> Int {
    Int(address.value >> (shift - 9) & (Self.entries - 1))
  }

  /// The range of addresses a table covers.
  public func range(ofTable table: UInt64) -> AddressRange {
    AddressRange(VirtualAddress(table << shift), VirtualAddress((table + 1) << shift))
  }

  public static func < (left: PageLevel, right: PageLevel) -> Bool { left.rawValue < right.rawValue }
}
